import type { Language } from '../refusals.ts';
import { type EngineInput, findStarts, type OfferRules } from './engine.ts';
import { figuresFor } from './rule-figures.ts';

type Kind =
  | 'notice'
  | 'horizon'
  | 'duration'
  | 'buffers'
  | 'hours'
  | 'daily-cap'
  | 'weekly-cap'
  | 'quota-day'
  | 'quota-week'
  | 'room'
  | 'break';
/** One change of the offer, or of the breaks, and how many start times more it would give. Minutes, days or counts. */
export type BestChange = { kind: Kind; params: Record<string, number>; more: number };

/**
 * The single change that would open most of the window: a bounded set, each run through the engine. Null when none
 * opens any. Another grid is not among them: twice the starts would be the same talks.
 */
export function bestChange(input: EngineInput, times: number): BestChange | null {
  let best: BestChange | null = null;
  for (const { kind, params, changed } of candidates(input)) {
    const more = findStarts(changed).length - times;
    if (more > (best?.more ?? 0)) best = { kind, params, more };
  }
  return best;
}

type Candidate = { kind: Kind; params: Record<string, number>; changed: EngineInput };
const monthDays = 28;
const shortest = 15;

function candidates(input: EngineInput): Candidate[] {
  const { offer } = input;
  const found: Candidate[] = [];
  const rules = (kind: Kind, change: Partial<OfferRules>, params: Record<string, number> = {}) =>
    found.push({ kind, params, changed: { ...input, offer: { ...offer, ...change } } });
  const raised = (cap: number | null) => (cap === null ? null : cap + 1);
  if (offer.noticeMinutes > 120) rules('notice', { noticeMinutes: 120 }, { to: 120 });
  rules('horizon', { horizonDays: offer.horizonDays + monthDays }, { to: offer.horizonDays + monthDays });
  if (offer.seats > 1) return found;
  if (offer.durationMinutes - shortest >= shortest) {
    const to = offer.durationMinutes - shortest;
    rules('duration', { durationMinutes: to }, { to });
  }
  if (offer.bufferBeforeMinutes + offer.bufferAfterMinutes > 0)
    rules('buffers', { bufferBeforeMinutes: 0, bufferAfterMinutes: 0 });
  if (offer.ownHours) {
    const wider = offer.ownHours.map((window) => ({
      ...window,
      startMinute: Math.max(0, window.startMinute - 60),
      endMinute: Math.min(1440, window.endMinute + 60),
    }));
    rules('hours', { ownHours: wider });
  }
  if (offer.dailyCap !== null)
    rules('daily-cap', { dailyCap: raised(offer.dailyCap) }, { to: offer.dailyCap + 1 });
  if (offer.weeklyCap !== null)
    rules('weekly-cap', { weeklyCap: raised(offer.weeklyCap) }, { to: offer.weeklyCap + 1 });
  if (offer.quotaPerDay !== null)
    rules('quota-day', { quotaPerDay: raised(offer.quotaPerDay) }, { to: offer.quotaPerDay + 1 });
  if (offer.quotaPerWeek !== null)
    rules('quota-week', { quotaPerWeek: raised(offer.quotaPerWeek) }, { to: offer.quotaPerWeek + 1 });
  if (offer.needsRoom) rules('room', { needsRoom: false });
  return [...found, ...movedBreaks(input)];
}

/** The commonest break, half an hour earlier and half an hour later, for all who have it then. */
function movedBreaks(input: EngineInput): Candidate[] {
  const breaks = input.caseworkers.flatMap((caseworker) => caseworker.breaks);
  const bySpan = Map.groupBy(breaks, ({ startMinute, endMinute }) => `${startMinute} ${endMinute}`);
  const [commonest] = [...bySpan.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  if (!commonest) return [];
  const { startMinute: start, endMinute: end } = commonest;
  return [-30, 30].flatMap((by): Candidate[] => {
    if (start + by < 0 || end + by > 1440) return [];
    const caseworkers = input.caseworkers.map((caseworker) => ({
      ...caseworker,
      breaks: caseworker.breaks.map((one) =>
        one.startMinute === start && one.endMinute === end
          ? { ...one, startMinute: start + by, endMinute: end + by }
          : one,
      ),
    }));
    return [{ kind: 'break', params: { from: start, to: start + by }, changed: { ...input, caseworkers } }];
  });
}

type Say = (figures: ReturnType<typeof figuresFor>) => string;
const sentences: Record<Kind, Record<Language, Say>> = {
  notice: {
    da: ({ duration }) => `Sæt varslet ned til ${duration('to')}`,
    en: ({ duration }) => `Lower the notice to ${duration('to')}`,
  },
  horizon: {
    da: ({ number }) => `Åbn ${number('to')} dage frem`,
    en: ({ number }) => `Open ${number('to')} days ahead`,
  },
  duration: {
    da: ({ duration }) => `Gør samtalen ${duration('to')} lang`,
    en: ({ duration }) => `Make the talk ${duration('to')} long`,
  },
  buffers: {
    da: () => 'Fjern tiden til forberedelse og til at skrive',
    en: () => 'Drop the time to prepare and to write',
  },
  hours: {
    da: () => 'Udvid tilbuddets tider med en time i hver ende',
    en: () => 'Widen the offer’s hours by an hour at each end',
  },
  'daily-cap': {
    da: ({ number }) => `Hæv loftet om dagen til ${number('to')}`,
    en: ({ number }) => `Raise the cap a day to ${number('to')}`,
  },
  'weekly-cap': {
    da: ({ number }) => `Hæv loftet om ugen til ${number('to')}`,
    en: ({ number }) => `Raise the cap a week to ${number('to')}`,
  },
  'quota-day': {
    da: ({ number }) => `Hæv kvoten om dagen til ${number('to')}`,
    en: ({ number }) => `Raise the quota a day to ${number('to')}`,
  },
  'quota-week': {
    da: ({ number }) => `Hæv kvoten om ugen til ${number('to')}`,
    en: ({ number }) => `Raise the quota a week to ${number('to')}`,
  },
  room: {
    da: () => 'Lad være at kræve et ledigt mødelokale',
    en: () => 'Don’t ask for a free room',
  },
  break: {
    da: ({ wallAt }) => `Flyt pausen kl. ${wallAt('from')} til kl. ${wallAt('to')}`,
    en: ({ wallAt }) => `Move the break at ${wallAt('from')} to ${wallAt('to')}`,
  },
};

/** "Flyt pausen kl. 12.00 til kl. 12.30 og få 14 tider mere." */
export function changeText({ kind, params, more }: BestChange, language: Language, zone: string): string {
  const change = sentences[kind][language](figuresFor(params, language, zone));
  if (language === 'en') return `${change} and get ${more} more ${more === 1 ? 'time' : 'times'}.`;
  return `${change} og få ${more} ${more === 1 ? 'tid' : 'tider'} mere.`;
}
