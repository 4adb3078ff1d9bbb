import * as t from '@planner/db';
import { and, eq, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { byName, counted, holdsWords, listPage } from '../list.ts';
import { JobCentre, loadById, present } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { saveOtherActor } from './save-other-actor.ts';

export const OtherActor = builder.objectRef<typeof t.otherActor.$inferSelect>('OtherActor');
builder.node(OtherActor, {
  description:
    'A contracted provider that serves some of a job centre’s citizens. The job centre’s administrators and its own caseworkers see it.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.otherActor, id),
  fields: (f) => ({
    name: f.exposeString('name', { description: 'Unique in its job centre.' }),
    version: f.exposeInt('version', { description: 'For `saveOtherActor`: rises with each change.' }),
    jobCentre: f.field({
      type: JobCentre,
      description: 'Whose citizens it serves.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
  }),
});

builder.objectField(JobCentre, 'otherActors', (f) =>
  f.connection(
    {
      type: OtherActor,
      description:
        'Its other actors, by name. Administrators see all, an other actor’s caseworkers their own.',
      authScopes: { staff: true },
      args: { search: f.arg.string({ description: 'Words that the name holds.' }) },
      resolve: (row, args, { handle }) =>
        listPage(
          handle,
          {
            table: t.otherActor,
            where: and(eq(t.otherActor.jobCentreId, row.id), holdsWords(t.otherActor.name, args.search)),
            order: byName(sql`${t.otherActor.name}`),
          },
          args,
        ),
    },
    counted,
  ),
);

const ReadOtherActor = builder.inputType('ReadOtherActorInput', {
  description: 'An other actor as it was read.',
  fields: (f) => ({
    id: f.globalID({ for: [OtherActor], required: true, description: 'An `OtherActor.id`.' }),
    version: f.int({ required: true, description: 'Its `version` then.' }),
  }),
});
const SaveOtherActor = builder.inputType('SaveOtherActorInput', {
  description: 'An other actor as it shall be.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose citizens it serves.' }),
    otherActor: f.field({ type: ReadOtherActor, description: 'The one to change; null: a new one.' }),
    name: f.string({ required: true, description: '1–100 characters, unique in the job centre.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('saveOtherActor', (f) =>
  f.field({
    type: OtherActor,
    description: 'Administrators: makes an other actor or changes its name.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused],
      union: { name: 'SaveOtherActorResult', description: 'The other actor, or why not.' },
    },
    args: { input: f.arg({ type: SaveOtherActor, required: true, description: 'How it shall be.' }) },
    resolve: async (_, { input }, context) => {
      const { otherActor, jobCentre, name, idempotencyKey } = input;
      const id = await context.command((handle) =>
        saveOtherActor(handle, context.viewer, {
          jobCentreId: jobCentre.id,
          otherActor: otherActor ? { id: otherActor.id.id, version: otherActor.version } : null,
          name,
          idempotencyKey,
        }),
      );
      return present(await context.loaders.otherActor.load(id));
    },
  }),
);
