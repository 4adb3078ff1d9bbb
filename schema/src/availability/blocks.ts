import { wallWindows } from './hours.ts';
import {
  type Closing,
  type EngineInput,
  type OfferRules,
  type Spans,
  TALK_COLUMNS,
  type Talks,
} from './model.ts';
import { dayOfIso, type LocalDays, wallToEpoch, weekdayOf } from './wall-time.ts';

/**
 * Every rule that takes time away is turned into *blocks*: flat pairs (lo, hi), sorted by lo, meaning that no
 * talk of the offer may start at s with lo < s < hi. Both ends are allowed starts: a talk may end where the
 * taken time begins, and begin where it ends.
 */
export type Blocks = Int32Array;
export const NO_BLOCKS: Blocks = new Int32Array(0);

/** Starts that collide with taken time, if the talk keeps `before` and `after` minutes free around itself. */
export function blocksOf(spans: Spans, durationMinutes: number, before = 0, after = 0): Blocks {
  if (!spans.length) return NO_BLOCKS;
  const blocks = new Int32Array(spans.length);
  for (let i = 0; i < spans.length; i += 2) {
    blocks[i] = spans[i]! - durationMinutes - after;
    blocks[i + 1] = spans[i + 1]! + before;
  }
  return blocks;
}

/** Absences, like the edges of hours, know no buffers. */
export const absenceBlocks = (absences: Spans, offer: OfferRules): Blocks =>
  blocksOf(absences, offer.durationMinutes);

export const externalBlocks = (busy: Spans, offer: OfferRules): Blocks =>
  blocksOf(busy, offer.durationMinutes, offer.bufferBeforeMinutes, offer.bufferAfterMinutes);

/** Not used by the sweep, which reads talks in place: it asks `lo = start − duration − after` of each itself. */
export function talkBlocks(talks: Talks, offer: OfferRules): Blocks {
  const spans = new Int32Array((talks.length / TALK_COLUMNS) * 2);
  for (let i = 0, n = 0; i < talks.length; i += TALK_COLUMNS) {
    spans[n++] = talks[i]!;
    spans[n++] = talks[i + 1]!;
  }
  return blocksOf(spans, offer.durationMinutes, offer.bufferBeforeMinutes, offer.bufferAfterMinutes);
}

/** Closings for everybody (`caseworkerId` null), or those for one caseworker alone. */
export function closingBlocks(
  closings: readonly Closing[],
  days: LocalDays,
  offer: OfferRules,
  caseworkerId: string | null,
): Blocks {
  let spans: number[] | null = null;
  for (const closing of closings) {
    const applies =
      caseworkerId === null ? closing.caseworkerIds === null : closing.caseworkerIds?.includes(caseworkerId);
    if (!applies) continue;
    const row = dayOfIso(closing.day) - days.first;
    if (row < 0 || row >= days.count) continue;
    const start = wallToEpoch(days, row, closing.startMinute);
    const end = wallToEpoch(days, row, closing.endMinute);
    if (end <= start) continue;
    spans ??= [];
    spans.push(start, end);
  }
  return spans ? sorted(blocksOf(Int32Array.from(spans), offer.durationMinutes)) : NO_BLOCKS;
}

/** Starts whose talk would not lie within one of the offer's own windows. */
export function offerHoursBlocks(offer: OfferRules, days: LocalDays): Blocks {
  if (!offer.ownHours) return NO_BLOCKS;
  const blocks: number[] = [];
  for (let row = 0; row < days.count; row++) {
    let lo = days.start[row]! - 1;
    const windows = wallWindows(offer.ownHours, weekdayOf(days.first + row));
    for (let i = 0; i < windows.length; i += 2) {
      const start = wallToEpoch(days, row, windows[i]!);
      const last = wallToEpoch(days, row, windows[i + 1]!) - offer.durationMinutes;
      if (last < start) continue;
      blocks.push(lo, start);
      lo = last;
    }
    blocks.push(lo, days.start[row + 1]!);
  }
  return Int32Array.from(blocks);
}

/** Starts at which every room is taken: the rooms' blocks, each joined to a union, then intersected. */
export function roomBlocks(input: EngineInput): Blocks {
  const { offer, rooms } = input;
  if (!offer.needsRoom) return NO_BLOCKS;
  let common: number[] = [-0x80000000, 0x7fffffff];
  for (const room of rooms) {
    const own = union(
      blocksOf(room.busy, offer.durationMinutes, offer.roomBufferMinutes, offer.roomBufferMinutes),
    );
    common = intersection(common, own);
    if (!common.length) break;
  }
  return Int32Array.from(common);
}

/** Whether a start is inside a block; the sweep asks the same of the same pairs with a moving pointer. */
export function isBlocked(blocks: Blocks, start: number): boolean {
  for (let i = 0; i < blocks.length; i += 2) if (blocks[i]! < start && start < blocks[i + 1]!) return true;
  return false;
}

/** Several rules' blocks in one sorted list; they may overlap in it. */
export function together(...lists: Blocks[]): Blocks {
  let all = NO_BLOCKS;
  for (const list of lists) all = mergedByLo(all, list);
  return all;
}

/** Both lists are sorted already: merging spares sorting pairs of every caseworker at every call. */
function mergedByLo(a: Blocks, b: Blocks): Blocks {
  if (!a.length) return b;
  if (!b.length) return a;
  const both = new Int32Array(a.length + b.length);
  for (let i = 0, j = 0, n = 0; n < both.length; n += 2) {
    const fromA = j >= b.length || (i < a.length && a[i]! <= b[j]!);
    both[n] = fromA ? a[i]! : b[j]!;
    both[n + 1] = fromA ? a[i + 1]! : b[j + 1]!;
    if (fromA) i += 2;
    else j += 2;
  }
  return both;
}

function sorted(blocks: Blocks): Blocks {
  if (blocks.length === 2) return blocks;
  const pairs: [number, number][] = [];
  for (let i = 0; i < blocks.length; i += 2) pairs.push([blocks[i]!, blocks[i + 1]!]);
  return Int32Array.from(pairs.sort((a, b) => a[0] - b[0]).flat());
}

/** Two open spans of whole minutes leave a free one between them unless the later begins before the other's hi. */
function union(blocks: Blocks): number[] {
  const joined: number[] = [];
  for (let i = 0; i < blocks.length; i += 2) {
    const open = joined.length - 1;
    if (open > 0 && blocks[i]! < joined[open]!) joined[open] = Math.max(joined[open]!, blocks[i + 1]!);
    else joined.push(blocks[i]!, blocks[i + 1]!);
  }
  return joined;
}

function intersection(a: readonly number[], b: readonly number[]): number[] {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const lo = Math.max(a[i]!, b[j]!);
    const hi = Math.min(a[i + 1]!, b[j + 1]!);
    if (hi - lo >= 2) both.push(lo, hi);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return both;
}
