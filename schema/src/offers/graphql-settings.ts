import { builder } from '../builder.ts';
import { JobCentre, Team } from '../organisation/graphql.ts';
import { InterviewForm, Offer } from './graphql.ts';
import { type OfferSettings as Settings, settingsOf } from './settings.ts';

const Assignment = builder.enumType('OfferAssignment', {
  description: 'Who is given a talk that several could hold.',
  values: {
    LEAST_LOADED: { value: 'leastLoaded', description: 'Who has the fewest talks that day, then that week.' },
    OWN_FIRST: {
      value: 'ownFirst',
      description: 'The citizen’s own caseworker if she is free, else the same.',
    },
  } as const,
});
const GridFrom = builder.enumType('OfferGridFrom', {
  description: 'From where start times are counted.',
  values: {
    PIECE: { value: 'piece', description: 'From the beginning of the hours, and after each break.' },
    CLOCK: { value: 'clock', description: 'From the full hour.' },
  } as const,
});

type WindowRow = NonNullable<Settings['ownHours']>[number];
const Window = builder.objectRef<WindowRow>('OfferWindow').implement({
  description: 'Hours of a weekday, by the job centre’s wall clock.',
  fields: (f) => ({
    weekday: f.exposeInt('weekday', { description: '1 is Monday.' }),
    startMinute: f.exposeInt('startMinute', { description: 'Minutes from midnight.' }),
    endMinute: f.exposeInt('endMinute', { description: 'Minutes from midnight.' }),
  }),
});
const WindowInput = builder.inputType('OfferWindowInput', {
  description: 'Hours of a weekday, by the job centre’s wall clock.',
  fields: (f) => ({
    weekday: f.int({ required: true, description: '1 is Monday.' }),
    startMinute: f.int({ required: true, description: 'Minutes from midnight.' }),
    endMinute: f.int({ required: true, description: 'Minutes from midnight.' }),
  }),
});

/** Told once for what is read and what is written. */
const said = {
  titleDa: 'What citizens read, in Danish: 1–100 characters.',
  titleEn: 'The same in English.',
  descriptionDa: 'A line or two for citizens, in Danish; null: nothing to add.',
  descriptionEn: 'The same in English.',
  interviewType: 'The national code of what the talk is about.',
  forms: 'How it can be held; at the workplace only for referrals (8).',
  seats: '1: an individual talk; more: a group meeting of published sessions.',
  place: 'Where, if in person; null: the job centre’s address.',
  groups: 'Codes of the contact groups that may book; empty: all.',
  ownCaseworkerDays:
    'Days for which a citizen’s own caseworker alone is offered; null: everybody from the start.',
  assignment: 'Who is given a talk that several could hold.',
  durationMinutes: '5–480, without buffers.',
  gridMinutes: 'Minutes from one start to the next: 5–240.',
  gridFrom: 'From where they are counted.',
  bufferBeforeMinutes: 'The caseworker’s own time before: 0–240.',
  bufferAfterMinutes: 'The caseworker’s own time after: 0–240.',
  roomBufferMinutes: 'The room’s time on either side: 0–240.',
  needsRoom: 'Whether a room must be free.',
  noticeMinutes: 'How long before its start a talk can be booked at the latest: 0–43200.',
  horizonDays: 'How many days ahead are open: 1–400.',
  dailyCap: 'Talks a caseworker may have on a day; null: no cap.',
  weeklyCap: 'Talks a caseworker may have in an ISO week; null: no cap.',
  quotaPerDay: 'Bookings of this offer on a day, whoever holds them; null: no quota.',
  quotaPerWeek: 'Bookings of this offer in an ISO week; null: no quota.',
  ownHours: 'Hours that the talks keep to, inside working hours; null: all working hours.',
  rebookUntilMinutes: 'Until how long before its start a citizen may move it: 0–43200.',
  cancelUntilMinutes: 'Until how long before its start a citizen may cancel it: 0–43200.',
  maxOpen: 'How many open talks of its type a citizen may have: 1–20.',
  publishedFrom: 'The first day on which citizens can book; null: a draft, which they don’t see.',
  publishedTo: 'The last day on which they can; null: until further notice.',
  team: 'Whose talks they are; null: everybody’s who has the competence.',
} as const;

