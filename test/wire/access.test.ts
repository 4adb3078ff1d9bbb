import { schema } from '@planner/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveCpr } from '../src/cpr.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
let booking: string;
let closedRequest: string;
let place: string;
let closingDay: string;
let administratorRole: string;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const { ids, owner } = planner;
  booking = await addTalk(planner, 'carla', 8);
  await owner`select log_access(${ids['user mette'] as string}, ${[ids['carla'] as string]}, 'Arrange', 'read', null)`;
  await owner`insert into deadline (job_centre_id, citizen_id, interview_type, book_by, hold_by)
    values (${ids['north'] as string}, ${ids['carla'] as string}, 7, '2030-01-01', '2030-01-02')`;
  await owner`update citizen set own_caseworker_id = ${ids['mette'] as string} where id = ${ids['carla'] as string}`;
  await giveCpr(planner, 'carla', '0203041234');
  await owner`insert into absence (resource_id, during)
    values (${ids['mette'] as string}, tstzrange(${planner.at(12)}, ${planner.at(13)}))`;
  await owner`insert into form_span (caseworker_id, starts_at, ends_at, forms)
    values (${ids['mette'] as string}, ${planner.at(12)}, ${planner.at(13)}, '{PHONE}')`;
  const [request] =
    await owner`insert into request (number, job_centre_id, citizen_id, kind, created_at, state, answered_at)
    values ('A-2026-000001', ${ids['north'] as string}, ${ids['carla'] as string}, 'call', now(), 'answered', now()) returning id`;
  closedRequest = request?.['id'];
  const [house] =
    await owner`insert into place (job_centre_id, name) values (${ids['north'] as string}, 'House') returning id`;
  place = house?.['id'];
  const [closed] = await owner`insert into closing_day (job_centre_id, place_id, day, name)
    values (${ids['north'] as string}, ${place}, '2030-01-01', 'Moving') returning id`;
  closingDay = closed?.['id'];
  const [grant] = await owner`select id from role_grant where user_id = ${ids['user ida'] as string}`;
  administratorRole = grant?.['id'];
});
afterAll(() => planner[Symbol.asyncDispose]());

const people = ['nobody', 'anna', 'carla', 'mette', 'sven', 'olav'] as const;
/** Whose roles give them carla, and whose don't: unless a row says otherwise they get what mette and sven get. */
const like = {
  ida: 'mette',
  lea: 'mette',
  rita: 'sven',
  mads: 'sven',
  karl: 'sven',
  kai: 'sven',
  otto: 'sven',
} as const;
type Person = (typeof people)[number] | keyof typeof like;
type Seen = Record<Person, string>;
const without = (code: string) => ({ rita: code, mads: code, karl: code, kai: code, otto: code });
const everybody = [...people, ...Object.keys(like)] as Person[];

/**
 * What each persona gets of data about carla, a citizen of North assigned to olav's organisation: `yes`, `none` (null or
 * an empty list) or `refused`. Public data is `yes` for all.
 */
