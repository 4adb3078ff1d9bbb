import { schema } from '@planner/schema';
import { type GraphQLField, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';
import { rightValue, wrongVersions } from '../src/wrong-values.ts';

let planner: Planner;
let booking: string;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  booking = Buffer.from(`Booking:${await addTalk(planner, 'carla', 8)}`).toString('base64');
});
afterAll(() => planner[Symbol.asyncDispose]());

/** A document that asks for one field with each of its arguments as a variable. */
function asking(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const typename = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  const inNode = parent.getInterfaces().some(({ name }) => name === 'Node');
  const declared = [
    ...field.args.map((arg) => `$${arg.name}: ${arg.type}`),
    ...(inNode ? ['$node: ID!'] : []),
  ];
  const selection = `${field.name}(${given})${typename}`;
  const inPlace = inNode ? `node(id: $node) { ... on ${parent.name} { ${selection} } }` : selection;
  const kind = parent === schema.getMutationType() ? 'mutation' : 'query';
  return `${kind} (${declared.join(', ')}) { ${inPlace} }`;
}

/** Every field of a query, a mutation or a node that takes arguments. */
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(
    (type) =>
      type === schema.getQueryType() ||
      type === schema.getMutationType() ||
      type.getInterfaces().some(({ name }) => name === 'Node'),
  )
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => field.args.length > 0)
      .map((field) => [`${type.name}.${field.name}`, type, field] as const),
  );

/** Something of the fixture's that the name stands for, so that a command is looked at beyond its first line. */
function known(name: string): unknown {
  const { gid, at } = planner;
  const found: Record<string, () => unknown> = {
    citizen: () => gid('Citizen', 'carla'),
    caseworker: () => gid('Caseworker', 'mette'),
    caseworkers: () => [gid('Caseworker', 'mette')],
    team: () => gid('Team', 'north team'),
    teams: () => [gid('Team', 'north team')],
    jobCentre: () => gid('JobCentre', 'north'),
    offer: () => gid('Offer', 'offer'),
    booking: () => booking,
    startsAt: () => at(10),
    from: () => at(7),
    to: () => at(12),
    idempotencyKey: key,
  };
  return found[name]?.();
}

const refusals = new Set(
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Refusal'))
    .map(({ name }) => name),
);

/** How much has been written: whatever changes a row leaves one here. */
const written = async () => (await planner.owner`select count(*)::int as n from audit_event`)[0]?.['n'];

describe('a wrong value anywhere is an answer, and changes nothing', () => {
  it.each(fields)('%s', async (_, parent, field) => {
    const document = asking(parent, field);
    const right = Object.fromEntries(field.args.map((arg) => [arg.name, rightValue(arg, known)]));
    const node = planner.gid(parent.name, parent.name === 'Offer' ? 'offer' : 'mette');
    const faults: string[] = [];
    for (const who of ['mette', 'carla'])
      for (const arg of field.args)
        for (const [path, value] of wrongVersions(arg, right[arg.name])) {
          const before = await written();
          const answer = await planner.ask<Record<string, { __typename?: string } | null>>(who, document, {
            node,
            ...right,
            [arg.name]: value,
          });
          const told = `${who} ${path} = ${JSON.stringify(value).slice(0, 80)}`;
          const codes = answer.errors?.map((error) => error.extensions?.['code']) ?? [];
          if (codes.includes('UNEXPECTED')) faults.push(`${told}: unexpected`);
          if (JSON.stringify(answer).length > 3_000) faults.push(`${told}: a long answer`);
          const refused = answer.errors || refusals.has(answer.data?.[field.name]?.__typename ?? '');
          if (refused && (await written()) !== before) faults.push(`${told}: changed something`);
        }
    expect(faults).toEqual([]);
  });
});
