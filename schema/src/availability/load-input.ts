import type { offer } from '@planner/db';
import { type Centre, datedHours, loadCentre, peopleFor } from './centre.ts';
import type { Audience, EngineInput, Form } from './engine.ts';
import { publicHolidays } from './holidays.ts';
import type { Reader } from './reader.ts';
import { fromMinute, toMinute } from './slot.ts';
import { joined, loadTaken, type Packed, pack, startOfWeek, type Taken, timeOf, weekOf } from './taken.ts';

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
  /** Only times at which it can be held in this one of the offer's forms. */
  form?: Form | null;
  /** Look at these only: they are who a command has locked. */
  among?: readonly string[];
  /** The claim of a booking that is being moved: its own time counts as free. */
  exceptClaim?: string | null;
};

/** What concerns one offer only. */
export type OfOffer = {
  sessions: { id: string; start: number; end: number; seats: number; taken: number; caseworkerId: string }[];
  quota: { start: number; expires: number | null; claim: string }[];
};

const day = 24 * 60;
/** Minutes whose rows bear on an answer: a day around it for buffers and zones, whole weeks where talks are counted. */
export function spanOf({ offer, from, to }: Ask): [number, number] {
  const counts =
    offer.weeklyCap !== null || offer.quotaPerWeek !== null || offer.assignment === 'leastLoaded';
  const [first, last] = [toMinute(from), toMinute(to)];
  return counts
    ? [startOfWeek(weekOf(first)) - day, startOfWeek(weekOf(last) + 1) + day]
    : [first - day, last + day];
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
  read: {
    centre: Centre;
    people: readonly string[];
    taken: ReadonlyMap<string, readonly Packed[]>;
    ofOffer: OfOffer;
  },
): EngineInput {
  const { offer } = ask;
  const { centre, people } = read;
  const counts = (row: { expires: number | null; claim: string | null }) =>
    (row.expires === null || row.expires > now) && (row.claim === null || row.claim !== ask.exceptClaim);
  const lapsed = [...read.taken.values()].some((stretches) =>
    stretches.some(({ holds }) => !holds.every(counts)),
  );
  const leftOut = lapsed || ask.exceptClaim ? (row: Taken) => !counts(row) : null;
  const takenOf = (id: string) => joined(read.taken.get(id) ?? [], leftOut);
  const holdExpiries: number[] = [];
  return {
    zone: centre.zone,
    now: Math.floor(now),
    from: toMinute(ask.from),
    to: toMinute(ask.to),
    offer: {
      ...offer,
      publishedFrom: offer.publishedFrom ? toMinute(offer.publishedFrom) : afterAllTime,
      publishedTo: offer.publishedTo ? toMinute(offer.publishedTo) : null,
      paused: offer.pausedAt !== null,
    },
    audience:
      ask.audience.ownCaseworkerId && people.includes(ask.audience.ownCaseworkerId)
        ? ask.audience
        : { ...ask.audience, ownCaseworkerId: null },
    form: ask.form ?? null,
    caseworkers: people.map((id) => {
      const { talks, absences, busy, formSpans, holds } = takenOf(id);
      for (const { expires } of holds) holdExpiries.push(Math.ceil(expires as number));
      return {
        id,
        hours: centre.hours.get(id) ?? [],
        breaks: centre.breaks.get(id) ?? [],
        exceptions: datedHours(centre.exceptions.get(id) ?? []),
        absences,
        busy,
        formSpans,
        talks,
      };
    }),
    rooms: offer.needsRoom ? centre.rooms.map((id) => ({ id, busy: timeOf(takenOf(id).talks) })) : [],
    sessions: read.ofOffer.sessions.map((row) => ({
      ...row,
      seatsTaken: row.taken,
      caseworkerIds: [row.caseworkerId],
    })),
    closings: [...centre.closings, ...(centre.holidays ? publicHolidays(ask.from, ask.to) : [])],
    quotaUsed: usedByDay(read.ofOffer.quota.filter(counts), centre.zone),
    holdExpiries,
  };
}

function usedByDay(rows: OfOffer['quota'], zone: string) {
  if (rows.length === 0) return [];
  const localDay = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const days = Map.groupBy(rows, (row) => localDay.format(fromMinute(row.start)));
  return [...days].map(([localDate, used]) => ({ day: localDate, count: used.length }));
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
  const during = (ids: readonly string[]) => new Map(ids.map((id) => [id, span] as const));
  // Whoever is named is read without waiting for who there is.
  const named = ask.among ?? (ask.caseworkerId ? [ask.caseworkerId] : null);
  const [centre, ofOffer, [clock], early] = await Promise.all([
    loadCentre(reader, offer.jobCentreId, named),
    loadOfOffer(reader, offer, span),
    reader.query<{ now: number }>('select extract(epoch from planner_now())::float8 / 60 as now'),
    named && loadTaken(reader, during(named)),
  ]);
  const at = instant ?? Number(clock?.now);
  const people = peopleFor(centre, ask, at);
  const late = [...(named ? [] : people), ...(offer.needsRoom ? centre.rooms : [])];
  const rows = [...(early ?? []), ...(late.length > 0 ? await loadTaken(reader, during(late)) : [])];
  const taken = new Map<string, Packed[]>();
  for (const [id, of] of Map.groupBy(rows, (row) => row.id)) taken.set(id, [pack(of)]);
  return { input: assemble(ask, at, { centre, people, taken, ofOffer }), at };
}