const matrix: Record<string, { query: () => string; seen: Seen }> = {
  'Query.viewer': { query: () => '{ viewer { kind } }', seen: row('yes', 'yes', 'yes', 'yes', 'yes', 'yes') },
  'Query.jobCentres': {
    query: () => '{ jobCentres { code } }',
    seen: row('yes', 'yes', 'yes', 'yes', 'yes', 'yes'),
  },
  'Query.jobCentre': {
    query: () => `{ jobCentre(id: "${planner.gid('JobCentre', 'north')}") { name } }`,
    seen: row('yes', 'yes', 'yes', 'yes', 'yes', 'yes'),
  },
  'Mutation.saveTeam': {
    query:
      () => `mutation { saveTeam(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "", members: [],
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.removeTeam': {
    query: () =>
      `mutation { removeTeam(input: { team: { id: "${planner.gid('Team', 'north team')}", version: 1 } }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'HAS_MEMBERS' }),
  },
  'Mutation.savePlace': {
    query: () => `mutation { savePlace(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.removePlace': {
    query: () =>
      `mutation { removePlace(input: { place: { id: "${gid('Place', place)}", version: 1 } }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'IN_USE' }),
  },
  'Mutation.saveClosingDays': {
    query:
      () => `mutation { saveClosingDays(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "",
      from: "2030-01-01", rehearse: true, idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.removeClosingDay': {
    query: () =>
      `mutation { removeClosingDay(input: { closingDay: { id: "${gid('ClosingDay', closingDay)}", version: 9 } }) {
        ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'OUTDATED' }),
  },
  'Mutation.keepPublicHolidays': {
    query:
      () => `mutation { keepPublicHolidays(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", closed: false,
      rehearse: true }) { ... on Refusal { code } ... on Rehearsal { holds } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'yes' }),
  },
  'Mutation.saveOffer': {
    query: () => `mutation { saveOffer(input: { jobCentre: "${planner.gid('JobCentre', 'north')}",
      settings: { titleDa: "", titleEn: "", interviewType: 7, forms: [PHONE], seats: 1, groups: [], assignment: OWN_FIRST,
        durationMinutes: 30, gridMinutes: 30, gridFrom: PIECE, bufferBeforeMinutes: 0, bufferAfterMinutes: 0,
        roomBufferMinutes: 0, needsRoom: false, noticeMinutes: 0, horizonDays: 84, rebookUntilMinutes: 0,
        cancelUntilMinutes: 0, maxOpen: 1 }, idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Query.offerPreview': {
    query: () => `{ offerPreview(input: { jobCentre: "${planner.gid('JobCentre', 'north')}",
      settings: { titleDa: "a", titleEn: "a", interviewType: 7, forms: [PHONE], seats: 1, groups: [], assignment: OWN_FIRST,
        durationMinutes: 30, gridMinutes: 30, gridFrom: PIECE, bufferBeforeMinutes: 0, bufferAfterMinutes: 0,
        roomBufferMinutes: 0, needsRoom: false, noticeMinutes: 0, horizonDays: 84, rebookUntilMinutes: 0,
        cancelUntilMinutes: 0, maxOpen: 1 } }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'yes' }),
  },
  'Mutation.changeOffers': {
    query:
      () => `mutation { changeOffers(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", offers: [],
      figure: MAX_OPEN, value: 1, idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.pauseOffer': {
    query: () =>
      `mutation { pauseOffer(input: { offer: "${planner.gid('Offer', 'offer')}", paused: false }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'yes' }),
  },
  'Mutation.addUser': {
    query: () => `mutation { addUser(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "",
      role: { role: MANAGER, from: "2031-01-01" }, idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
      lea: 'NOT_FOUND',
    }),
  },
  'Mutation.saveUser': {
    query: () => `mutation { saveUser(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "x",
      user: { id: "${planner.gid('User', 'user mette')}", version: 99 } }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'OUTDATED' }),
  },
  'Mutation.giveRole': {
    query: () => `mutation { giveRole(input: { jobCentre: "${planner.gid('JobCentre', 'north')}",
      user: "${planner.gid('User', 'user mette')}", role: { role: MANAGER, from: "2021-01-01" },
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.endRole': {
    query: () =>
      `mutation { endRole(input: { role: "${gid('RoleGrant', administratorRole)}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'LAST_ADMINISTRATOR',
    }),
  },
  'Mutation.saveOtherActor': {
    query:
      () => `mutation { saveOtherActor(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.assignCitizens': {
    query:
      () => `mutation { assignCitizens(input: { otherActor: "${planner.gid('OtherActor', 'actor')}", assignments: [
      { citizen: "${planner.gid('Citizen', 'anna')}", from: "2021-01-01", reason: "x" }],
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.endAssignment': {
    query: () =>
      `mutation { endAssignment(input: { assignment: "${gid('Assignment', crypto.randomUUID())}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.previewAssignments': {
    query:
      () => `mutation { previewAssignments(input: { otherActor: "${planner.gid('OtherActor', 'actor')}", lines: [
      { line: 1, cpr: "020304-1234", from: "", to: "", reason: "x" }] }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'yes',
      ...without('NO_CPR_RIGHT'),
    }),
  },
  'Query.arriving': {
    query: () => `{ arriving(jobCentre: "${planner.gid('JobCentre', 'north')}") { name } }`,
    seen: row('refused', 'refused', 'refused', 'none', 'none', 'none'),
  },
  'Query.received': {
    query: () =>
      `{ received(jobCentre: "${planner.gid('JobCentre', 'north')}", search: "carla cit") { name nextTalk { startsAt } } }`,
    seen: row('refused', 'refused', 'refused', 'none', 'none', 'none', { rita: 'yes' }),
  },
  'Mutation.receive': {
    query: () =>
      `mutation { receive(input: { booking: "${gid('Booking', booking)}", arrived: true }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.createJobCentre': {
    query:
      () => `mutation { createJobCentre(input: { code: "x", name: "x", administrator: "x", email: "x@y.example",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      otto: 'INVALID_INPUT',
    }),
  },
  'Query.teams': {
    query: () => '{ teams { name } }',
    seen: row('refused', 'refused', 'refused', 'yes', 'yes', 'yes', { otto: 'none' }),
  },
  'Query.node': {
    query: () => `{ node(id: "${planner.gid('Citizen', 'carla')}") { id } }`,
    seen: row('none', 'none', 'yes', 'yes', 'none', 'yes'),
  },
  'Query.nodes': {
    query: () => `{ nodes(ids: ["${planner.gid('Citizen', 'carla')}"]) { id } }`,
    seen: row('none', 'none', 'yes', 'yes', 'none', 'yes'),
  },
  'Query.offer': {
    query: () => `{ offer(id: "${planner.gid('Offer', 'offer')}") { title } }`,
    seen: row('yes', 'yes', 'yes', 'yes', 'yes', 'yes'),
  },
  'Query.offers': {
    // Carla has booked the one talk that she may have.
    query: () => '{ offers(first: 1) { edges { node { title } } } }',
    seen: row('refused', 'yes', 'none', 'yes', 'yes', 'yes', { otto: 'none' }),
  },
  'Query.accessLog': {
    query: () => `{ accessLog(citizen: "${planner.gid('Citizen', 'carla')}") { edges { node { kind } } } }`,
    seen: row('refused', 'none', 'yes', 'none', 'none', 'none'),
  },
  'Query.offersNotOpen': {
    query: () => '{ offersNotOpen { code } }',
    seen: row('refused', 'none', 'yes', 'none', 'none', 'none'),
  },
  'Query.booking': {
    query: () => `{ booking(id: "${gid('Booking', booking)}") { id } }`,
    seen: row('none', 'none', 'yes', 'yes', 'none', 'yes'),
  },
  'Query.bookings': {
    query: () => `{ bookings(citizen: "${planner.gid('Citizen', 'carla')}") { edges { node { id } } } }`,
    seen: row('refused', 'none', 'yes', 'yes', 'none', 'yes'),
  },
  'Query.deadlines': {
    query: () => `{ deadlines(citizen: "${planner.gid('Citizen', 'carla')}") { id } }`,
    seen: row('refused', 'none', 'yes', 'yes', 'none', 'yes'),
  },
  'Query.citizens': {
    query: () => '{ citizens(search: "carla") { id } }',
    seen: row('refused', 'refused', 'refused', 'yes', 'none', 'yes'),
  },
  'Query.requests': {
    query: () => `{ requests(citizen: "${planner.gid('Citizen', 'carla')}") { edges { node { id } } } }`,
    seen: row('refused', 'none', 'yes', 'yes', 'none', 'yes'),
  },
  'Query.calendar': {
    query: () =>
      `{ calendar(team: "${planner.gid('Team', 'north team')}", from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { id } }`,
    seen: row('refused', 'refused', 'refused', 'none', 'none', 'none'),
  },
  'Query.absences': {
    query: () =>
      `{ absences(team: "${planner.gid('Team', 'north team')}", from: "${planner.at(0).toISOString()}", to: "${planner.at(24).toISOString()}") { id } }`,
    seen: row('refused', 'refused', 'refused', 'yes', 'none', 'yes'),
  },
  'Query.formSpans': {
    query: () =>
      `{ formSpans(team: "${planner.gid('Team', 'north team')}", from: "${planner.at(0).toISOString()}", to: "${planner.at(24).toISOString()}") { id } }`,
    seen: row('refused', 'refused', 'refused', 'yes', 'none', 'yes'),
  },
  'Mutation.enterFormSpan': {
    query:
      () => `mutation { enterFormSpan(input: { caseworker: "${planner.gid('Caseworker', 'mette')}", forms: [PHONE],
      startsAt: "2021-01-01T00:00:00Z", endsAt: "2021-01-01T01:00:00Z", idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'INVALID_INPUT', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.removeFormSpan': {
    query: () =>
      `mutation { removeFormSpan(input: { formSpan: "${gid('FormSpan', crypto.randomUUID())}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Query.caseworkerDay': {
    query: () =>
      `{ caseworkerDay(caseworker: "${planner.gid('Caseworker', 'mette')}", date: "2026-01-01") { talks { id } } }`,
    seen: row('refused', 'refused', 'refused', 'yes', 'yes', 'yes'),
  },
  'Query.followUps': {
    query: () => `{ followUps(caseworker: "${planner.gid('Caseworker', 'mette')}") { citizen { id } } }`,
    seen: row('refused', 'refused', 'refused', 'none', 'none', 'none'),
  },
  'Mutation.saveCaseworker': {
    query:
      () => `mutation { saveCaseworker(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", name: "", email: "",
      teams: [], competences: [], idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.endCaseworker': {
    query: () => `mutation { endCaseworker(input: { jobCentre: "${planner.gid('JobCentre', 'north')}",
      caseworker: { id: "${planner.gid('Caseworker', 'mette')}", version: 99 } }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', { ida: 'OUTDATED' }),
  },
  'Mutation.setWorkingHours': {
    query: () => `mutation { setWorkingHours(input: { jobCentre: "${planner.gid('JobCentre', 'north')}",
      caseworker: { id: "${planner.gid('Caseworker', 'mette')}", version: 99 }, from: "2020-01-01", days: [],
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'INVALID_INPUT',
    }),
  },
  'Mutation.registerArrival': {
    query: () =>
      `mutation { registerArrival(input: { booking: "${gid('Booking', booking)}", arrived: true }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'ANOTHER_DAY', 'NOT_FOUND', 'ANOTHER_DAY'),
  },
  'Query.talksHit': {
    query: () =>
      `{ talksHit(caseworkers: ["${planner.gid('Caseworker', 'mette')}"], from: "${planner.at(7).toISOString()}", to: "${planner.at(9).toISOString()}") { id } }`,
    seen: row('refused', 'refused', 'refused', 'yes', 'none', 'yes'),
  },
  'Mutation.enterAbsence': {
    query:
      () => `mutation { enterAbsence(input: { caseworkers: ["${planner.gid('Caseworker', 'mette')}"], kind: MEETING,
      startsAt: "2021-01-01T00:00:00Z", endsAt: "2021-01-01T01:00:00Z", idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'INVALID_INPUT', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.removeAbsence': {
    query: () =>
      `mutation { removeAbsence(input: { absence: "${gid('Absence', crypto.randomUUID())}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.addExtraHours': {
    query:
      () => `mutation { addExtraHours(input: { caseworker: "${planner.gid('Caseworker', 'mette')}", day: "2021-01-01",
      startMinute: 540, endMinute: 600 }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'INVALID_INPUT', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.holdSlot': {
    query:
      () => `mutation { holdSlot(input: { offer: "${planner.gid('Offer', 'offer')}", startsAt: "2021-01-01T00:00:00Z", form: PHONE,
      citizen: "${planner.gid('Citizen', 'carla')}", idempotencyKey: "${crypto.randomUUID()}" }) { __typename ... on Refusal { code } } }`,
    seen: row('refused', 'NOT_FOUND', 'NOTICE', 'NOTICE', 'NOT_FOUND', 'NOTICE'),
  },
  ...Object.fromEntries(
    (['prolongHold', 'releaseHold'] as const).map((name) => [
      `Mutation.${name}`,
      {
        query: () =>
          `mutation { ${name}(input: { hold: "${gid('Hold', crypto.randomUUID())}" }) { ... on Refusal { code } } }`,
        seen: row('refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
      },
    ]),
  ),
  'Mutation.confirmBooking': {
    query: () =>
      `mutation { confirmBooking(input: { hold: "${gid('Hold', booking)}", idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'NOT_FOUND', 'HOLD_EXPIRED', 'HOLD_EXPIRED', 'NOT_FOUND', 'HOLD_EXPIRED'),
  },
  'Mutation.rescheduleBooking': {
    query:
      () => `mutation { rescheduleBooking(input: { booking: "${gid('Booking', booking)}", startsAt: "2021-01-01T00:00:00Z",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'NOT_FOUND', 'NOTICE', 'NOTICE', 'NOT_FOUND', 'NOTICE'),
  },
  'Mutation.bookOverlapping': {
    query:
      () => `mutation { bookOverlapping(input: { offer: "${planner.gid('Offer', 'offer')}", startsAt: "2021-01-01T00:00:00Z", form: PHONE,
      caseworker: "${planner.gid('Caseworker', 'mette')}", citizen: "${planner.gid('Citizen', 'carla')}",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'PAST', 'NOT_FOUND', 'PAST'),
  },
  'Mutation.bookOnBehalf': {
    query:
      () => `mutation { bookOnBehalf(input: { offer: "${planner.gid('Offer', 'offer')}", startsAt: "2021-01-01T00:00:00Z", form: PHONE,
      citizen: "${planner.gid('Citizen', 'carla')}", idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOTICE', 'NOT_FOUND', 'NOTICE'),
  },
  'Mutation.changeBooking': {
    query: () =>
      `mutation { changeBooking(input: { booking: "${gid('Booking', booking)}", form: DIGITAL, idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'INVALID_INPUT', 'NOT_FOUND', 'INVALID_INPUT'),
  },
  'Mutation.undoBooking': {
    query: () =>
      `mutation { undoBooking(input: { booking: "${gid('Booking', booking)}", idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_UNDOABLE', 'NOT_FOUND', 'NOT_UNDOABLE'),
  },
  'Mutation.addNote': {
    query: () =>
      `mutation { addNote(input: { booking: "${gid('Booking', booking)}", note: "Hej", idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'yes', 'NOT_FOUND', 'yes'),
  },
  'Mutation.findCitizen': {
    query: () =>
      'mutation { findCitizen(input: { cpr: "020304-1234", purpose: IDENTIFY }) { ... on Refusal { code } } }',
    seen: row('refused', 'refused', 'refused', 'yes', 'NOT_FOUND', 'yes', without('NO_CPR_RIGHT')),
  },
  'Mutation.findForAudit': {
    query: () => 'mutation { findForAudit(input: { cpr: "020304-1234" }) { ... on Refusal { code } } }',
    seen: row('refused', 'refused', 'refused', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', {
      ida: 'yes',
      karl: 'yes',
    }),
  },
  'Mutation.revealCpr': {
    query: () =>
      `mutation { revealCpr(input: { citizen: "${planner.gid('Citizen', 'carla')}", purpose: BOOK }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'yes', 'NOT_FOUND', 'yes'),
  },
  'Mutation.updateMyDetails': {
    query: () =>
      `mutation { updateMyDetails(input: { citizen: "${planner.gid('Citizen', 'carla')}", phone: "1" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'NOT_FOUND', 'INVALID_INPUT', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.makeRequest': {
    query: () =>
      `mutation { makeRequest(input: { kind: DEADLINE, citizen: "${planner.gid('Citizen', 'carla')}",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'NOT_FOUND', 'INVALID_INPUT', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.answerRequest': {
    query: () =>
      `mutation { answerRequest(input: { request: "${gid('Request', closedRequest)}", answer: "x" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'refused', 'refused', 'NOT_OPEN', 'NOT_FOUND', 'NOT_OPEN'),
  },
  'Mutation.withdrawRequest': {
    query: () =>
      `mutation { withdrawRequest(input: { request: "${gid('Request', closedRequest)}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'NOT_FOUND', 'NOT_OPEN', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  },
  'Mutation.cancelBooking': {
    query:
      () => `mutation { cancelBooking(input: { booking: "${gid('Booking', booking)}", reason: "${'x'.repeat(600)}",
      idempotencyKey: "${crypto.randomUUID()}" }) { ... on Refusal { code } } }`,
    seen: row('refused', 'INVALID_INPUT', 'INVALID_INPUT', 'INVALID_INPUT', 'INVALID_INPUT', 'INVALID_INPUT'),
  },
};

/** Held by test/wire/live.test.ts, over the socket. */
const elsewhere = ['Subscription.slots', 'Subscription.calendar'];

describe('the access matrix', () => {
  it('has a row for every root field', () => {
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
      (type) => Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
    );
    expect([...Object.keys(matrix), ...elsewhere].sort()).toEqual(fields.sort());
  });

  it.each(Object.keys(matrix))('%s', async (name) => {
    const { query, seen } = matrix[name] as (typeof matrix)[string];
    const got: Partial<Seen> = {};
    for (const who of everybody) got[who] = outcome(await ask(who, query()));
    expect(got).toEqual(seen);
  });

  it('someone else’s booking is word for word as unknown as one that isn’t there', async () => {
    const there = await ask(
      'sven',
      `{ booking(id: "${gid('Booking', booking)}") { id startsAt citizen { name } } }`,
    );
    const not = await ask(
      'sven',
      `{ booking(id: "${gid('Booking', crypto.randomUUID())}") { id startsAt citizen { name } } }`,
    );
    expect(there).toEqual(not);
  });

  it('an offer tells of a citizen’s own caseworker to those who see the citizen', async () => {
    const got: Partial<Seen> = {};
    const query = `{ offer(id: "${planner.gid('Offer', 'offer')}") {
      ownCaseworker(citizen: "${planner.gid('Citizen', 'carla')}") { name } } }`;
    for (const who of everybody) got[who] = outcome({ data: (await ask(who, query)).data?.offer });
    expect(got).toEqual(row('none', 'none', 'yes', 'yes', 'none', 'yes'));
  });

  it('ends for the other actor when the assignment ends', async () => {
    await planner.owner`update assignment set during = daterange('2020-01-01', '2021-01-01')`;
    expect(outcome(await ask('olav', `{ booking(id: "${gid('Booking', booking)}") { id } }`))).toBe('none');
  });

  it('staff’s look at a citizen is in the access log before the answer leaves', async () => {
    await ask('mette', `query Look { booking(id: "${gid('Booking', booking)}") { citizen { name } } }`);
    const rows =
      await planner.owner`select operation, citizen_id, viewer_id from access_log where operation = 'Look'`;
    expect([...rows]).toEqual([
      { operation: 'Look', citizen_id: planner.ids['carla'], viewer_id: planner.ids['user mette'] },
    ]);
  });
});

/** Nobody has no token: asked in process, since without a credential only trusted documents run over HTTP. */
async function ask(who: string, query: string): Promise<{ data?: { offer?: object }; errors?: unknown[] }> {
  if (who !== 'nobody') return planner.ask(who, query);
  return planner.askAsNobody(query);
}

/** What `people` get, in their order; then what those get who are not like one of them here. */
function row(...seen: (string | Partial<Seen>)[]): Seen {
  const told = Object.fromEntries(people.map((who, i) => [who, seen[i]])) as Seen;
  const others = Object.entries(like).map(([who, as]) => [who, told[as]]);
  return { ...told, ...Object.fromEntries(others), ...(seen[people.length] as Partial<Seen> | undefined) };
}
const gid = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

function outcome(answer: { data?: object; errors?: unknown[] }): string {
  const value = Object.values(answer.data ?? {})[0] as unknown;
  if (answer.errors) return 'refused';
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.every((item) => item === null) ? 'none' : 'yes';
  const { code, edges } = value as { code?: string; edges?: unknown[] };
  if (edges) return edges.length > 0 ? 'yes' : 'none';
  return code ?? 'yes';
}
