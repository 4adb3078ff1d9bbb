import type { Closing } from './model.ts';
import type { Reader } from './reader.ts';
import { fromMinute } from './slot.ts';

type Weekly = {
  caseworkerId: string;
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom: string;
  validTo: string | null;
  everyWeeks: number;
};
type Dated = { caseworkerId: string; day: string; startMinute: number | null; endMinute: number | null };
/** `lastDay`: the last one on which she works there; null when she stays. */
type Person = { id: string; lastDay: string | null; teams: string[]; competences: number[] };

/** What a job centre has set up, as far as the engine needs it. */
export type Centre = {
  zone: string;
  holidays: boolean;
  /** In id order. */
  people: Person[];
  hours: Map<string, Weekly[]>;
  breaks: Map<string, Weekly[]>;
  exceptions: Map<string, Dated[]>;
  closings: (Closing & { teamId: string | null })[];
  rooms: string[];
};

/** Reads a job centre's set-up, of all its caseworkers or of those named. Throws when there is no such centre. */
export async function loadCentre(
  reader: Reader,
  id: string,
  among: readonly string[] | null,
): Promise<Centre> {
  const only = [id, among && `{${among.join(',')}}`];
  const mine = 'job_centre_id = $1 and ($2::uuid[] is null or caseworker_id = any ($2))';
  const weekly = `caseworker_id as "caseworkerId", weekday, start_minute as "startMinute", end_minute as "endMinute",
    valid_from::text as "validFrom", valid_to::text as "validTo"`;
  const [centres, people, hours, breaks, exceptions, closings, rooms] = await Promise.all([
    reader.query<{ zone: string; holidays: boolean }>(
      'select zone, public_holidays as holidays from job_centre where id = $1',
      [id],
    ),
    reader.query<Person>(
      `select c.id, least(c.ended_on, e.last_day)::text as "lastDay",
        array(select team_id::text from membership m where m.caseworker_id = c.id and m.job_centre_id = $1) as teams,
        array(select interview_type from competence k where k.caseworker_id = c.id and k.job_centre_id = $1) as competences
       from caseworker c left join employment e on e.caseworker_id = c.id and e.job_centre_id = $1
       where c.id in (select caseworker_id from membership where ${mine} union select caseworker_id from employment where ${mine})
       order by c.id`,
      only,
    ),
    reader.query<Weekly>(
      `select ${weekly}, every_weeks as "everyWeeks" from working_hours where ${mine}`,
      only,
    ),
    reader.query<Weekly>(`select ${weekly} from work_break where ${mine}`, only),
    reader.query<Dated>(
      `select caseworker_id as "caseworkerId", day::text, start_minute as "startMinute", end_minute as "endMinute"
       from hours_exception where ${mine}`,
      only,
    ),
    reader.query<Closing & { teamId: string | null }>(
      `select day::text, json_build_object('da', name, 'en', name) as name, start_minute as "startMinute", end_minute as "endMinute", team_id as "teamId",
        case when team_id is not null then array(select caseworker_id::text from membership m where m.team_id = d.team_id)
          when place_id is not null then array(select caseworker_id::text from membership m
            where m.team_id in (select id from team where team.place_id = d.place_id)) end as "caseworkerIds"
       from closing_day d where job_centre_id = $1`,
      [id],
    ),
    reader.query<{ id: string }>('select id from room where job_centre_id = $1 order by id', [id]),
  ]);
  const [centre] = centres;
  if (!centre) throw new Error('The offer’s job centre cannot be read.');
  const lastDays = new Map(people.map((person) => [person.id, person.lastDay]));
  const byCaseworker = <Row extends { caseworkerId: string }>(rows: Row[]) =>
    Map.groupBy(rows, (row) => row.caseworkerId);
  const weeklyUntilLastDay = <Row extends Omit<Weekly, 'everyWeeks'>>(rows: Row[]) =>
    byCaseworker(rows.flatMap((row) => until(row, lastDays.get(row.caseworkerId) ?? null)));
  return {
    ...centre,
    people,
    hours: weeklyUntilLastDay(hours),
    breaks: weeklyUntilLastDay(breaks),
    exceptions: byCaseworker(
      exceptions.filter((row) => row.day <= (lastDays.get(row.caseworkerId) ?? row.day)),
    ),
    closings,
    rooms: rooms.map((room) => room.id),
  };
}

/** A pattern as far as the last day; none that begins later. */
function until<Row extends Omit<Weekly, 'everyWeeks'>>(row: Row, lastDay: string | null): Row[] {
  if (lastDay === null || (row.validTo !== null && row.validTo <= lastDay)) return [row];
  return row.validFrom > lastDay ? [] : [{ ...row, validTo: lastDay }];
}

/** Ids of those who match the offer's team and competence and still work there. */
export function peopleFor(
  centre: Centre,
  ask: {
    offer: { teamId: string | null; interviewType: number };
    caseworkerId?: string | null;
    among?: readonly string[];
  },
  now: number,
): string[] {
  const { offer } = ask;
  const today = fromMinute(now).toISOString().slice(0, 10);
  return centre.people
    .filter(
      (person) =>
        (person.lastDay === null || person.lastDay >= today) &&
        (offer.teamId === null || person.teams.includes(offer.teamId)) &&
        person.competences.includes(offer.interviewType) &&
        (!ask.caseworkerId || person.id === ask.caseworkerId) &&
        (!ask.among || ask.among.includes(person.id)),
    )
    .map((person) => person.id);
}

/** A caseworker's dated exceptions as the engine takes them, a date at a time. */
export function datedHours(rows: readonly Dated[]) {
  return [...Map.groupBy(rows, (row) => row.day)].map(([date, pieces]) => ({
    day: date,
    pieces: pieces
      .flatMap(({ startMinute, endMinute }): [number, number][] =>
        startMinute === null || endMinute === null ? [] : [[startMinute, endMinute]],
      )
      .sort((a, b) => a[0] - b[0]),
  }));
}
