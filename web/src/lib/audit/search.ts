import { addDays, instantOf, isLocalDate } from '#lib/dates.ts';

/** Tables that belong together for who searches. */
export const groups = {
  talks: ['booking', 'booking_message', 'booking_note', 'booking_contact'],
  deadlines: ['deadline', 'request', 'request_message'],
  citizens: ['citizen', 'citizen_identity', 'assignment', 'power_of_attorney'],
  people: [
    'caseworker',
    'employment',
    'membership',
    'competence',
    'working_hours',
    'work_break',
    'hours_exception',
    'absence',
  ],
  setup: ['job_centre', 'place', 'team', 'room', 'closing_day', 'offer', 'group_session'],
  access: ['user_account', 'role_grant', 'api_token', 'other_actor'],
} as const satisfies Record<string, readonly string[]>;
export type Group = keyof typeof groups;

/** What is searched for stands in the address, so that it can be sent on; a citizen stands there by id, never by number. */
export function searchOf(url: URL, zone: string) {
  const get = (name: string) => url.searchParams.get(name) || undefined;
  const date = (name: string) => {
    const text = get(name) ?? '';
    return isLocalDate(text) ? text : undefined;
  };
  const [from, to] = [date('from'), date('to')];
  const group = get('group');
  return {
    shown: { who: get('who'), citizen: get('citizen'), caseworker: get('caseworker'), group, from, to },
    search: {
      who: get('who'),
      citizen: get('citizen'),
      from: from && instantOf(from, zone),
      to: to && instantOf(addDays(to, 1), zone),
      after: get('after'),
    },
    entities: group && Object.hasOwn(groups, group) ? [...groups[group as Group]] : undefined,
  };
}
