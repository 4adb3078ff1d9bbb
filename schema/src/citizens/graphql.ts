import type { Viewer as ViewerRow } from '@planner/db';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { type Citizen as CitizenRow, found } from '../loaders.ts';
import { Caseworker, JobCentre, loadById, present } from '../organisation/graphql.ts';

export const Citizen = builder.objectRef<CitizenRow>('Citizen');
builder.node(Citizen, {
  description:
    'A citizen, seen by herself, by who acts for her, and by staff with a right to. Staff’s reads are logged.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.citizen, id),
  fields: (f) => ({
    name: f.string({ description: 'First and last name.', resolve: personal((row) => row.name) }),
    cprMasked: f.string({
      description: '`ddmmyy-••••`; the rest is shown only by a logged command.',
      resolve: personal((row) => row.cprMasked),
    }),
    phone: f.string({
      nullable: true,
      description: 'Where to call her; null when not known.',
      resolve: personal((row) => row.phone),
    }),
    email: f.string({
      nullable: true,
      description: 'Her e-mail address; null when not known.',
      resolve: personal((row) => row.email),
    }),
    caseId: f.exposeString('caseId', {
      nullable: true,
      description: 'Staff: the case system’s number of her case; null when not known.',
      authScopes: { staff: true },
    }),
    contactGroup: f.exposeString('contactGroup', {
      description: 'The national code of the group whose rules apply to her.',
    }),
    ownCaseworker: f.field({
      type: Caseworker,
      nullable: true,
      description: 'Who is hers; null when nobody is.',
      resolve: (row, _, { loaders }) =>
        row.ownCaseworkerId ? loaders.caseworker.load(row.ownCaseworkerId) : null,
    }),
    exempt: f.exposeBoolean('exempt', {
      description: 'Exempt from booking herself: the job centre summons.',
    }),
    jobCentre: f.field({
      type: JobCentre,
      description: 'Where she belongs.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
  }),
});

/** Staff's reading of it is logged before the answer leaves. */
function personal<T>(read: (row: CitizenRow) => T) {
  return (row: CitizenRow, _: object, context: Context) => {
    if (context.viewer.kind === 'staff') context.seen.add(row.id);
    return read(row);
  };
}

const ViewerKind = builder.enumType('ViewerKind', {
  description: 'What the viewer is signed in as.',
  values: {
    ANONYMOUS: { value: 'anonymous' },
    CITIZEN: { value: 'citizen' },
    STAFF: { value: 'staff' },
  } as const,
});

const ViewerRole = builder.objectRef<{ jobCentreId: string; role: string }>('ViewerRole').implement({
  description: 'A role in one job centre.',
  fields: (f) => ({
    role: f.exposeString('role', {
      description:
        'administrator, leader, caseworker, reception, manager, auditor, integrator, actor or coordinator.',
    }),
    jobCentre: f.field({
      type: JobCentre,
      description: 'Where it holds.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
  }),
});

const Viewer = builder.objectRef<ViewerRow>('Viewer').implement({
  description: 'Who is signed in, and what they may.',
  fields: (f) => ({
    id: f.id({
      description: 'The user’s id; empty when nobody is signed in.',
      resolve: (v) => v.userId ?? '',
    }),
    name: f.exposeString('name', { description: 'Empty when nobody is signed in.' }),
    kind: f.field({ type: ViewerKind, description: 'Citizen, staff or nobody.', resolve: (v) => v.kind }),
    language: f.exposeString('language', { description: '`da` or `en`.' }),
    citizen: f.field({
      type: Citizen,
      nullable: true,
      description: 'The viewer as a citizen; null for staff.',
      resolve: (v, _, { loaders }) => (v.citizenId ? loaders.citizen.load(v.citizenId) : null),
    }),
    actsFor: f.field({
      type: [Citizen],
      description: 'Citizens who gave the viewer power of attorney.',
      resolve: async (v, _, { loaders }) =>
        found(await loaders.citizen.loadMany(v.citizens.filter((id) => id !== v.citizenId))),
    }),
    caseworker: f.field({
      type: Caseworker,
      nullable: true,
      description: 'The viewer as a caseworker; null for others.',
      resolve: (v, _, { loaders }) => (v.caseworkerId ? loaders.caseworker.load(v.caseworkerId) : null),
    }),
    roles: f.field({ type: [ViewerRole], description: 'Empty for citizens.', resolve: (v) => [...v.roles] }),
    operates: f.exposeBoolean('operates', {
      description: 'Whether the viewer operates the installation: makes job centres, sees no citizens.',
    }),
    now: f.field({
      type: 'DateTime',
      description: 'The planner’s clock, by which limits and holds are judged.',
      resolve: async (_, __, { handle }) => {
        const [row] = await handle.query<{ now: number }>(
          'select (extract(epoch from planner_now()) * 1000)::float8 as now',
        );
        return new Date(Number(row?.now));
      },
    }),
  }),
});

builder.queryField('viewer', (f) =>
  f.field({ type: Viewer, description: 'Who asks.', resolve: (_, __, { viewer }) => viewer }),
);
