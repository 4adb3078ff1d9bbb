import type { Handle, offer } from '@planner/db';
import { type Audience, type Closing, type EngineInput, packSpans, packTalks } from './engine.ts';
import { publicHolidays } from './holidays.ts';
import { fromMinute, toMinute } from './slot.ts';

/** An epoch minute that never comes: an offer without a day of publication is a draft. */
const afterAllTime = 2 ** 31 - 1;

export type Offer = typeof offer.$inferSelect;
export type Ask = {
  offer: Offer;
  /** Start times asked for, half-open. */
  from: Date;
  to: Date;
  audience: Audience;
  caseworkerId?: string | null;
  /** Look at these only: they are who a command has locked. */
  among?: readonly string[];
  /** The claim of a booking that is being moved: its own time counts as free. */
  exceptClaim?: string | null;
};
/** Anything statements can be sent through: a viewer's handle, or the system's own connection. */
export type Reader = Pick<Handle, 'query'>;

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
type Person = { id: string; endedOn: string | null; teams: string[]; competences: number[] };

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
/** When a resource is taken: minutes since the epoch, talks with their buffers. */
export type Taken = {
  kind: 'talk' | 'absence' | 'busy';
  id: string;
  start: number;
  end: number;
  /** Of a talk: its own start, when a hold on it lapses, and its claim. */
  talk: number | null;
  expires: number | null;
  claim: string | null;
};
/** What concerns one offer only. */
export type OfOffer = {
  sessions: { id: string; start: number; end: number; seats: number; taken: number; caseworkerId: string }[];
  quota: { start: number; expires: number | null; claim: string }[];
};

const day = 24 * 60;
/** Monday 29 December 1969, from which weeks are counted. */
const firstMonday = -3 * day;
export const weekOf = (minutes: number) => Math.floor((minutes - firstMonday) / (7 * day));
export const startOfWeek = (week: number) => firstMonday + week * 7 * day;

/** Minutes whose rows bear on an answer: a day around it for buffers and zones, whole weeks where talks are counted. */
export function spanOf({ offer, from, to }: Ask): [number, number] {
  const counts =
    offer.weeklyCap !== null || offer.quotaPerWeek !== null || offer.assignment === 'leastLoaded';
  const [first, last] = [toMinute(from), toMinute(to)];
  return counts
    ? [startOfWeek(weekOf(first)) - day, startOfWeek(weekOf(last) + 1) + day]
    : [first - day, last + day];
}