export const SettingsInput = builder.inputType('OfferSettingsInput', {
  description: 'An offer as it shall be. Limits are refused as InvalidInput with the field’s name as path.',
  fields: (f) => {
    const text = (name: keyof typeof said) => f.string({ required: true, description: said[name] });
    const maybeText = (name: keyof typeof said) => f.string({ description: said[name] });
    const figure = (name: keyof typeof said) => f.int({ required: true, description: said[name] });
    const maybeFigure = (name: keyof typeof said) => f.int({ description: said[name] });
    return {
      titleDa: text('titleDa'),
      titleEn: text('titleEn'),
      descriptionDa: maybeText('descriptionDa'),
      descriptionEn: maybeText('descriptionEn'),
      interviewType: figure('interviewType'),
      forms: f.field({ type: [InterviewForm], required: true, description: said.forms }),
      seats: figure('seats'),
      place: maybeText('place'),
      team: f.globalID({ for: [Team], description: said.team }),
      groups: f.stringList({ required: true, description: said.groups }),
      ownCaseworkerDays: maybeFigure('ownCaseworkerDays'),
      assignment: f.field({ type: Assignment, required: true, description: said.assignment }),
      durationMinutes: figure('durationMinutes'),
      gridMinutes: figure('gridMinutes'),
      gridFrom: f.field({ type: GridFrom, required: true, description: said.gridFrom }),
      bufferBeforeMinutes: figure('bufferBeforeMinutes'),
      bufferAfterMinutes: figure('bufferAfterMinutes'),
      roomBufferMinutes: figure('roomBufferMinutes'),
      needsRoom: f.boolean({ required: true, description: said.needsRoom }),
      noticeMinutes: figure('noticeMinutes'),
      horizonDays: figure('horizonDays'),
      dailyCap: maybeFigure('dailyCap'),
      weeklyCap: maybeFigure('weeklyCap'),
      quotaPerDay: maybeFigure('quotaPerDay'),
      quotaPerWeek: maybeFigure('quotaPerWeek'),
      ownHours: f.field({ type: [WindowInput], description: said.ownHours }),
      rebookUntilMinutes: figure('rebookUntilMinutes'),
      cancelUntilMinutes: figure('cancelUntilMinutes'),
      maxOpen: figure('maxOpen'),
      publishedFrom: f.field({ type: 'Date', description: said.publishedFrom }),
      publishedTo: f.field({ type: 'Date', description: said.publishedTo }),
    };
  },
});

/** What a client may leave out is null. */
export function fromInput({ team, ...input }: typeof SettingsInput.$inferInput): Settings {
  return {
    ...input,
    descriptionDa: input.descriptionDa ?? null,
    descriptionEn: input.descriptionEn ?? null,
    place: input.place ?? null,
    teamId: team?.id ?? null,
    ownCaseworkerDays: input.ownCaseworkerDays ?? null,
    dailyCap: input.dailyCap ?? null,
    weeklyCap: input.weeklyCap ?? null,
    quotaPerDay: input.quotaPerDay ?? null,
    quotaPerWeek: input.quotaPerWeek ?? null,
    ownHours: input.ownHours ?? null,
    publishedFrom: input.publishedFrom ?? null,
    publishedTo: input.publishedTo ?? null,
  };
}

