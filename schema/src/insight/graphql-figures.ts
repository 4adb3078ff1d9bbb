import { may } from '../access/rights.ts';
import { builder } from '../builder.ts';
import { Offer } from '../offers/graphql.ts';
import { InterviewType, JobCentre, present } from '../organisation/graphql.ts';
import {
  type Figures as FiguresRow,
  type OfferFigures as OfferFiguresRow,
  readFigures,
  type SelfBooked as SelfBookedRow,
  type TeamFigures as TeamFiguresRow,
  type TypeFigures as TypeFiguresRow,
} from './figures.ts';
import { readSetUp, type SetUpStep as SetUpStepRow, steps } from './set-up.ts';

const Light = builder.enumType('Light', {
  description: 'The national colours of the share of talks that citizens book themselves.',
  values: {
    GREEN: { value: 'green', description: 'Above 75 per cent.' },
    YELLOW: { value: 'yellow', description: '60 to 75 per cent.' },
    RED: { value: 'red', description: 'Below 60 per cent.' },
  } as const,
});
const few = 'null where so few that they could point at a citizen, and the viewer sees none.';

const SelfBooked = builder.objectRef<SelfBookedRow>('SelfBookedFigures').implement({
  description: 'Talks of the last four weeks and to come, by who booked them.',
  fields: (f) => ({
    booked: f.exposeInt('booked', { nullable: true, description: `Booked by citizens themselves; ${few}` }),
    total: f.exposeInt('total', { nullable: true, description: `All; ${few}` }),
    share: f.exposeInt('share', {
      nullable: true,
      description: 'In per cent; null too where there are no talks.',
    }),
    light: f.expose('light', {
      type: Light,
      nullable: true,
      description: 'Its colour; null where it has no share.',
    }),
  }),
});
const OfferFigures = builder.objectRef<OfferFiguresRow>('OfferFigures').implement({
  description: 'How much an offer that citizens see now has left; seats count.',
  fields: (f) => ({
    offer: f.field({
      type: Offer,
      description: 'Which.',
      resolve: async (row, _, { loaders }) => present(await loaders.offer.load(row.offerId)),
    }),
    freeIn5Days: f.int({ description: 'Free times in the next 5 days.', resolve: ({ free }) => free[0] }),
    freeIn10Days: f.int({ description: 'Free times in the next 10 days.', resolve: ({ free }) => free[1] }),
    freeIn20Days: f.int({ description: 'Free times in the next 20 days.', resolve: ({ free }) => free[2] }),
  }),
});
const DeadlineFigures = builder.objectRef<TypeFiguresRow>('DeadlineFigures').implement({
  description: 'Open deadlines to book within 10 days, beside the free times of that type until then.',
  fields: (f) => ({
    interviewType: f.field({
      type: InterviewType,
      description: 'Of which type.',
      resolve: (row, _, { loaders }) => loaders.interviewType.load(row.interviewType),
    }),
    deadlines: f.exposeInt('deadlines', { nullable: true, description: `How many; ${few}` }),
    free: f.exposeInt('free', { description: 'Free times in the next 10 days.' }),
    tooFew: f.exposeBoolean('tooFew', { description: 'Somebody will find no time.' }),
  }),
});
const TeamFigures = builder.objectRef<TeamFiguresRow>('TeamFigures').implement({
  description: 'How much of a team’s next 10 days is taken by talks.',
  fields: (f) => ({
    name: f.exposeString('name', { description: 'The team’s name.' }),
    minutes: f.exposeInt('minutes', { description: 'Minutes of booked talks.' }),
    talks: f.exposeInt('talks', { description: 'How many talks.' }),
  }),
});
const Figures = builder.objectRef<FiguresRow>('Figures').implement({
  description: 'How a job centre does today.',
  fields: (f) => ({
    selfBooked: f.expose('selfBooked', { type: SelfBooked, description: 'Who books the talks.' }),
    offers: f.expose('offers', { type: [OfferFigures], description: 'What is left to book, by title.' }),
    deadlines: f.expose('deadlines', {
      type: [DeadlineFigures],
      description: 'By type; none where none runs out.',
    }),
    teams: f.expose('teams', { type: [TeamFigures], description: 'By name.' }),
  }),
});
const SetUpStep = builder.objectRef<SetUpStepRow>('SetUpStep').implement({
  description: 'Something that a job centre needs before citizens can book.',
  fields: (f) => ({
    step: f.field({
      type: builder.enumType('SetUpStepName', {
        description: 'What, in the order in which it is set up.',
        values: steps,
      }),
      description: 'What.',
      resolve: ({ step }) => step,
    }),
    done: f.exposeBoolean('done', { description: 'Nothing is missing.' }),
    count: f.exposeInt('count', {
      description: 'How many there are; of hours and competences, how many lack them.',
    }),
  }),
});

builder.objectFields(JobCentre, (f) => ({
  figures: f.field({
    type: Figures,
    nullable: true,
    description: 'Administrators, team leaders and managers: today’s figures. Null for others.',
    authScopes: { staff: true },
    complexity: 200,
    resolve: (row, _, context) =>
      may(context.viewer, 'seeFigures', row.id)
        ? readFigures(context, row.id, may(context.viewer, 'seeCitizens', row.id))
        : null,
  }),
  setUp: f.field({
    type: [SetUpStep],
    nullable: true,
    description:
      'Administrators: what is done and what is missing before citizens can book. Null for others.',
    authScopes: { staff: true },
    complexity: 100,
    resolve: (row, _, context) =>
      may(context.viewer, 'administer', row.id) ? readSetUp(context, row.id) : null,
  }),
}));
