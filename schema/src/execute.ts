import type { Door, Handle, Viewer } from '@planner/db';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  executeSubscriptionEvent,
  GraphQLError,
  Kind,
  parse,
  validate,
  validateSubscriptionArgs,
} from 'graphql';
import type { FindSlots } from './availability/find.ts';
import type { CprNumbers } from './citizens/cpr-numbers.ts';
import type { Context, SlotEvidence } from './context.ts';
import { schema } from './index.ts';
import type { LiveSource } from './live-source.ts';
import { createLoaders } from './loaders.ts';
import { rehearse } from './rehearsal/rehearse.ts';
import { isShareable } from './shareable.ts';

export type Operation = {
  key: string;
  document: DocumentNode;
  kind: 'query' | 'mutation' | 'subscription';
  name: string;
  /** Its answer is the same for everybody of one audience and language. */
  shareable: boolean;
};

export type Ports = {
  door: Door;
  findSlots: FindSlots;
  keepEvidence(row: SlotEvidence): void;
  /** Written before the answer leaves; of a subscription once a day for each citizen. */
  logAccess(viewer: Viewer, operation: Operation, citizenIds: string[]): Promise<void>;
  /** What staff searched citizens for, in words; written before the answer leaves, too. */
  logSearch(viewer: Viewer, operation: Operation, words: readonly string[]): Promise<void>;
  cprNumbers: CprNumbers;
};

const cache = new Map<string, Operation | readonly GraphQLError[]>();
const cacheMax = 500;
const documentMaxChars = 50_000;

/** Parses and validates a document once; errors come back as data. A mutation document has exactly one root field. */
export function prepare(text: string): Operation | readonly GraphQLError[] {
  const known = cache.get(text);
  if (known) return known;
  const prepared = read(text);
  if (cache.size >= cacheMax) cache.delete(cache.keys().next().value as string);
  if (text.length <= documentMaxChars) cache.set(text, prepared);
  return prepared;
}

function read(text: string): Operation | readonly GraphQLError[] {
  if (text.length > documentMaxChars) return [new GraphQLError('The document is too long.')];
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: 4_000 });
  } catch (error) {
    return [error as GraphQLError];
  }
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (!operation || operations.length > 1)
    return [new GraphQLError('A document holds exactly one operation.')];
  const errors = validate(schema, document, undefined, { maxErrors: 10 });
  if (errors.length > 0) return errors;
  const fields = operation.selectionSet.selections;
  if (operation.operation !== 'query' && (fields.length !== 1 || fields[0]?.kind !== Kind.FIELD)) {
    return [new GraphQLError(`A ${operation.operation} has exactly one root field.`)];
  }
  return {
    key: text,
    document,
    kind: operation.operation,
    name: operation.name?.value ?? operation.operation,
    shareable: operation.operation === 'query' && isShareable(schema, document),
  };
}

/** A context of its own for one operation or one event, reading through this handle. */
export function contextFor(ports: Ports, viewer: Viewer, operation: string, handle: Handle): Context {
  return {
    viewer,
    operation,
    handle,
    loaders: createLoaders(() => handle),
    command: (work) => ports.door.write(viewer, operation, work),
    rehearse: (jobCentreId, work) =>
      ports.door.write(viewer, operation, (write) => rehearse(write, jobCentreId, work)),
    findSlots: ports.findSlots,
    seen: new Set(),
    searched: [],
    cprNumbers: ports.cprNumbers,
    keepEvidence: ports.keepEvidence,
  };
}

/**
 * Runs a query, a mutation, or one event of a subscription (`rootValue`) in one read-only snapshot. In a mutation the
 * snapshot begins with the payload's first statement, which is after its command has committed.
 */
export async function run(
  ports: Ports,
  ask: { operation: Operation; variables: Record<string, unknown>; viewer: Viewer; rootValue?: unknown },
): Promise<ExecutionResult> {
  const { operation, viewer } = ask;
  const seen = new Set<string>();
  const searched: string[] = [];
  const result = await ports.door.read(viewer, operation.name, async (handle) => {
    const args = {
      ...argsOf(operation, ask.variables),
      rootValue: ask.rootValue,
      contextValue: { ...contextFor(ports, viewer, operation.name, handle), seen, searched },
    };
    if (operation.kind !== 'subscription') return execute(args);
    const event = validateSubscriptionArgs(args);
    return 'schema' in event ? executeSubscriptionEvent(event) : { errors: event };
  });
  if (seen.size > 0) await ports.logAccess(viewer, operation, [...seen]);
  if (searched.length > 0) await ports.logSearch(viewer, operation, searched);
  return result;
}

/** What a subscription watches, after its arguments and the viewer's rights were checked; or why it may not. */
export async function openSource(
  ports: Ports,
  ask: { operation: Operation; variables: Record<string, unknown>; viewer: Viewer },
): Promise<LiveSource | readonly GraphQLError[]> {
  const { operation, viewer } = ask;
  return ports.door.read(viewer, operation.name, async (handle) => {
    const args = validateSubscriptionArgs({
      ...argsOf(operation, ask.variables),
      contextValue: contextFor(ports, viewer, operation.name, handle),
    });
    if (!('schema' in args)) return args;
    const source = await createSourceEventStream(args);
    if (Symbol.asyncIterator in source) return source as unknown as LiveSource;
    return source.errors ?? [new GraphQLError('The subscription could not be opened.')];
  });
}

const argsOf = (operation: Operation, variableValues: Record<string, unknown>) => ({
  schema,
  document: operation.document,
  variableValues,
  hideSuggestions: true,
  options: { maxCoercionErrors: 10 },
});
