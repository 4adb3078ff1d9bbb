import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import type { Context } from './context.ts';

const idPattern = /^(\w{1,40}):([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  /** Of lists that are counted: see list.ts. */
  Connection: { countAll?: () => Promise<number> };
  AuthScopes: { staff: boolean; signedIn: boolean };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Date: { Input: string; Output: string };
  };
}>({
  plugins: [ErrorsPlugin, ScopeAuthPlugin, ComplexityPlugin, RelayPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true, defaultTypes: [] },
  relay: {
    idFieldOptions: { description: 'Opaque and stable; accepted by `node`.' },
    decodeGlobalID(id) {
      const [, typename, local] = idPattern.exec(Buffer.from(id, 'base64').toString('latin1')) ?? [];
      // Not repeated: it may be a CPR number that somebody put in the wrong place.
      if (!typename || !local) throw new GraphQLError('This is no id that the planner has given.');
      return { typename, id: local };
    },
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 10,
    limit: { complexity: 20_000, depth: 12, breadth: 200 },
  },
  scopeAuth: {
    // A type's scopes would be cached for a stream's whole life; ours are read from a fresh context at every event.
    authScopes: (context) => ({
      staff: context.viewer.kind === 'staff',
      signedIn: context.viewer.kind !== 'anonymous',
    }),
    unauthorizedError: () =>
      new GraphQLError('You have no access to this field.', { extensions: { code: 'FORBIDDEN' } }),
  },
});

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

builder.scalarType('DateTime', {
  description: 'An instant, ISO 8601 with offset: `2026-11-27T08:15:00.000Z`. Answers are in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue(value) {
    const instant =
      typeof value === 'string' && value.length < 40 && instantPattern.test(value) ? new Date(value) : null;
    const year = instant?.getUTCFullYear() ?? Number.NaN;
    if (!instant || !(year >= 2000 && year < 2200)) {
      throw new GraphQLError(
        'A DateTime is an instant with offset, such as 2026-11-27T08:15:00Z, from 2000 to 2199.',
      );
    }
    return instant;
  },
});

builder.scalarType('Date', {
  description: 'A calendar day in the job centre’s zone: `2026-12-07`.',
  serialize: (value) => value,
  parseValue(value) {
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value))) {
      throw new GraphQLError('A Date is a calendar day such as 2026-12-07.');
    }
    return value;
  },
});

builder.queryType({
  description: 'What may be read. Row-level security decides which rows the viewer sees.',
});
builder.mutationType({
  description: 'Commands. A document holds exactly one; it is committed before its payload is read.',
});
builder.subscriptionType({ description: 'Live views: a snapshot, then changes, resumable with `since`.' });
