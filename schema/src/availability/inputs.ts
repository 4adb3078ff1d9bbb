import fc from 'fast-check';
import { type EngineInput, type Form, packSpans, packTalks } from './model.ts';
import { dayOfIso, isoOfDay, startOfLocalDay } from './wall-time.ts';

/** Days around clock changes (in Santiago at midnight) and an ordinary one. */
const PLACES = [
  { zone: 'Europe/Copenhagen', day: '2026-03-29' },
  { zone: 'Europe/Copenhagen', day: '2026-10-25' },
  { zone: 'America/Santiago', day: '2026-09-06' },
  { zone: 'America/Santiago', day: '2026-04-04' },
  { zone: 'Australia/Lord_Howe', day: '2026-04-05' },
  { zone: 'Europe/Copenhagen', day: '2026-12-31' },
] as const;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });

/** Random inputs for tests: some three days around a clock change, three caseworkers, every rule in play. */
export function engineInput(): fc.Arbitrary<EngineInput> {
  return fc.constantFrom(...PLACES).chain(({ zone, day }) => {
    const middle = dayOfIso(day);
    const origin = startOfLocalDay(zone, middle - 1);
    const at = fc.integer({ min: -600, max: 4 * 1440 }).map((minutes) => origin + minutes);
    const span = (longest: number) =>
      fc
        .tuple(at, fc.integer({ min: 0, max: longest }))
        .map(([start, length]) => [start, start + length] as const);
    const localDay = fc.integer({ min: -3, max: 4 }).map((ahead) => isoOfDay(middle + ahead));
    const weekday = fc.integer({ min: 1, max: 7 });
    const wallSpan = fc
      .tuple(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 0, max: 60 }))
      .map(([start, length]) => [start * 15, Math.min(1440, (start + length) * 15)] as const);
    const window = fc
      .tuple(weekday, wallSpan)
      .map(([day, [startMinute, endMinute]]) => ({ weekday: day, startMinute, endMinute }));
    const validity = fc.record({
      validFrom: fc.oneof(
        { weight: 4, arbitrary: fc.constant('2026-01-01') },
        { weight: 1, arbitrary: localDay },
      ),
      validTo: seldom(localDay).map((to) => (to !== null && to < '2026-01-02' ? null : to)),
    });
    const everyWeeks = fc.constantFrom(1, 1, 1, 2, 3);
    const rule = fc.tuple(window, validity, everyWeeks).map(([w, v, n]) => ({ ...w, ...v, everyWeeks: n }));
    const wholeWeek = wallSpan.map(([startMinute, endMinute]) =>
      [1, 2, 3, 4, 5, 6, 7].map((day) => ({
        weekday: day,
        startMinute,
        endMinute,
        validFrom: '2025-12-01',
        validTo: null,
        everyWeeks: 1,
      })),
    );
    const forms = (minLength: number) => fc.subarray<Form>(['IN_PERSON', 'PHONE', 'DIGITAL'], { minLength });
    const talk = fc.record({
      start: at,
      length: fc.integer({ min: 5, max: 90 }),
      bufferBefore: fc.constantFrom(0, 0, 5, 15),
      bufferAfter: fc.constantFrom(0, 0, 10, 30),
      counts: fc.boolean(),
    });
    const talks = fc
      .array(talk, { maxLength: 12 })
      .map((rows) => packTalks(rows.map(({ length, ...row }) => ({ ...row, end: row.start + length }))));
    const caseworker = fc.record({
      hours: fc
        .tuple(fc.array(rule, { maxLength: 4 }), fc.oneof(wholeWeek, fc.constant([])))
        .map((both) => both.flat()),
      exceptions: fc.uniqueArray(fc.record({ day: localDay, pieces: fc.array(wallSpan, { maxLength: 2 }) }), {
        maxLength: 2,
        selector: (e) => e.day,
      }),
      breaks: fc.array(
        fc
          .tuple(window, validity)
          .map(([w, v]) => ({ ...w, ...v, endMinute: Math.min(w.endMinute, w.startMinute + 45) })),
        { maxLength: 5 },
      ),
      absences: fc.array(span(900), { maxLength: 2 }).map(packSpans),
      busy: fc.array(span(200), { maxLength: 3 }).map(packSpans),
      formSpans: fc
        .array(fc.record({ between: span(900), forms: forms(1) }), { maxLength: 3 })
        .map((rows) => rows.map(({ between: [start, end], forms }) => ({ start, end: end + 1, forms }))),
      talks,
    });
    const offer = fc.record({
      id: fc.constant('offer'),
      forms: forms(1),
      durationMinutes: fc.constantFrom(15, 20, 30, 45, 60),
      gridMinutes: fc.constantFrom(5, 7, 15, 20, 30, 50),
      gridFrom: fc.constantFrom('piece' as const, 'clock' as const),
      bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 20),
      bufferAfterMinutes: fc.constantFrom(0, 0, 10, 25),
      roomBufferMinutes: fc.constantFrom(0, 0, 10),
      noticeMinutes: fc.constantFrom(0, 0, 90, 1440),
      horizonDays: fc.constantFrom(60, 60, 60, 0, 1, 2, 3),
      dailyCap: seldom(fc.integer({ min: 0, max: 3 })),
      weeklyCap: seldom(fc.integer({ min: 1, max: 8 })),
      quotaPerDay: seldom(fc.integer({ min: 0, max: 4 })),
      quotaPerWeek: seldom(fc.integer({ min: 1, max: 9 })),
      needsRoom: fc.boolean(),
      ownCaseworkerDays: maybe(fc.integer({ min: 0, max: 3 })),
      ownHours: seldom(fc.array(window, { minLength: 4, maxLength: 9 })),
      publishedFrom: fc.option(at, { nil: null, freq: 1 }),
      paused: fc.oneof(
        { weight: 20, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      publishedTo: seldom(at.map((end) => end + 2000)),
      groups: fc.constantFrom([], [], [], ['2.2'], ['2.2', '2.3']),
      assignment: fc.constantFrom('leastLoaded' as const, 'ownFirst' as const),
      seats: fc.constant(1),
    });
    const input = fc.record({
      zone: fc.constant(zone),
      now: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: -3000, max: 0 }).map((ahead) => origin + ahead) },
        { weight: 1, arbitrary: at },
      ),
      from: fc.integer({ min: -300, max: 1500 }).map((ahead) => origin + ahead),
      to: fc.integer({ min: 1600, max: 4200 }).map((ahead) => origin + ahead),
      offer,
      audience: fc.record({
        group: fc.constantFrom('2.2', '2.2', '2.3', null),
        ownCaseworkerId: fc.constantFrom(null, 'caseworker-1'),
        ownSince: fc.option(
          fc.integer({ min: -5000, max: 0 }).map((ahead) => origin + ahead),
          { nil: null },
        ),
        rights: fc.constantFrom('citizen' as const, 'citizen' as const, 'staff' as const),
      }),
      caseworkers: fc
        .array(caseworker, { minLength: 1, maxLength: 3 })
        .map((rows) => rows.map((row, c) => ({ id: `caseworker-${c}`, ...row }))),
      form: fc.constantFrom(null, null, 'PHONE' as const),
      rooms: fc
        .array(fc.array(span(400), { maxLength: 5 }).map(packSpans), { minLength: 1, maxLength: 2 })
        .map((rows) => rows.map((busy, r) => ({ id: `room-${r}`, busy }))),
      sessions: fc.constant([]),
      closings: fc.array(
        fc
          .tuple(localDay, wallSpan, fc.constantFrom(null, ['caseworker-0']))
          .map(([closed, [startMinute, endMinute], caseworkerIds]) => ({
            day: closed,
            startMinute,
            endMinute,
            caseworkerIds,
          })),
        { maxLength: 2 },
      ),
      quotaUsed: fc.array(fc.record({ day: localDay, count: fc.integer({ min: 1, max: 3 }) }), {
        maxLength: 3,
      }),
      holdExpiries: fc.constant([]),
    });
    return input.map((one) =>
      one.form && one.offer.forms.includes(one.form) ? one : { ...one, form: null },
    );
  });
}