/** Ids of those who match the offer's team and competence and still work there. */
export function peopleFor(centre: Centre, ask: Ask, now: number): string[] {
  const { offer } = ask;
  const today = fromMinute(now).toISOString().slice(0, 10);
  return centre.people
    .filter(
      (person) =>
        (person.endedOn === null || person.endedOn >= today) &&
        (offer.teamId === null || person.teams.includes(offer.teamId)) &&
        person.competences.includes(offer.interviewType) &&
        (!ask.caseworkerId || person.id === ask.caseworkerId) &&
        (!ask.among || ask.among.includes(person.id)),
    )
    .map((person) => person.id);
}

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
      `select id, ended_on::text as "endedOn",
        array(select team_id::text from membership m where m.caseworker_id = c.id and m.job_centre_id = $1) as teams,
        array(select interview_type from competence k where k.caseworker_id = c.id and k.job_centre_id = $1) as competences
       from caseworker c where id in (select caseworker_id from membership where ${mine}) order by id`,
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
        case when team_id is not null then array(select caseworker_id::text from membership m where m.team_id = d.team_id) end as "caseworkerIds"
       from closing_day d where job_centre_id = $1`,
      [id],
    ),
    reader.query<{ id: string }>('select id from room where job_centre_id = $1 order by id', [id]),
  ]);
  const [centre] = centres;
  if (!centre) throw new Error('The offer’s job centre cannot be read.');
  const byCaseworker = <Row extends { caseworkerId: string }>(rows: Row[]) =>
    Map.groupBy(rows, (row) => row.caseworkerId);
  return {
    ...centre,
    people,
    hours: byCaseworker(hours),
    breaks: byCaseworker(breaks),
    exceptions: byCaseworker(exceptions),
    closings,
    rooms: rooms.map((room) => room.id),
  };
}

/** Reads when these resources are taken; `span` is in epoch minutes. Holds that have lapsed may be among them. */
export function loadTaken(
  reader: Reader,
  resources: readonly string[],
  [from, to]: readonly [number, number],
): Promise<Taken[]> {
  const minutes = (instant: string) => `extract(epoch from ${instant})::float8 / 60`;
  const whole = `resource_id, coalesce(floor(${minutes('lower(during)')}), 0),
    coalesce(ceil(${minutes('upper(during)')}), 2000000000), null, null, null`;
  const touched = 'during && tstzrange($2, $3) and resource_id = any ($1)';
  return reader.query<Taken>(
    `select 'talk' as kind, resource_id as id, ${minutes('lower(during)')} as start, ${minutes('upper(during)')} as end,
       ${minutes('starts_at')} as talk, ${minutes('expires_at')} as expires, claim_id as claim
     from occupancy where ${touched}
     union all select 'absence', ${whole} from absence where ${touched}
     union all select 'busy', ${whole} from external_busy where ${touched}`,
    [`{${resources.join(',')}}`, fromMinute(from).toISOString(), fromMinute(to).toISOString()],
  );
}

/** Reads a group offer's sessions and what counts against an offer's quota. */
export async function loadOfOffer(
  reader: Reader,
  offer: Offer,
  [from, to]: readonly [number, number],
): Promise<OfOffer> {
  const within = [offer.id, fromMinute(from).toISOString(), fromMinute(to).toISOString()];
  const [sessions, quota] = await Promise.all([
    offer.seats > 1
      ? reader.query<OfOffer['sessions'][number]>(
          `select id, extract(epoch from starts_at)::float8 / 60 as start, extract(epoch from ends_at)::float8 / 60 as end,
            seats, cardinality(seats_taken(id)) as taken, caseworker_id as "caseworkerId"
           from group_session where offer_id = $1 and starts_at >= $2 and starts_at < $3 order by starts_at`,
          within,
        )
      : [],
    hasQuota(offer)
      ? reader.query<OfOffer['quota'][number]>(
          `select extract(epoch from starts_at)::float8 / 60 as start, extract(epoch from expires_at)::float8 / 60 as expires,
            claim_id as claim
           from occupancy where offer_id = $1 and kind = 'person' and starts_at >= $2 and starts_at < $3`,
          within,
        )
      : [],
  ]);
  return { sessions, quota };
}

export const hasQuota = (offer: Offer) => offer.quotaPerDay !== null || offer.quotaPerWeek !== null;

/** The engine's input out of what was read; `now` in epoch minutes with fractions. */
export function assemble(
  ask: Ask,
  now: number,
  read: { centre: Centre; people: readonly string[]; taken: ReadonlyMap<string, Taken[]>; ofOffer: OfOffer },
): EngineInput {
  const { offer } = ask;
  const { centre, people } = read;
  const counts = (row: { expires: number | null; claim: string | null }) =>
    (row.expires === null || row.expires > now) && (row.claim === null || row.claim !== ask.exceptClaim);
  const [first, last] = spanOf(ask);
  const takenOf = (id: string) =>
    (read.taken.get(id) ?? []).filter((row) => row.start < last && row.end > first && counts(row));
  const spans = (rows: Taken[], kind: Taken['kind']) =>
    packSpans(rows.filter((row) => row.kind === kind).map((row) => [row.start, row.end]));
  const holdExpiries: number[] = [];
  const localDay = new Intl.DateTimeFormat('en-CA', { timeZone: centre.zone });
  const quotaDays = Map.groupBy(read.ofOffer.quota.filter(counts), (row) =>
    localDay.format(fromMinute(row.start)),
  );
  return {
    zone: centre.zone,
    now: Math.floor(now),
    from: toMinute(ask.from),
    to: toMinute(ask.to),
    offer: {
      ...offer,
      publishedFrom: offer.publishedFrom ? toMinute(offer.publishedFrom) : afterAllTime,
      publishedTo: offer.publishedTo ? toMinute(offer.publishedTo) : null,
    },
    audience:
      ask.audience.ownCaseworkerId && people.includes(ask.audience.ownCaseworkerId)
        ? ask.audience
        : { ...ask.audience, ownCaseworkerId: null },
    caseworkers: people.map((id) => {
      const rows = takenOf(id);
      const talks = rows.filter((row) => row.kind === 'talk');
      for (const { expires } of talks) if (expires !== null) holdExpiries.push(Math.ceil(expires));
      return {
        id,
        hours: centre.hours.get(id) ?? [],
        breaks: centre.breaks.get(id) ?? [],
        exceptions: datedHours(centre.exceptions.get(id) ?? []),
        absences: spans(rows, 'absence'),
        busy: spans(rows, 'busy'),
        talks: packTalks(
          talks.map((row) => {
            const start = row.talk as number;
            return { start, end: row.end, bufferBefore: start - row.start, bufferAfter: 0, counts: true };
          }),
        ),
      };
    }),
    rooms: offer.needsRoom ? centre.rooms.map((id) => ({ id, busy: spans(takenOf(id), 'talk') })) : [],
    sessions: read.ofOffer.sessions.map((row) => ({
      ...row,
      seatsTaken: row.taken,
      caseworkerIds: [row.caseworkerId],
    })),
    closings: [...centre.closings, ...(centre.holidays ? publicHolidays(ask.from, ask.to) : [])],
    quotaUsed: [...quotaDays].map(([localDate, rows]) => ({ day: localDate, count: rows.length })),
    holdExpiries,
  };
}

/**
 * Reads the engine's input from the database as this transaction sees it. `at` is the epoch minute it is for, with
 * fractions: unless it is given, now.
 */
export async function loadInput(
  reader: Reader,
  ask: Ask,
  instant: number | null = null,
): Promise<{ input: EngineInput; at: number }> {
  const { offer } = ask;
  const span = spanOf(ask);
  // Whoever is named is read without waiting for who there is.
  const named = ask.among ?? (ask.caseworkerId ? [ask.caseworkerId] : null);
  const [centre, ofOffer, [clock], early] = await Promise.all([
    loadCentre(reader, offer.jobCentreId, named),
    loadOfOffer(reader, offer, span),
    reader.query<{ now: number }>('select extract(epoch from planner_now())::float8 / 60 as now'),
    named && loadTaken(reader, named, span),
  ]);
  const at = instant ?? Number(clock?.now);
  const people = peopleFor(centre, ask, at);
  const late = [...(named ? [] : people), ...(offer.needsRoom ? centre.rooms : [])];
  const rows = [...(early ?? []), ...(late.length > 0 ? await loadTaken(reader, late, span) : [])];
  const taken = Map.groupBy(rows, (row) => row.id);
  return { input: assemble(ask, at, { centre, people, taken, ofOffer }), at };
}

function datedHours(rows: readonly Dated[]) {
  return [...Map.groupBy(rows, (row) => row.day)].map(([date, pieces]) => ({
    day: date,
    pieces: pieces
      .flatMap(({ startMinute, endMinute }): [number, number][] =>
        startMinute === null || endMinute === null ? [] : [[startMinute, endMinute]],
      )
      .sort((a, b) => a[0] - b[0]),
  }));
}
