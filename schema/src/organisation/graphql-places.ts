import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { JobCentre, present } from './graphql.ts';
import { Place } from './graphql-teams.ts';
import { removePlace, savePlace } from './save-place.ts';

builder.objectField(Place, 'version', (f) =>
  f.exposeInt('version', { description: 'For `savePlace`: rises with each change.' }),
);

const ReadPlace = builder.inputType('ReadPlaceInput', {
  description: 'A place as it was read.',
  fields: (f) => ({
    id: f.globalID({ for: [Place], required: true, description: 'A `Place.id`.' }),
    version: f.int({ required: true, description: 'Its `version` then.' }),
  }),
});
const SavePlace = builder.inputType('SavePlaceInput', {
  description: 'A place as it shall be.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose place.' }),
    place: f.field({ type: ReadPlace, description: 'The one to change; null: a new one.' }),
    name: f.string({ required: true, description: '1–100 characters, unique in the job centre.' }),
    address: f.string({ description: 'At most 200 characters; null: the job centre’s own.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const RemovePlace = builder.inputType('RemovePlaceInput', {
  description: 'A place to take away.',
  fields: (f) => ({ place: f.field({ type: ReadPlace, required: true, description: 'Which.' }) }),
});
const Removed = builder.objectRef<{ name: string }>('RemovedPlace').implement({
  description: 'It is gone.',
  fields: (f) => ({ name: f.exposeString('name', { description: 'What it was called.' }) }),
});

builder.mutationFields((f) => ({
  savePlace: f.field({
    type: Place,
    description: 'Administrators: makes a place or changes one.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused],
      union: { name: 'SavePlaceResult', description: 'The place, or why not.' },
    },
    args: { input: f.arg({ type: SavePlace, required: true, description: 'How it shall be.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        savePlace(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          place: input.place ? { id: input.place.id.id, version: input.place.version } : null,
          name: input.name,
          address: input.address ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.place.load(id));
    },
  }),
  removePlace: f.field({
    type: Removed,
    description: 'Administrators: takes a place away where no team sits and that no closing day names.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, Outdated],
      union: { name: 'RemovePlaceResult', description: 'That it is gone, or why not.' },
    },
    args: { input: f.arg({ type: RemovePlace, required: true, description: 'Which.' }) },
    resolve: (_, { input: { place } }, context) =>
      context.command((handle) =>
        removePlace(handle, context.viewer, { id: place.id.id, version: place.version }),
      ),
  }),
}));
