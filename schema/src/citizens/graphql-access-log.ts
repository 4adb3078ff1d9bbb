import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import { type AccessEntry as AccessEntryRow, readOwnAccessLog } from './access-log.ts';
import { Citizen } from './graphql.ts';

const AccessKind = builder.enumType('AccessKind', {
  description: 'How a citizen’s data was used.',
  values: {
    READ: { value: 'read', description: 'An answer held it.' },
    LIVE: { value: 'live', description: 'A live view held it; told once a day.' },
    CPR: { value: 'cpr', description: 'The CPR number was shown.' },
    SEARCH: { value: 'search', description: 'She was looked for.' },
  } as const,
});
type Kind = 'read' | 'live' | 'cpr' | 'search';
const kinds: readonly string[] = ['read', 'live', 'cpr', 'search'] satisfies Kind[];

const AccessEntry = builder.objectRef<AccessEntryRow>('AccessEntry').implement({
  description: 'One look at a citizen’s data, as she may see it herself.',
  fields: (f) => ({
    at: f.expose('at', { type: 'DateTime', description: 'When.' }),
    kind: f.field({
      type: AccessKind,
      description: 'How.',
      resolve: ({ kind }) => (kinds.includes(kind) ? (kind as Kind) : 'read'),
    }),
    purpose: f.exposeString('purpose', {
      nullable: true,
      description: 'What for, as it was given; null when nobody was asked.',
    }),
    role: f.exposeString('role', {
      nullable: true,
      description: 'The employee’s role then, as in `ViewerRole`; null when it isn’t known any more.',
    }),
    organisation: f.exposeString('organisation', {
      nullable: true,
      description: 'The job centre or other actor she worked for; null when it isn’t known any more.',
    }),
    staff: f.exposeString('staff', {
      nullable: true,
      description: 'Her name; null where the job centre keeps its employees’ names to itself.',
    }),
  }),
});

builder.queryField('accessLog', (f) =>
  f.connection({
    type: AccessEntry,
    description:
      'Who has looked at the viewer’s own data, newest first; `before` and `last` are not answered. Kept as long as `JobCentre.accessLogMonths` says.',
    authScopes: { signedIn: true },
    args: {
      citizen: f.arg.globalID({
        for: [Citizen],
        description: 'Whose; without it the viewer’s. Empty for anybody else’s, by power of attorney too.',
      }),
    },
    resolve: (_, args, { handle, viewer }) =>
      resolveCursorConnection(
        { args, toCursor: (row: AccessEntryRow) => row.id, defaultSize: 50, maxSize: 200 },
        async ({ after, limit, inverted }: ResolveCursorConnectionArgs) => {
          if (inverted) throw new GraphQLError('This list is read forwards: ask for `first` and `after`.');
          if (typeof after === 'string' && !/^\d{1,18}$/.test(after))
            throw new GraphQLError('This is no cursor that the planner has given.');
          if (args.citizen && args.citizen.id !== viewer.citizenId) return [];
          return readOwnAccessLog(handle, after ?? null, limit);
        },
      ),
  }),
);
