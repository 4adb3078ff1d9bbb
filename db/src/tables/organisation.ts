import { sql } from 'drizzle-orm';
import { boolean, date, integer, jsonb, snakeCase, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const { table } = snakeCase;
const id = uuid().primaryKey().defaultRandom();
export const instant = () => timestamp({ withTimezone: true, mode: 'date' });

export const jobCentre = table('job_centre', {
  id,
  code: text().notNull(),
  name: text().notNull(),
  zone: text().notNull().default('Europe/Copenhagen'),
  phone: text(),
  address: text(),
  openingHours: text(),
  publicHolidays: boolean().notNull().default(true),
  /** Minutes of the day between which caseworkers may add hours of their own; null: they may not. */
  extraHoursFrom: integer().default(420),
  extraHoursTo: integer().default(1140),
  showsStaffNames: boolean().notNull().default(false),
  accessLogMonths: integer().notNull().default(6),
  phoneHours: jsonb()
    .$type<{ weekday: number; startMinute: number; endMinute: number }[]>()
    .notNull()
    .default([]),
  version: integer().notNull().default(1),
});

/** Rises with each change, so that two who change the same row don't overwrite each other. */
const version = integer().notNull().default(1);

export const place = table('place', {
  id,
  jobCentreId: uuid().notNull(),
  name: text().notNull(),
  address: text(),
  version,
});

export const team = table('team', {
  id,
  jobCentreId: uuid().notNull(),
  name: text().notNull(),
  placeId: uuid(),
  version,
});

export const resource = table('resource', {
  id,
  kind: text({ enum: ['person', 'room', 'citizen'] }).notNull(),
});

export const caseworker = table('caseworker', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  email: text(),
  endedOn: date(),
  version,
});

export const membership = table('membership', {
  caseworkerId: uuid().notNull(),
  teamId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
});

/** Where somebody works, in a team or not. */
export const employment = table('employment', {
  id,
  caseworkerId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
  /** Null: she stays. */
  lastDay: date(),
  /** Whether the job centre may summon citizens to her. */
  summonable: boolean().notNull().default(true),
  version,
});

export const interviewType = table('interview_type', {
  code: integer().primaryKey(),
  nameDa: text().notNull(),
  nameEn: text().notNull(),
  validFrom: date(),
  validTo: date(),
});

export const competence = table('competence', {
  caseworkerId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
  interviewType: integer().notNull(),
});

export const room = table('room', {
  id: uuid().primaryKey(),
  jobCentreId: uuid().notNull(),
  name: text().notNull(),
  place: text(),
  seats: integer().notNull().default(2),
  version,
});

/** Minutes from midnight, wall time in the job centre's zone; weekday 1 is Monday. */
export const workingHours = table('working_hours', {
  id,
  caseworkerId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
  weekday: integer().notNull(),
  startMinute: integer().notNull(),
  endMinute: integer().notNull(),
  validFrom: date().notNull(),
  validTo: date(),
  everyWeeks: integer().notNull().default(1),
});

export const workBreak = table('work_break', {
  id,
  caseworkerId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
  weekday: integer().notNull(),
  startMinute: integer().notNull(),
  endMinute: integer().notNull(),
  validFrom: date().notNull(),
  validTo: date(),
});

/** Replaces that day's hours; without minutes: not at work that day. */
export const hoursException = table('hours_exception', {
  id,
  caseworkerId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
  day: date().notNull(),
  startMinute: integer(),
  endMinute: integer(),
});

export const closingDay = table('closing_day', {
  id,
  jobCentreId: uuid().notNull(),
  /** For this team, or for those whose team sits at this place; for everybody when both are null. */
  teamId: uuid(),
  placeId: uuid(),
  day: date().notNull(),
  startMinute: integer().notNull().default(0),
  endMinute: integer().notNull().default(1440),
  name: text().notNull(),
  version,
});

export const offer = table('offer', {
  id,
  jobCentreId: uuid().notNull(),
  teamId: uuid(),
  interviewType: integer().notNull(),
  titleDa: text().notNull(),
  titleEn: text().notNull(),
  descriptionDa: text(),
  descriptionEn: text(),
  forms: text({ enum: ['IN_PERSON', 'PHONE', 'DIGITAL', 'WORKPLACE'] })
    .array()
    .notNull(),
  durationMinutes: integer().notNull(),
  gridMinutes: integer().notNull(),
  gridFrom: text({ enum: ['piece', 'clock'] })
    .notNull()
    .default('piece'),
  bufferBeforeMinutes: integer().notNull().default(0),
  bufferAfterMinutes: integer().notNull().default(0),
  roomBufferMinutes: integer().notNull().default(0),
  needsRoom: boolean().notNull().default(false),
  place: text(),
  noticeMinutes: integer().notNull().default(0),
  horizonDays: integer().notNull().default(84),
  dailyCap: integer(),
  weeklyCap: integer(),
  quotaPerDay: integer(),
  quotaPerWeek: integer(),
  ownCaseworkerDays: integer(),
  /** Weekday windows inside working hours: [{weekday, startMinute, endMinute}]; null: all working hours. */
  ownHours: jsonb().$type<{ weekday: number; startMinute: number; endMinute: number }[]>(),
  groups: text().array().notNull().default(sql`'{}'`),
  assignment: text({ enum: ['leastLoaded', 'ownFirst'] })
    .notNull()
    .default('leastLoaded'),
  seats: integer().notNull().default(1),
  rebookUntilMinutes: integer().notNull().default(1440),
  cancelUntilMinutes: integer().notNull().default(1440),
  maxOpen: integer().notNull().default(1),
  publishedFrom: instant(),
  publishedTo: instant(),
  /** Since when nobody can book although it is published; null: bookable. */
  pausedAt: instant(),
  version: integer().notNull().default(1),
});

export const groupSession = table('group_session', {
  id,
  offerId: uuid().notNull(),
  jobCentreId: uuid().notNull(),
  caseworkerId: uuid().notNull(),
  roomId: uuid(),
  startsAt: instant().notNull(),
  endsAt: instant().notNull(),
  seats: integer().notNull(),
});