export const SettingsType = builder.objectRef<Settings>('OfferSettings').implement({
  description: 'What an administrator has decided of an offer: the fields of `OfferSettingsInput`.',
  fields: (f) => ({
    titleDa: f.exposeString('titleDa', { description: said.titleDa }),
    titleEn: f.exposeString('titleEn', { description: said.titleEn }),
    descriptionDa: f.exposeString('descriptionDa', { nullable: true, description: said.descriptionDa }),
    descriptionEn: f.exposeString('descriptionEn', { nullable: true, description: said.descriptionEn }),
    interviewType: f.exposeInt('interviewType', { description: said.interviewType }),
    forms: f.field({ type: [InterviewForm], description: said.forms, resolve: (row) => row.forms }),
    seats: f.exposeInt('seats', { description: said.seats }),
    place: f.exposeString('place', { nullable: true, description: said.place }),
    team: f.field({
      type: Team,
      nullable: true,
      description: said.team,
      resolve: (row, _, { loaders }) => (row.teamId ? loaders.team.load(row.teamId) : null),
    }),
    groups: f.exposeStringList('groups', { description: said.groups }),
    ownCaseworkerDays: f.exposeInt('ownCaseworkerDays', {
      nullable: true,
      description: said.ownCaseworkerDays,
    }),
    assignment: f.field({ type: Assignment, description: said.assignment, resolve: (row) => row.assignment }),
    durationMinutes: f.exposeInt('durationMinutes', { description: said.durationMinutes }),
    gridMinutes: f.exposeInt('gridMinutes', { description: said.gridMinutes }),
    gridFrom: f.field({ type: GridFrom, description: said.gridFrom, resolve: (row) => row.gridFrom }),
    bufferBeforeMinutes: f.exposeInt('bufferBeforeMinutes', { description: said.bufferBeforeMinutes }),
    bufferAfterMinutes: f.exposeInt('bufferAfterMinutes', { description: said.bufferAfterMinutes }),
    roomBufferMinutes: f.exposeInt('roomBufferMinutes', { description: said.roomBufferMinutes }),
    needsRoom: f.exposeBoolean('needsRoom', { description: said.needsRoom }),
    noticeMinutes: f.exposeInt('noticeMinutes', { description: said.noticeMinutes }),
    horizonDays: f.exposeInt('horizonDays', { description: said.horizonDays }),
    dailyCap: f.exposeInt('dailyCap', { nullable: true, description: said.dailyCap }),
    weeklyCap: f.exposeInt('weeklyCap', { nullable: true, description: said.weeklyCap }),
    quotaPerDay: f.exposeInt('quotaPerDay', { nullable: true, description: said.quotaPerDay }),
    quotaPerWeek: f.exposeInt('quotaPerWeek', { nullable: true, description: said.quotaPerWeek }),
    ownHours: f.field({
      type: [Window],
      nullable: true,
      description: said.ownHours,
      resolve: (row) => row.ownHours,
    }),
    rebookUntilMinutes: f.exposeInt('rebookUntilMinutes', { description: said.rebookUntilMinutes }),
    cancelUntilMinutes: f.exposeInt('cancelUntilMinutes', { description: said.cancelUntilMinutes }),
    maxOpen: f.exposeInt('maxOpen', { description: said.maxOpen }),
    publishedFrom: f.expose('publishedFrom', {
      type: 'Date',
      nullable: true,
      description: said.publishedFrom,
    }),
    publishedTo: f.expose('publishedTo', { type: 'Date', nullable: true, description: said.publishedTo }),
  }),
});

builder.objectField(Offer, 'settings', (f) =>
  f.field({
    type: SettingsType,
    nullable: true,
    description: 'For who administers its job centre; null for everybody else.',
    resolve: async (row, _, { viewer, loaders }) => {
      if (!viewer.administers.includes(row.jobCentreId)) return null;
      const centre = await loaders.jobCentre.load(row.jobCentreId);
      return centre && settingsOf(row, centre.zone);
    },
  }),
);
builder.objectField(JobCentre, 'contactGroups', (f) =>
  f.stringList({
    description: 'Administrators: the contact groups of its citizens, as codes; empty for everybody else.',
    resolve: async (row, _, { viewer, handle }) => {
      if (!viewer.administers.includes(row.id)) return [];
      const rows = await handle.query<{ code: string }>(
        `select contact_group as code from citizen where job_centre_id = $1 group by 1 order by length(contact_group), 1`,
        [row.id],
      );
      return rows.map(({ code }) => code);
    },
  }),
);
