import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

type Input = GraphQLArgument | GraphQLInputField;

const encode = (text: string) => Buffer.from(text).toString('base64');
const anyone = '00000000-0000-4000-8000-000000000000';

/** What is never right, by the type of the field it is given to. */
const wrongScalars: Record<string, unknown[]> = {
  ID: [
    '',
    '%%%',
    7,
    null,
    [],
    encode('x'),
    encode(':'),
    encode('Booking:\0'),
    encode("Offer:1' or '1'='1"),
    encode(`Nothing:${anyone}`),
    encode(`Absence:${anyone}`),
    encode(`Booking:${anyone}`),
    encode(`Citizen:${anyone}`),
    encode(`Citizen:${'a'.repeat(20_000)}`),
  ],
  String: ['', '\0', 'key-key-\ud800', 'a'.repeat(100_000), 7, null, {}, "'; drop table booking --"],
  Int: [-1, 1.5, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, '1', null, {}],
  Boolean: ['true', 1, null],
  Date: ['2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31', '-000001-01-01', '24-12-2026', '', 7, null],
  DateTime: [
    '2026-02-31T25:00:00Z',
    '2027-01-06T08:00:00',
    '+275760-09-13T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '',
    7,
    null,
  ],
};

/**
 * The value with one thing in it replaced by something wrong: each leaf, list and object of it in turn, by the type that
 * the schema gives it. Yields where, and the whole value.
 */
export function* wrongVersions(input: Input, value: unknown): Generator<[path: string, value: unknown]> {
  for (const [path, wrong] of inType(input.type, value)) yield [`${input.name}${path}`, wrong];
}

function* inType(type: GraphQLInputType, value: unknown): Generator<[string, unknown]> {
  if (isNonNullType(type)) {
    yield* inType(type.ofType, value);
  } else if (isListType(type)) {
    const items = Array.isArray(value) ? value : [value];
    for (const wrong of [[], [null], Array(5_000).fill(items[0])]) yield ['[]', wrong];
    for (const [path, wrong] of inType(type.ofType, items[0])) yield [`[0]${path}`, [wrong]];
  } else if (isInputObjectType(type)) {
    for (const wrong of [{}, [], 'x', { admin: true }]) yield ['', wrong];
    for (const field of Object.values(type.getFields())) {
      const now = (value as Record<string, unknown>)[field.name];
      for (const [path, wrong] of wrongVersions(field, now))
        yield [`.${path}`, { ...(value as object), [field.name]: wrong }];
    }
  } else {
    const named = getNamedType(type);
    for (const wrong of isEnumType(named) ? ['NOPE', '', 7, null] : (wrongScalars[named.name] ?? []))
      yield ['', wrong];
  }
}

/** A value of the type: what `known` has for the field's name, as the `id` of an input that holds one, else something harmless. */
export function rightValue(input: Input, known: (name: string) => unknown): unknown {
  const found = known(input.name);
  if (found === undefined) return ofType(input.type, known);
  return isInputObjectType(getNamedType(input.type))
    ? ofType(input.type, (name) => (name === 'id' ? found : known(name)))
    : found;
}

function ofType(type: GraphQLInputType, known: (name: string) => unknown): unknown {
  if (isNonNullType(type)) return ofType(type.ofType, known);
  if (isListType(type)) return [ofType(type.ofType, known)];
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, rightValue(field, known)]),
    );
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  const harmless: Record<string, unknown> = { ID: encode(`Booking:${anyone}`), String: 'some text', Int: 1 };
  return (
    harmless[named.name] ??
    { Boolean: true, Date: '2027-03-03', DateTime: '2027-03-03T09:00:00Z' }[named.name]
  );
}
