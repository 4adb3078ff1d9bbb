import { type EngineInput, findSlots, packSpans, packTalks } from '@planner/schema/availability/engine.ts';
import { type Figure, figure, median } from './figure.ts';

/**
 * The engine with all rules beside the barest sweep that gives the same starts: 50 caseworkers, four weeks with
 * the autumn clock change, 25,000 bookings, 15-minute grid (performance.md, row 3). Medians, interleaved.
 */
export function benchEngine(): Figure {
  const input = ordinaryInput();
  const sweep = bareSweep(input);
  const slots = findSlots(input);
  const bare = sweep();
  const same = slots.caseworkers.length === bare.length && sum(bare) === sumOfSlots(slots);
  if (!same)
    throw new Error(
      `Engine and bare sweep differ: ${slots.caseworkers.length} and ${bare.length} free starts.`,
    );
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < 60; round++) {
    ours.push(timed(() => findSlots(input)));
    floor.push(timed(sweep));
  }
  const name = 'slot engine, 50 caseworkers × 4 weeks (ms)';
  return figure(name, median(ours.slice(20)), median(floor.slice(20)), { atMost: 3 });
}

const DAYS = 28;
const CASEWORKERS = 50;
const CLOSED = '2026-10-16';
/** 2026-10-12, a Monday, 00:00 in Copenhagen (+02:00) in epoch minutes; +01:00 from 25 October. */
const FIRST = Date.UTC(2026, 9, 11, 22) / 60_000;
const dayStart = (day: number): number => FIRST + day * 1440 + (day > 13 ? 60 : 0);

function ordinaryInput(): EngineInput {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const weekdays = [1, 2, 3, 4, 5];
  const always = { validFrom: '2026-01-01', validTo: null };
  const caseworkers = Array.from({ length: CASEWORKERS }, (_, c) => {
    const talks = [];
    for (let day = 0; day < DAYS; day++) {
      if (day % 7 > 4) continue;
      for (let n = 0; n < 25; n++) {
        const start = dayStart(day) + 480 + random(96) * 5;
        talks.push({ start, end: start + 10, bufferBefore: 0, bufferAfter: 0, counts: true });
      }
    }
    return {
      id: `caseworker-${c}`,
      hours: weekdays.map((weekday) => ({
        weekday,
        startMinute: 480,
        endMinute: 960,
        everyWeeks: 1,
        ...always,
      })),
      breaks: weekdays.map((weekday) => ({ weekday, startMinute: 720, endMinute: 750, ...always })),
      exceptions: [],
      absences: packSpans([[dayStart(c % DAYS), dayStart((c % DAYS) + 1)]]),
      busy: packSpans(
        Array.from(
          { length: 20 },
          (_, n) => [dayStart(n) + 480 + random(90) * 5, dayStart(n) + 960] as const,
        ),
      ),
      formSpans: [],
      talks: packTalks(talks),
    };
  });
  // One of the rooms is always free, so that the bare sweep can leave them out; the engine must find that out.
  const rooms = Array.from({ length: 6 }, (_, r) => ({
    id: `room-${r}`,
    busy: packSpans(
      Array.from({ length: DAYS * 6 }, (_, n) => {
        const start = dayStart(Math.floor(n / 6)) + 480 + (n % 6) * 80;
        return [start, start + 60] as const;
      }).filter((_, n) => n % 6 !== r),
    ),
  }));
  return {
    zone: 'Europe/Copenhagen',
    now: FIRST - 3 * 1440,
    from: FIRST,
    to: dayStart(DAYS),
    offer: {
      id: 'offer',
      durationMinutes: 15,
      gridMinutes: 15,
      gridFrom: 'clock',
      forms: ['IN_PERSON'],
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 5,
      roomBufferMinutes: 0,
      noticeMinutes: 120,
      horizonDays: 84,
      dailyCap: 40,
      weeklyCap: 200,
      quotaPerDay: null,
      quotaPerWeek: 100000,
      needsRoom: true,
      ownCaseworkerDays: null,
      ownHours: null,
      publishedFrom: null,
      publishedTo: null,
      paused: false,
      groups: [],
      assignment: 'leastLoaded',
      seats: 1,
    },
    audience: { group: '2.2', ownCaseworkerId: null, ownSince: null, rights: 'citizen' },
    form: null,
    caseworkers,
    rooms,
    sessions: [],
    closings: [{ day: CLOSED, startMinute: 0, endMinute: 1440, caseworkerIds: null }],
    quotaUsed: [],
    holdExpiries: [],
  };
}

/** Pieces and talks prepared beforehand; each free start of each caseworker goes into one Int32Array. */
function bareSweep(input: EngineInput): () => Int32Array {
  const pieces: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    if (day % 7 < 5)
      pieces.push(dayStart(day) + 480, dayStart(day) + 720, dayStart(day) + 750, dayStart(day) + 960);
  }
  const spans = Int32Array.from(pieces);
  const { durationMinutes: duration, gridMinutes: grid, bufferAfterMinutes: after } = input.offer;
  const padded = (flat: Int32Array, width: number, by: number) =>
    Array.from(
      { length: flat.length / width },
      (_, i) => [flat[i * width]! - by, flat[i * width + 1]!] as const,
    );
  const busy = input.caseworkers.map(({ talks, busy, absences }) =>
    packSpans([
      ...padded(talks, 4, after),
      ...padded(busy, 2, after),
      ...padded(absences, 2, 0),
      [dayStart(4), dayStart(5)],
    ]),
  );
  const found = new Int32Array(CASEWORKERS * DAYS * 96);
  return () => {
    let n = 0;
    for (const taken of busy) {
      let at = 0;
      for (let p = 0; p < spans.length; p += 2) {
        const last = spans[p + 1]! - duration;
        // The clock's grid: 12:30 and 08:00 lie on it, so it may be counted from the piece.
        for (let s = spans[p]!; s <= last; s += grid) {
          while (at < taken.length && taken[at + 1]! <= s) at += 2;
          if (at === taken.length || taken[at]! >= s + duration) found[n++] = s;
        }
      }
    }
    return found.slice(0, n);
  };
}

const sum = (starts: Int32Array): number => starts.reduce((total, start) => total + start, 0);

function sumOfSlots({ starts, offsets }: { starts: Int32Array; offsets: Int32Array }): number {
  return starts.reduce((sum, start, i) => sum + start * (offsets[i + 1]! - offsets[i]!), 0);
}

function timed(work: () => unknown): number {
  const begin = performance.now();
  for (let i = 0; i < 20; i++) work();
  return (performance.now() - begin) / 20;
}
