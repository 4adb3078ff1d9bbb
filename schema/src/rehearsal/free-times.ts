import type { Handle } from '@planner/db';
import { staffAudience } from '../availability/audience.ts';
import { peopleFor } from '../availability/centre.ts';
import { type Audience, dayOfIso, findSlots, startOfLocalDay } from '../availability/engine.ts';
import { colleaguesFrom } from '../availability/gates.ts';
import { assemble, loadOfOffer, type Offer, type OfOffer, spanOf } from '../availability/load-input.ts';
import { fromMinute, toMinute } from '../availability/slot.ts';
import { loadTaken, type Packed, pack } from '../availability/taken.ts';
import { breathe, type SetUp } from './set-up.ts';

export type OpenDeadline = {
  id: string;
  interviewType: number;
  /** Epoch minute of the midnight after the last day on which it may be held. */
  until: number;
  group: string;
  ownCaseworkerId: string | null;
  ownSince: number | null;
};

const day = 24 * 60;
/** A search goes a stretch at a time: mostly something is free in the first. */
const stretch = 14 * day;
const furthest = 92 * day;

/** Open deadlines of a job centre's citizens who can book, that have not run out; by the day they do. */
export async function openDeadlines(
  handle: Handle,
  jobCentreId: string,
  zone: string,
  now: Date,
): Promise<OpenDeadline[]> {
  const rows = await handle.query<Omit<OpenDeadline, 'until'> & { holdBy: string }>(
    `select d.id, d.interview_type as "interviewType", d.hold_by::text as "holdBy", c.contact_group as "group",
       c.own_caseworker_id as "ownCaseworkerId", extract(epoch from c.own_since)::float8 / 60 as "ownSince"
     from deadline d join citizen c on c.id = d.citizen_id
     where d.job_centre_id = $1 and d.state = 'open' and not c.exempt and d.book_by >= ($2::timestamptz at time zone $3)::date
     order by d.book_by, d.id`,
    [jobCentreId, now.toISOString(), zone],
  );
  return rows.map(({ holdBy, ...row }) => ({
    ...row,
    until: startOfLocalDay(zone, dayOfIso(holdBy) + 1),
  }));
}

/** Who is taken when until the last of the deadlines, and what concerns each offer, read once. */
export async function loadFreeTimes(handle: Handle, setUp: SetUp, deadlines: readonly OpenDeadline[]) {
  const types = new Set(deadlines.map((deadline) => deadline.interviewType));
  const offers = [...setUp.offers.values()].filter((offer) => types.has(offer.interviewType));
  const [clock] = await handle.query<{ now: number }>(
    'select extract(epoch from planner_now())::float8 / 60 as now',
  );
  const now = Number(clock?.now);
  const to = Math.min(
    now + furthest,
    deadlines.reduce((last, { until }) => Math.max(last, until), now),
  );
  const taken = new Map<string, Packed[]>();
  const ofOffers = new Map<string, OfOffer>();
  const [from, end] = [fromMinute(Math.floor(now)), fromMinute(Math.floor(to))];
  for (const offer of offers) {
    const span = spanOf({ offer, from, to: end, audience: staffAudience });
    ofOffers.set(offer.id, await loadOfOffer(handle, offer, span));
    const ids = [
      ...peopleFor(setUp.centre, { offer }, now),
      ...(offer.needsRoom ? setUp.centre.rooms : []),
    ].filter((id) => !taken.has(id));
    if (ids.length === 0) continue;
    // Whole weeks on either side, whatever the offer: another one may count by them.
    const wide = [toMinute(from) - 8 * day, toMinute(end) + 8 * day] as const;
    const rows = Map.groupBy(await loadTaken(handle, new Map(ids.map((id) => [id, wide]))), (row) => row.id);
    for (const id of ids) taken.set(id, [pack(rows.get(id) ?? [])]);
  }
  return { setUp, now, offers, taken, ofOffers };
}
type FreeTimes = Awaited<ReturnType<typeof loadFreeTimes>>;

/** Of these deadlines those whose citizens find no free time in time. Who asks for the same is worked out once. */
export async function deadlinesWithout(
  times: FreeTimes,
  deadlines: readonly OpenDeadline[],
): Promise<OpenDeadline[]> {
  const known = new Map<string, { searched: number; found: number | null }>();
  const without: OpenDeadline[] = [];
  for (const deadline of deadlines) {
    let inTime = false;
    for (const offer of times.offers) {
      if (inTime || offer.interviewType !== deadline.interviewType) continue;
      const audience = audienceFor(times, offer, deadline);
      const key = JSON.stringify([offer.id, audience.group, audience.ownCaseworkerId]);
      const state = known.get(key) ?? { searched: Math.floor(times.now), found: null };
      known.set(key, state);
      while (state.found === null && state.searched < Math.min(deadline.until, times.now + furthest)) {
        await breathe();
        const to = state.searched + stretch;
        state.found = firstIn(times, offer, audience, state.searched, to);
        state.searched = to;
      }
      inTime = state.found !== null && state.found < deadline.until;
    }
    if (!inTime) without.push(deadline);
  }
  return without;
}

function firstIn(
  times: FreeTimes,
  offer: Offer,
  audience: Audience,
  from: number,
  to: number,
): number | null {
  const slots = findSlots(inputFor(times, offer, audience, from, to));
  return slots.starts[0] ?? null;
}

function inputFor(
  { setUp, now, taken, ofOffers }: FreeTimes,
  offer: Offer,
  audience: Audience,
  from: number,
  to: number,
) {
  const { centre } = setUp;
  return assemble({ offer, audience, from: fromMinute(from), to: fromMinute(to) }, now, {
    centre,
    people: peopleFor(centre, { offer }, now),
    taken,
    ofOffer: ofOffers.get(offer.id) as OfOffer,
  });
}

/** As the citizen may book now: whether it is still her own caseworker's alone, and not since when. */
function audienceFor(
  times: FreeTimes,
  offer: Offer,
  { group, ownCaseworkerId, ownSince }: OpenDeadline,
): Audience {
  const audience: Audience = { group, ownCaseworkerId, ownSince, rights: 'citizen' };
  const waits = offer.ownCaseworkerDays && ownCaseworkerId;
  const now = Math.floor(times.now);
  const opens = waits ? colleaguesFrom(inputFor(times, offer, audience, now, now)) : now;
  return { ...audience, ownSince: null, ownCaseworkerId: now < opens ? ownCaseworkerId : null };
}
