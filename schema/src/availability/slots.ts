import {
  absenceBlocks,
  type Blocks,
  closingBlocks,
  externalBlocks,
  offerHoursBlocks,
  roomBlocks,
  together,
} from './blocks.ts';
import { type Counts, countTalks, quotaLeft, quotaOpen } from './caps.ts';
import { formBlocks } from './forms.ts';
import { colleaguesFrom, groupAllowed, horizonEnd, isPublished, noticeEnd } from './gates.ts';
import { gridOrigin, onGrid } from './grid.ts';
import { hoursBook, wallPieces } from './hours.ts';
import { type EngineInput, type SlotList, TALK_COLUMNS } from './model.ts';
import { assignmentOrder } from './order.ts';
import { findSessions } from './sessions.ts';
import { type LocalDays, localDayOf, localWeeks, NEVER, wallToEpoch } from './wall-time.ts';

/**
 * Every start the offer has free in the window, each with the caseworkers who could take it.
 *
 * One sweep a caseworker: along each piece of hours the grid is walked, and pointers into sorted blocks (own
 * talks, own other time, everybody's) tell in passing how far the road is free. Free starts are then counted
 * into a table by minute and dealt out day by day in the order of assignment, which sorts them by start.
 */
export function findSlots(input: EngineInput): SlotList {
  const group = input.offer.seats > 1;
  const window = windowOf(input);
  if (!window) return noSlots(group);
  const { earliest, latest, days } = window;
  if (group) return findSessions(input, earliest, latest, quotaLeft(input, days), days);
  const counts = countsFor(input, days);
  return dealOut(input, earliest, days, counts, sweep(input, earliest, latest, days, counts));
}

/** The starts of `findSlots` alone: who could take them is neither ranked nor dealt out, in a long window most of the work. */
export function findStarts(input: EngineInput): Int32Array {
  if (input.offer.seats > 1) return findSlots(input).starts;
  const window = windowOf(input);
  if (!window) return new Int32Array(0);
  const { earliest, latest, days } = window;
  const { perMinute } = sweep(input, earliest, latest, days, countsFor(input, days));
  const starts: number[] = [];
  for (let minute = 0; minute < latest - earliest; minute++) {
    if (perMinute[minute] === 0) continue;
    starts.push(earliest + minute);
    perMinute[minute] = 0;
  }
  return Int32Array.from(starts);
}

/** Between which minutes starts may lie; null when none can. */
function windowOf(input: EngineInput) {
  const earliest = Math.max(input.from, noticeEnd(input));
  const latest = Math.min(input.to, horizonEnd(input));
  if (earliest >= latest || !isPublished(input) || !groupAllowed(input)) return null;
  if (input.offer.seats === 1 && input.offer.needsRoom && input.rooms.length === 0) return null;
  return { earliest, latest, days: localWeeks(input.zone, earliest, latest - 1) };
}

function countsFor(input: EngineInput, days: LocalDays): Counts {
  const perDay = new Int32Array(input.caseworkers.length * days.count);
  return { perDay, perWeek: new Int32Array(perDay.length / 7) };
}

/** The caseworker (index into `input.caseworkers`) a talk at `start` goes to; null when the start is not free. */
export function chooseCaseworker(slots: SlotList, start: number): number | null {
  const at = slotAt(slots, start);
  return at === null ? null : (slots.caseworkers[slots.offsets[at]!] ?? null);
}

