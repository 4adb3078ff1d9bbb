import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import { found } from '../loaders.ts';
import { present } from '../organisation/graphql.ts';
import '../refusal-types.ts';
import { InvalidInput, NotAllowed } from '../refusals.ts';
import { findCitizen } from './find-citizen.ts';
import { findForAudit } from './find-for-audit.ts';
import { Citizen } from './graphql.ts';
import { type RevealedCpr as Revealed, revealCpr } from './reveal-cpr.ts';
import { readSearch } from './rules.ts';
import { searchCitizens } from './search.ts';

const mostFound = 100;

builder.queryField('citizens', (f) =>
  f.field({
    type: [Citizen],
    description:
      'Staff: the citizens they may see whose name, birthday, telephone or case number fits, by name. The words are logged. A CPR number is refused here: `findCitizen` takes it.',
    authScopes: { staff: true },
    args: {
      search: f.arg.string({
        required: true,
        description:
          'Beginnings of names, a birthday (`010190`, `1/1 1990`), a telephone number, or a whole case number. Less than two characters find nobody.',
      }),
      first: f.arg.int({ defaultValue: 30, description: `How many at most; up to ${mostFound}.` }),
    },
    resolve: async (_, args, { handle, viewer, loaders, searched }) => {
      const search = readSearch(args.search);
      if (search === 'cpr') {
        throw new GraphQLError('A CPR number is no search word: use findCitizen.', {
          extensions: { code: 'CPR_IN_SEARCH' },
        });
      }
      if (!search) return [];
      searched.push(args.search.trim());
      const limit = Math.min(Math.max(args.first ?? 30, 0), mostFound);
      return found(await loaders.citizen.loadMany(await searchCitizens(handle, viewer, search, limit)));
    },
  }),
);

const CprPurpose = builder.enumType('CprPurpose', {
  description: 'What a CPR number is used for. Kept in the access log, which the citizen may read.',
  values: {
    IDENTIFY: { value: 'identify', description: 'To be sure whom one talks with.' },
    PREPARE: { value: 'prepare', description: 'To prepare a talk.' },
    BOOK: { value: 'book', description: 'To book or change a talk.' },
    RECORD: { value: 'record', description: 'To find or keep the case in another system.' },
  } as const,
});

const FindCitizenInput = builder.inputType('FindCitizenInput', {
  description: 'A CPR number to look a citizen up by.',
  fields: (f) => ({
    cpr: f.string({ required: true, description: 'Ten digits, with or without a hyphen. Kept nowhere.' }),
    purpose: f.field({ type: CprPurpose, required: true, description: 'What for.' }),
  }),
});
const RevealCprInput = builder.inputType('RevealCprInput', {
  description: 'A citizen whose whole CPR number is needed.',
  fields: (f) => ({
    citizen: f.globalID({ required: true, for: [Citizen], description: 'Whose.' }),
    purpose: f.field({ type: CprPurpose, required: true, description: 'What for.' }),
  }),
});

const FindForAuditInput = builder.inputType('FindForAuditInput', {
  description: 'A CPR number to search the trail by.',
  fields: (f) => ({
    cpr: f.string({ required: true, description: 'Ten digits, with or without a hyphen. Kept nowhere.' }),
  }),
});
const AuditedCitizen = builder.objectRef<{ id: string }>('AuditedCitizen').implement({
  description: 'A citizen as who audits may know her.',
  fields: (f) => ({
    citizen: f.id({
      description: 'Her `Citizen.id`.',
      resolve: ({ id }) => Buffer.from(`Citizen:${id}`).toString('base64'),
    }),
  }),
});

const RevealedCpr = builder.objectRef<Revealed>('RevealedCpr').implement({
  description: 'A whole CPR number, shown once: not to be kept, and hidden again soon.',
  fields: (f) => ({
    citizen: f.field({
      type: Citizen,
      description: 'Whose.',
      resolve: async (row, _, { loaders }) => present(await loaders.citizen.load(row.citizenId)),
    }),
    cpr: f.exposeString('cpr', { description: 'Ten digits.' }),
  }),
});

builder.mutationFields((f) => ({
  findCitizen: f.field({
    type: Citizen,
    description:
      'Staff with a right to: the citizen with this CPR number. A mutation, so that the number is in no address and no cache. Nobody and somebody the viewer may not see are told alike.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput],
      union: { name: 'FindCitizenResult', description: 'The citizen, or why not.' },
    },
    args: { input: f.arg({ type: FindCitizenInput, required: true, description: 'Whom, and what for.' }) },
    resolve: async (_, { input }, context) =>
      present(await context.loaders.citizen.load(await findCitizen(context, input))),
  }),
  findForAudit: f.field({
    type: AuditedCitizen,
    description:
      'Auditors and administrators: an id to search the trail and the access log by. Nothing else is told of her, and the look-up is logged.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput],
      union: { name: 'FindForAuditResult', description: 'The id, or why not.' },
    },
    args: { input: f.arg({ type: FindForAuditInput, required: true, description: 'By which number.' }) },
    resolve: async (_, { input }, context) => ({ id: await findForAudit(context, input) }),
  }),
  revealCpr: f.field({
    type: RevealedCpr,
    description:
      'Staff with a right to: a citizen’s whole CPR number. Logged with its purpose in the same go.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'RevealCprResult', description: 'The number, or why not.' },
    },
    args: { input: f.arg({ type: RevealCprInput, required: true, description: 'Whose, and what for.' }) },
    resolve: (_, { input }, context) =>
      revealCpr(context, { citizen: input.citizen.id, purpose: input.purpose }),
  }),
}));
