import { m } from '#lib/generated/paraglide/messages.js';

const entities: Record<string, () => string> = {
  booking: m.entity_booking,
  booking_message: m.entity_booking_message,
  booking_note: m.entity_booking_note,
  booking_contact: m.entity_booking_contact,
  deadline: m.entity_deadline,
  request: m.entity_request,
  request_message: m.entity_request_message,
  citizen: m.entity_citizen,
  citizen_identity: m.entity_citizen_identity,
  assignment: m.entity_assignment,
  power_of_attorney: m.entity_power_of_attorney,
  caseworker: m.entity_caseworker,
  employment: m.entity_employment,
  membership: m.entity_membership,
  competence: m.entity_competence,
  working_hours: m.entity_working_hours,
  work_break: m.entity_work_break,
  hours_exception: m.entity_hours_exception,
  absence: m.entity_absence,
  external_busy: m.entity_external_busy,
  job_centre: m.entity_job_centre,
  place: m.entity_place,
  team: m.entity_team,
  room: m.entity_room,
  closing_day: m.entity_closing_day,
  offer: m.entity_offer,
  group_session: m.entity_group_session,
  user_account: m.entity_user_account,
  role_grant: m.entity_role_grant,
  api_token: m.entity_api_token,
  other_actor: m.entity_other_actor,
  erasure: m.entity_erasure,
};
const own = <Value>(of: Record<string, Value>, name: string): Value | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;

/** What a table holds, in words; its own name where there are none. */
export const entityName = (table: string) => own(entities, table)?.() ?? table;

const actions: Record<string, () => string> = {
  INSERT: m.action_INSERT,
  UPDATE: m.action_UPDATE,
  DELETE: m.action_DELETE,
};
export const actionName = (action: string) => own(actions, action)?.() ?? action;

/** A column's name as a reader can say it: its own, without underscores. */
export const fieldName = (column: string) => column.replace(/_id$/, '').replaceAll('_', ' ');

const kinds: Record<string, () => string> = {
  read: m.look_read,
  live: m.look_live,
  cpr: m.look_cpr,
  search: m.look_search,
};
export const kindName = (kind: string) => own(kinds, kind)?.() ?? kind;

const purposes: Record<string, () => string> = {
  identify: m.look_identify,
  prepare: m.look_prepare,
  book: m.look_book,
  record: m.look_record,
  audit: m.look_audit,
};
export const purposeName = (purpose: string) => own(purposes, purpose)?.() ?? purpose;

/** How one citizen is told from another where nobody may know who she is: the beginning of her id. */
export const citizenMark = (id: string) => atob(id).split(':')[1]?.slice(0, 8) ?? '';