/** Index of the (first) slot at `start`; null when there is none. */
export function slotAt(slots: SlotList, start: number): number | null {
  let low = 0;
  let high = slots.starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (slots.starts[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return slots.starts[low] === start ? low : null;
}

/** Blocks that hold for every caseworker. */
function commonBlocks(input: EngineInput, days: LocalDays): Blocks {
  const { offer } = input;
  return together(
    closingBlocks(input.closings, days, offer, null),
    offerHoursBlocks(offer, days),
    roomBlocks(input),
  );
}

interface Swept {
  /** Minutes after `earliest` of each free start, caseworker by caseworker, ascending. */
  free: Int32Array;
  /** Where in `free` each caseworker's days begin (days.count a caseworker, and one end). */
  runs: Int32Array;
  /** Caseworkers free at each minute after `earliest`. */
  perMinute: Uint16Array;
}

// Kept between calls, to spare allocating and zeroing them. Nothing in them outlives a call but
// `perMinute`, which `dealOut` and `findStarts` leave all zero.
let freeKept = new Int32Array(1 << 16);
let perMinuteKept = new Uint16Array(1 << 16);

function sweep(input: EngineInput, earliest: number, latest: number, days: LocalDays, counts: Counts): Swept {
  const { offer, caseworkers } = input;
  const { durationMinutes: duration, gridMinutes: grid, bufferBeforeMinutes: before } = offer;
  const dailyCap = offer.dailyCap ?? Number.POSITIVE_INFINITY;
  const weeklyCap = offer.weeklyCap ?? Number.POSITIVE_INFINITY;
  const reach = duration + offer.bufferAfterMinutes;
  const quota = quotaLeft(input, days);
  const common = commonBlocks(input, days);
  const firstRow = localDayOf(days.zone, earliest) - days.first;
  const lastRow = localDayOf(days.zone, latest - 1) - days.first;
  const onlyOwn = input.now < colleaguesFrom(input);
  const runs = new Int32Array(caseworkers.length * days.count + 1);
  if (perMinuteKept.length < latest - earliest) perMinuteKept = new Uint16Array(latest - earliest);
  const perMinute = perMinuteKept;
  let free = freeKept;
  let n = 0;

  for (let c = 0; c < caseworkers.length; c++) {
    const caseworker = caseworkers[c]!;
    const runAt = c * days.count;
    if (onlyOwn && caseworker.id !== input.audience.ownCaseworkerId) {
      runs.fill(n, runAt, runAt + days.count);
      continue;
    }
    const book = hoursBook(caseworker, days);
    const { talks } = caseworker;
    countTalks(talks, days, counts.perDay, counts.perWeek, c);
    const own = together(
      absenceBlocks(caseworker.absences, offer),
      externalBlocks(caseworker.busy, offer),
      formBlocks(caseworker.formSpans, input),
      closingBlocks(input.closings, days, offer, caseworker.id),
    );
    // The first block of each list that is not over yet at the start looked at, and where it ends.
    let talk = 0;
    const talksLength = talks.length;
    let ownAt = 0;
    let ownLo = own.length ? own[0]! : NEVER;
    let ownHi = own.length ? own[1]! : NEVER;
    let commonAt = 0;
    let commonLo = common.length ? common[0]! : NEVER;
    let commonHi = common.length ? common[1]! : NEVER;
    for (let row = 0; row < days.count; row++) {
      runs[runAt + row] = n;
      if (row < firstRow || row > lastRow) continue;
      if (counts.perDay[runAt + row]! >= dailyCap || !quotaOpen(quota, row)) continue;
      if (counts.perWeek[((runAt + row) / 7) | 0]! >= weeklyCap) continue;
      const pieces = wallPieces(book, days.first + row);
      for (let p = 0; p < pieces.length; p += 2) {
        const begins = wallToEpoch(days, row, pieces[p]!);
        const last = Math.min(wallToEpoch(days, row, pieces[p + 1]!) - duration, latest - 1);
        let s = begins > earliest ? begins : earliest;
        if (n + last - s >= free.length) {
          freeKept = grown(free, n + last - s + 1);
          free = freeKept;
        }
        // A clock change inside the piece moves the grid of the clock: the stretches before and after it.
        while (s <= last) {
          const turn = days.turn[row]!;
          const stretchEnd = s < turn && turn <= last ? turn - 1 : last;
          s = onGrid(gridOrigin(offer, days, row, begins, s), grid, s);
          while (s <= stretchEnd) {
            // The blocks that all share are few and long: asking them first skips whole days of talks.
            while (commonHi <= s) {
              commonAt += 2;
              const over = commonAt >= common.length;
              commonLo = over ? NEVER : common[commonAt]!;
              commonHi = over ? NEVER : common[commonAt + 1]!;
            }
            while (ownHi <= s) {
              ownAt += 2;
              const over = ownAt >= own.length;
              ownLo = over ? NEVER : own[ownAt]!;
              ownHi = over ? NEVER : own[ownAt + 1]!;
            }
            let blockedTo = commonLo < s ? commonHi : s;
            if (ownLo < s && ownHi > blockedTo) blockedTo = ownHi;
            if (blockedTo > stretchEnd) break;
            const until = s - before;
            while (talk < talksLength && talks[talk + 1]! <= until) talk += TALK_COLUMNS;
            let talkLo = NEVER;
            if (talk < talksLength) {
              talkLo = talks[talk]! - reach;
              if (talkLo < s) {
                const talkHi = talks[talk + 1]! + before;
                if (talkHi > blockedTo) blockedTo = talkHi;
              }
            }
            if (blockedTo > s) {
              if (blockedTo > stretchEnd) break;
              do s += grid;
              while (s < blockedTo);
              continue;
            }
            let clear = talkLo < stretchEnd ? talkLo : stretchEnd;
            if (ownLo < clear) clear = ownLo;
            if (commonLo < clear) clear = commonLo;
            do {
              const minute = s - earliest;
              free[n++] = minute;
              perMinute[minute]!++;
              s += grid;
            } while (s <= clear);
          }
          if (stretchEnd === last) break;
          s = turn;
        }
      }
    }
  }
  runs[runs.length - 1] = n;
  return { free, runs, perMinute };
}

/** Turns runs of free starts per caseworker into slots by start, caseworkers in order of assignment. */
function dealOut(
  input: EngineInput,
  earliest: number,
  days: LocalDays,
  counts: Counts,
  swept: Swept,
): SlotList {
  const { free, runs, perMinute } = swept;
  const people = input.caseworkers.length;
  const total = runs[runs.length - 1]!;
  const caseworkers = new Uint16Array(total);
  const starts: number[] = [];
  const offsets: number[] = [];
  if (nextKept.length < perMinute.length) nextKept = new Int32Array(perMinute.length);
  const next = nextKept;
  const order = assignmentOrder(input, days, counts);
  let at = 0;
  for (let row = 0; row < days.count; row++) {
    let low = NEVER;
    let high = -1;
    for (let c = 0; c < people; c++) {
      const run = runs[c * days.count + row]!;
      const end = runs[c * days.count + row + 1]!;
      if (run === end) continue;
      if (free[run]! < low) low = free[run]!;
      if (free[end - 1]! > high) high = free[end - 1]!;
    }
    if (high < 0) continue;
    for (let minute = low; minute <= high; minute++) {
      const here = perMinute[minute]!;
      if (here === 0) continue;
      starts.push(earliest + minute);
      offsets.push(at);
      next[minute] = at;
      at += here;
      perMinute[minute] = 0;
    }
    const ranked = order(row);
    for (let rank = 0; rank < people; rank++) {
      const c = ranked[rank]!;
      const end = runs[c * days.count + row + 1]!;
      for (let i = runs[c * days.count + row]!; i < end; i++) caseworkers[next[free[i]!]!++] = c;
    }
  }
  offsets.push(at);
  return {
    starts: Int32Array.from(starts),
    offsets: Int32Array.from(offsets),
    caseworkers,
    seatsLeft: new Int32Array(starts.length).fill(1),
    sessions: null,
  };
}

let nextKept = new Int32Array(1 << 16);

function grown(array: Int32Array<ArrayBuffer>, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(atLeast, array.length * 2));
  larger.set(array);
  return larger;
}

function noSlots(group: boolean): SlotList {
  return {
    starts: new Int32Array(0),
    offsets: new Int32Array(1),
    caseworkers: new Uint16Array(0),
    seatsLeft: new Int32Array(0),
    sessions: group ? new Int32Array(0) : null,
  };
}
