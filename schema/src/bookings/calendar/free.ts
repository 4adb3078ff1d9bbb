import { publicAudience } from '../../availability/audience.ts';
import { hasQuota } from '../../availability/load-input.ts';
import { fromMinute } from '../../availability/slot.ts';
import type { Context } from '../../context.ts';
import { findOffers } from '../../offers/find.ts';
import type { Entry, Span } from './entries.ts';
import type { Scope } from './scope.ts';

export type Free = {
  entries: Entry[];
  /** Resources beside the watched whose time bears on it: rooms that a talk needs, colleagues who share a quota. */
  leansOn: ReadonlySet<string>;
  nextChange: Date | null;
};

/**
 * Where citizens can book the watched caseworkers, by the same engine that offers it to them: the individual offers
 * of their job centres, for somebody without a caseworker of her own. Starts whose talks touch are one stretch.
 */
export async function readFree({ handle, findSlots }: Context, scope: Scope, ask: Span): Promise<Free> {
  const { caseworkers, centres } = scope;
  const offers = await findOffers(handle, [...centres.keys()], caseworkers);
  const individual = offers.filter((offer) => offer.seats === 1);
  const found = await Promise.all(
    individual.map(async (offer) => ({
      offer,
      ...(await findSlots(handle, { offer, from: ask.from, to: ask.to, audience: publicAudience(offer) })),
    })),
  );
  const spans = new Map<string, [from: number, to: number][]>(caseworkers.map((id) => [id, []]));
  const leansOn = new Set<string>();
  for (const { offer, slots, input } of found) {
    for (const { startsAt, endsAt, caseworkerIds } of slots) {
      for (const id of caseworkerIds) spans.get(id)?.push([startsAt.getTime(), endsAt.getTime()]);
    }
    for (const room of input.rooms) leansOn.add(room.id);
    if (hasQuota(offer)) for (const { id } of input.caseworkers) leansOn.add(id);
  }
  const until = Math.min(...found.map((one) => one.until));
  return {
    entries: [...spans].flatMap(([id, free]) => joined(free).map((span) => entryOf(id, span))),
    leansOn,
    nextChange: Number.isFinite(until) ? fromMinute(until) : null,
  };
}

/** Spans that overlap or touch as one. */
function joined(spans: [from: number, to: number][]): [from: number, to: number][] {
  const all: [number, number][] = [];
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

const entryOf = (caseworkerId: string, [from, to]: [number, number]): Entry => ({
  id: `free:${caseworkerId}:${from}`,
  kind: 'FREE',
  caseworkerId,
  roomId: null,
  startsAt: new Date(from),
  endsAt: new Date(to),
  bookingId: null,
  replacesId: null,
  title: null,
  version: 0,
});
