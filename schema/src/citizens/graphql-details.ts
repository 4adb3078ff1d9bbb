import { builder } from '../builder.ts';
import { present } from '../organisation/graphql.ts';
import { InvalidInput, NotAllowed } from '../refusals.ts';
import { Citizen } from './graphql.ts';
import { updateDetails } from './update-details.ts';

const Language = builder.enumType('Language', {
  description: 'A language of the pages and letters.',
  values: {
    DA: { value: 'da', description: 'Danish.' },
    EN: { value: 'en', description: 'English.' },
  } as const,
});

builder.objectFields(Citizen, (f) => ({
  language: f.field({
    type: Language,
    description: 'In which she is written to.',
    resolve: (row) => (row.language === 'en' ? 'en' : 'da'),
  }),
  remindBySms: f.exposeBoolean('remindBySms', {
    description: 'Whether she wants to be reminded of meetings by SMS.',
  }),
  remindByEmail: f.exposeBoolean('remindByEmail', {
    description: 'Whether she wants to be reminded of meetings by e-mail.',
  }),
}));

const UpdateMyDetailsInput = builder.inputType('UpdateMyDetailsInput', {
  description: 'What is left out or null stays as it is.',
  fields: (f) => ({
    citizen: f.globalID({
      for: [Citizen],
      description: 'Who gave the viewer power of attorney; without it the viewer herself.',
    }),
    phone: f.string({ description: 'Eight digits, or + and a country; blank takes it away.' }),
    email: f.string({ description: 'Blank takes it away.' }),
    language: f.field({ type: Language, description: 'The viewer’s own only.' }),
    remindBySms: f.boolean({ description: 'See `Citizen.remindBySms`.' }),
    remindByEmail: f.boolean({ description: 'See `Citizen.remindByEmail`.' }),
  }),
});

builder.mutationField('updateMyDetails', (f) =>
  f.field({
    type: Citizen,
    description: 'A citizen sees to her own details, or to the contact details of whom she acts for.',
    authScopes: { signedIn: true },
    errors: {
      types: [NotAllowed, InvalidInput],
      union: { name: 'UpdateMyDetailsResult', description: 'The citizen, or why not.' },
    },
    args: { input: f.arg({ type: UpdateMyDetailsInput, required: true, description: 'What to change.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        updateDetails(handle, context.viewer, {
          citizen: input.citizen?.id ?? null,
          phone: input.phone ?? undefined,
          email: input.email ?? undefined,
          language: input.language ?? undefined,
          remindBySms: input.remindBySms ?? undefined,
          remindByEmail: input.remindByEmail ?? undefined,
        }),
      );
      return present(await context.loaders.citizen.load(id));
    },
  }),
);
