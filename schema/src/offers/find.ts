import type { Handle } from '@planner/db';
import * as t from '@planner/db';
import { and, asc, inArray, sql } from 'drizzle-orm';
import { loadCitizen } from '../citizens/own.ts';
import type { Context } from '../context.ts';
import { type ClosedCode, whyClosed } from './rules.ts';
import { type Told, tellClosed } from './sentences.ts';

export type OfferRow = typeof t.offer.$inferSelect;
export type ClosedOffer = { offer: OfferRow; code: ClosedCode; told: Told };

/** The offers of these job centres by title; `heldBy`: only those whose talks one of these caseworkers can hold. */
export async function findOffers(
  handle: Handle,
  jobCentreIds: readonly string[],
  heldBy: readonly string[] | null = null,
): Promise<OfferRow[]> {
  if (jobCentreIds.length === 0 || heldBy?.length === 0) return [];
  const { offer, membership: m, competence: k } = t;
  const held =
    heldBy &&
    sql`exists (select from ${m} join ${k} on ${k.caseworkerId} = ${m.caseworkerId} and ${k.jobCentreId} = ${m.jobCentreId}
      where ${inArray(m.caseworkerId, [...heldBy])} and ${m.jobCentreId} = ${offer.jobCentreId}
        and (${offer.teamId} is null or ${m.teamId} = ${offer.teamId}) and ${k.interviewType} = ${offer.interviewType})`;
  return handle.db
    .select()
    .from(offer)
    .where(and(inArray(offer.jobCentreId, [...jobCentreIds]), held ?? undefined))
    .orderBy(asc(offer.titleDa), asc(offer.id));
}

/** The offers of a citizen's job centre, those she can book and those she can't; `actingFor` as in `loadCitizen`. */
export async function offersFor(
  context: Context,
  actingFor: string | null,
): Promise<{ open: OfferRow[]; closed: ClosedOffer[] }> {
  const { handle, viewer } = context;
  const citizen = viewer.kind === 'citizen' ? await loadCitizen(context, actingFor) : null;
  if (!citizen) return { open: [], closed: [] };
  const [offers, talks, [clock]] = await Promise.all([
    findOffers(handle, [citizen.jobCentreId]),
    handle.query<{ type: number; open: number }>(
      `select interview_type as type, count(*)::int as open from booking
        where citizen_id = $1 and status = 'booked' and starts_at > planner_now() group by 1`,
      [citizen.id],
    ),
    handle.query<{ now: number }>('select (extract(epoch from planner_now()) * 1000)::float8 as now'),
  ]);
  const now = Number(clock?.now);
  const open: OfferRow[] = [];
  const closed: ClosedOffer[] = [];
  for (const offer of offers) {
    const from = offer.publishedFrom?.getTime();
    const to = offer.publishedTo?.getTime() ?? null;
    if (from === undefined || (to !== null && to <= now)) continue;
    const openTalks = talks.find(({ type }) => type === offer.interviewType)?.open ?? 0;
    const code = whyClosed(
      { ...offer, publishedFrom: from, publishedTo: to, paused: offer.pausedAt !== null },
      citizen,
      openTalks,
      now,
    );
    if (code) closed.push({ offer, code, told: tellClosed(code) });
    else open.push(offer);
  }
  return { open, closed };
}
