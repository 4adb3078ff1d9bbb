import { type EngineInput, packSpans, packTalks } from './engine.ts';

/** Epoch minute of an instant. */
export const at = (iso: string): number => Date.parse(iso) / 60_000;
export const always = { validFrom: '2026-01-01', validTo: null, everyWeeks: 1 };

/** One caseworker, Thursday 5 March 2026 08:00–10:00 in Copenhagen, talks of 30 minutes on the half hour. */
export function thursday(
  offer: Partial<EngineInput['offer']> = {},
  rest: Partial<EngineInput> = {},
): EngineInput {
  return {
    zone: 'Europe/Copenhagen',
    now: at('2026-03-04T10:00Z'),
    from: at('2026-03-04T23:00Z'),
    to: at('2026-03-05T23:00Z'),
    offer: {
      id: 'offer',
      forms: ['IN_PERSON', 'PHONE'],
      durationMinutes: 30,
      gridMinutes: 30,
      gridFrom: 'piece',
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      roomBufferMinutes: 0,
      noticeMinutes: 0,
      horizonDays: 30,
      dailyCap: null,
      weeklyCap: null,
      quotaPerDay: null,
      quotaPerWeek: null,
      needsRoom: false,
      ownCaseworkerDays: null,
      ownHours: null,
      publishedFrom: null,
      publishedTo: null,
      paused: false,
      groups: [],
      assignment: 'leastLoaded',
      seats: 1,
      ...offer,
    },
    audience: { group: null, ownCaseworkerId: null, ownSince: null, rights: 'citizen' },
    form: null,
    caseworkers: [caseworker('anna')],
    rooms: [],
    sessions: [],
    closings: [],
    quotaUsed: [],
    holdExpiries: [],
    ...rest,
  };
}

export function caseworker(id: string, rest: Partial<EngineInput['caseworkers'][number]> = {}) {
  return {
    id,
    hours: [{ weekday: 4, startMinute: 480, endMinute: 600, ...always }],
    exceptions: [],
    breaks: [],
    absences: packSpans([]),
    busy: packSpans([]),
    formSpans: [],
    talks: packTalks([]),
    ...rest,
  };
}

export const talk = (from: string, to: string, rest = {}) => ({
  start: at(from),
  end: at(to),
  bufferBefore: 0,
  bufferAfter: 0,
  counts: true,
  ...rest,
});
