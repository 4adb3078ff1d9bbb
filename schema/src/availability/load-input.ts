import type { Handle, offer } from '@planner/db';
import { type Audience, type EngineInput, packSpans, packTalks } from './engine.ts';
import { publicHolidays } from './holidays.ts';
import { toMinute } from './slot.ts';

type Offer = typeof offer.$inferSelect;
type Weekly = {
  caseworkerId: string;
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom: string;
  validTo: string | null;
  everyWeeks: number;
};

/** What is read for one offer and window, ready for the engine. Holds that have lapsed are left out. */
export type Loaded = { input: EngineInput; names: { caseworker: Map<string, string> } };

const week = 7 * 24 * 60;

/**
 * Reads the engine's input. `from` and `to` bound the start times asked for; `exceptClaim` leaves out the booking that
 * is being moved. Eight flat statements, sent together.
 */
export async function loadInput(
  handle: Handle,
  ask: {
    offer: Offer;
    from: Date;
    to: Date;
    audience: Audience;
    exceptClaim?: string | null;
    caseworkerId?: string | null;
  },
): Promise<Loaded> {
  const { offer } = ask;
  const counts =
    offer.weeklyCap !== null || offer.quotaPerWeek !== null || offer.assignment === 'leastLoaded';
  const margin = (counts ? week : 24 * 60) * 60_000;
  const span = [
    new Date(ask.from.getTime() - margin).toISOString(),
    new Date(ask.to.getTime() + margin).toISOString(),
  ];
  const chosen = `select c.id from caseworker c where (c.ended_on is null or c.ended_on >= planner_now()::date)
    and exists (select from membership m where m.caseworker_id = c.id and m.job_centre_id = $1 and ($2::uuid is null or m.team_id = $2))
    and exists (select from competence k where k.caseworker_id = c.id and k.job_centre_id = $1 and k.interview_type = $3)
    and ($4::uuid is null or c.id = $4)`;
  const who = [offer.jobCentreId, offer.teamId, offer.interviewType, ask.caseworkerId ?? null];
  const [centres, people, hours, breaks, exceptions, closings, taken, rooms, sessions, quota] =
    await Promise.all([
      handle.query<{ zone: string; holidays: boolean; now: string }>(
        'select zone, public_holidays as holidays, extract(epoch from planner_now())::float8 as now from job_centre where id = $1',
        [offer.jobCentreId],
      ),
      handle.query<{ id: string; name: string }>(
        `select id, name from caseworker where id in (${chosen}) order by id`,
        who,
      ),
      handle.query<Weekly>(
        `select caseworker_id as "caseworkerId", weekday, start_minute as "startMinute", end_minute as "endMinute",
        valid_from::text as "validFrom", valid_to::text as "validTo", every_weeks as "everyWeeks"
       from working_hours where job_centre_id = $1 and caseworker_id in (${chosen})`,
        who,
      ),
      handle.query<Weekly>(
        `select caseworker_id as "caseworkerId", weekday, start_minute as "startMinute", end_minute as "endMinute",
        valid_from::text as "validFrom", valid_to::text as "validTo"
       from work_break where job_centre_id = $1 and caseworker_id in (${chosen})`,
        who,
      ),
      handle.query<{
        caseworkerId: string;
        day: string;
        startMinute: number | null;
        endMinute: number | null;
      }>(
        `select caseworker_id as "caseworkerId", day::text, start_minute as "startMinute", end_minute as "endMinute"
       from hours_exception where job_centre_id = $1 and caseworker_id in (${chosen}) and day between $5::date and $6::date`,
        [...who, ...span],
      ),
      handle.query<{ day: string; startMinute: number; endMinute: number; members: string[] | null }>(
        `select day::text, start_minute as "startMinute", end_minute as "endMinute",
        case when team_id is not null then array(select caseworker_id from membership m where m.team_id = d.team_id) end as members
       from closing_day d where job_centre_id = $1 and day between $2::date and $3::date`,
        [offer.jobCentreId, ...span],
      ),
      handle.query<{
        kind: string;
        id: string;
        start: number;
        end: number;
        talk: number | null;
        expires: number | null;
      }>(
        `select 'talk' as kind, resource_id as id, extract(epoch from lower(during))::float8 / 60 as start,
          extract(epoch from upper(during))::float8 / 60 as end, extract(epoch from starts_at)::float8 / 60 as talk,
          extract(epoch from expires_at)::float8 / 60 as expires
        from occupancy where during && tstzrange($5, $6) and resource_id in (${chosen})
          and (expires_at is null or expires_at > planner_now()) and claim_id is distinct from $7
      union all select 'absence', resource_id, coalesce(extract(epoch from lower(during))::float8 / 60, 0),
          coalesce(extract(epoch from upper(during))::float8 / 60, 2000000000), null, null
        from absence where during && tstzrange($5, $6) and resource_id in (${chosen})
      union all select 'busy', resource_id, coalesce(extract(epoch from lower(during))::float8 / 60, 0),
          coalesce(extract(epoch from upper(during))::float8 / 60, 2000000000), null, null
        from external_busy where during && tstzrange($5, $6) and resource_id in (${chosen})`,
        [...who, ...span, ask.exceptClaim ?? null],
      ),
      offer.needsRoom
        ? handle.query<{ id: string; start: number | null; end: number | null }>(
            `select r.id, extract(epoch from lower(o.during))::float8 / 60 as start, extract(epoch from upper(o.during))::float8 / 60 as end
           from room r left join occupancy o on o.resource_id = r.id and o.during && tstzrange($2, $3)
             and (o.expires_at is null or o.expires_at > planner_now()) and o.claim_id is distinct from $4
           where r.job_centre_id = $1 order by r.id`,
            [offer.jobCentreId, ...span, ask.exceptClaim ?? null],
          )
        : [],
      offer.seats > 1
        ? handle.query<{
            id: string;
            start: number;
            end: number;
            seats: number;
            taken: number;
            caseworkerId: string;
          }>(
            `select id, extract(epoch from starts_at)::float8 / 60 as start, extract(epoch from ends_at)::float8 / 60 as end, seats,
            cardinality(seats_taken(id)) as taken, caseworker_id as "caseworkerId"
           from group_session where offer_id = $1 and starts_at >= $2 and starts_at < $3 order by starts_at`,
            [offer.id, ...span],
          )
        : [],
      offer.quotaPerDay !== null || offer.quotaPerWeek !== null
        ? handle.query<{ day: string; count: number }>(
            `select (o.starts_at at time zone j.zone)::date::text as day, count(*)::int as count
           from occupancy o, job_centre j where j.id = $1 and o.offer_id = $2 and o.kind = 'person'
             and o.starts_at >= $3 and o.starts_at < $4 and (o.expires_at is null or o.expires_at > planner_now())
             and o.claim_id is distinct from $5 group by 1`,
            [offer.jobCentreId, offer.id, ...span, ask.exceptClaim ?? null],
          )
        : [],
    ]);
  const centre = centres[0];
  if (!centre) throw new Error('The offer’s job centre cannot be read.');
  const of = <Row extends { caseworkerId: string }>(rows: Row[], id: string) =>
    rows.filter((row) => row.caseworkerId === id);
  // Grouped once: filtering all rows again for each caseworker cost seven times the statements themselves.
  const time = Map.groupBy(taken, (row) => `${row.kind} ${row.id}`);
  const spansOf = (kind: string, id: string) =>
    packSpans((time.get(`${kind} ${id}`) ?? []).map((row) => [Math.floor(row.start), Math.ceil(row.end)]));
  const input: EngineInput = {
    zone: centre.zone,
    now: Math.floor(Number(centre.now) / 60),
    from: toMinute(ask.from),
    to: toMinute(ask.to),
    offer: {
      ...offer,
      publishedFrom: offer.publishedFrom ? toMinute(offer.publishedFrom) : null,
      publishedTo: offer.publishedTo ? toMinute(offer.publishedTo) : null,
    },
    audience: people.some((row) => row.id === ask.audience.ownCaseworkerId)
      ? ask.audience
      : { ...ask.audience, ownCaseworkerId: null },
    caseworkers: people.map(({ id }) => ({
      id,
      hours: of(hours, id),
      breaks: of(breaks, id),
      exceptions: datedHours(of(exceptions, id)),
      absences: spansOf('absence', id),
      busy: spansOf('busy', id),
      talks: packTalks(
        (time.get(`talk ${id}`) ?? []).map((row) => {
          const start = row.talk as number;
          return { start, end: row.end, bufferBefore: start - row.start, bufferAfter: 0, counts: true };
        }),
      ),
    })),
    rooms: [...Map.groupBy(rooms, (row) => row.id)].map(([id, rows]) => ({
      id,
      busy: packSpans(
        rows.filter((row) => row.start !== null).map((row) => [row.start as number, row.end as number]),
      ),
    })),
    sessions: sessions.map((row) => ({ ...row, seatsTaken: row.taken, caseworkerIds: [row.caseworkerId] })),
    closings: [
      ...closings.map((row) => ({ ...row, caseworkerIds: row.members })),
      ...(centre.holidays ? publicHolidays(ask.from, ask.to) : []),
    ],
    quotaUsed: quota,
    holdExpiries: taken.flatMap((row) => (row.expires === null ? [] : [Math.ceil(row.expires)])),
  };
  return { input, names: { caseworker: new Map(people.map((row) => [row.id, row.name])) } };
}

function datedHours(rows: { day: string; startMinute: number | null; endMinute: number | null }[]) {
  const days = new Map<string, [number, number][]>();
  for (const row of rows) {
    const pieces = days.get(row.day) ?? [];
    if (row.startMinute !== null && row.endMinute !== null) pieces.push([row.startMinute, row.endMinute]);
    days.set(row.day, pieces);
  }
  return [...days].map(([day, pieces]) => ({ day, pieces: pieces.sort((a, b) => a[0] - b[0]) }));
}
