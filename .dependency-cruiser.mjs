// Who may import whom (docs/architecture.md). Checked by `pnpm check`.

/** The parts of the domain in their order: a part imports only parts before it. */
const parts = [
  'organisation',
  'access',
  'audit',
  'citizens',
  'offers',
  'availability',
  'requests',
  'deadlines',
  'bookings',
  'absences',
  'rehearsal',
  'letters',
  'messages',
  'summons',
  'calendars',
  'insight',
  'feed',
];

/** What each room may import besides itself. */
const rooms = { db: [], schema: ['db'], server: ['schema', 'db'], web: [], test: ['server', 'schema', 'db'] };

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `${room}-imports-only-${others.join('-and-') || 'itself'}`,
  comment: 'Imports point one way: server → schema → db. The pages know the API by generated types only.',
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: `^(${Object.keys(rooms)
      .filter((other) => other !== room && !others.includes(other))
      .join('|')})/`,
  },
}));

const partRules = parts.slice(0, -1).map((part, index) => ({
  name: `${part}-comes-before`,
  comment: `In schema/src a part imports only parts before it: ${parts.join(' → ')}.`,
  severity: 'error',
  from: { path: `^schema/src/${part}/` },
  to: { path: `^schema/src/(${parts.slice(index + 1).join('|')})/` },
}));

export default {
  forbidden: [
    ...roomRules,
    ...partRules,
    {
      name: 'no-unknown-part',
      comment: 'Give a new part of the domain its place in the order above.',
      severity: 'error',
      from: {},
      to: { path: `^schema/src/(?!(${parts.join('|')})/)[^/]+/` },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or lack a third. Types alone may be mutual.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-graphql-files-know-graphql',
      comment: 'Commands and rules are called by jobs, imports and tests too.',
      severity: 'error',
      from: {
        path: `^schema/src/(${parts.join('|')})/`,
        pathNot: '(/graphql[^/]*(\\.ts|/.*)|\\.test\\.ts)$',
      },
      to: { path: 'node_modules/(graphql|@pothos)/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'Plain values in, plain values out: no database, clock, randomness or I/O.',
      severity: 'error',
      from: { path: '/rules\\.ts$' },
      to: { path: '^db/|node_modules/(drizzle-orm|postgres)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rules-do-no-io',
      severity: 'error',
      from: { path: '/rules\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'helpers-for-tests-stay-in-tests',
      severity: 'error',
      from: { pathNot: '^test/|\\.test\\.ts$|/testing(/|\\.ts$)' },
      to: { path: '/testing(/|\\.ts$)|\\.test\\.ts$', pathNot: 'node_modules' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      // The pages' #lib, $app and generated modules are SvelteKit's to resolve; svelte-check sees to them.
      from: { pathNot: '^web/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(generated|paraglide|build|\\.svelte-kit)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.svelte'],
    },
  },
};
