import type { Language } from '../refusals.ts';
import type { RuleVerdict } from './engine.ts';

export type Figures = ReturnType<typeof figuresFor>;

/** An offer that has no day of publication is open after all time. */
const afterAllTime = 2 ** 31 - 1;
/** As in "only …". */
const formWords: Record<Language, Record<string, string>> = {
  da: { IN_PERSON: 'fremmøde', PHONE: 'telefon', DIGITAL: 'video', WORKPLACE: 'på arbejdspladsen' },
  en: { IN_PERSON: 'in person', PHONE: 'by phone', DIGITAL: 'by video', WORKPLACE: 'at the workplace' },
};
const tags = { da: 'da-DK', en: 'en-GB' } as const;

/** The figures of a verdict in words, by the name of the parameter; those that may be missing give null. */
export function figuresFor(params: RuleVerdict['params'], language: Language, zone: string) {
  const format = (options: Intl.DateTimeFormatOptions, at: number, timeZone = zone) =>
    new Intl.DateTimeFormat(tags[language], { ...options, timeZone }).format(at * 60_000);
  const number = (name: string) => Number(params[name] ?? 0);
  const clockOf = (minutes: number) => {
    const rest = String(minutes % 60).padStart(2, '0');
    return `${Math.floor(minutes / 60)}${language === 'da' ? '.' : ':'}${rest}`;
  };
  const clockAt = (at: number) => {
    const [hour, minute] = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at).split(/[.:]/);
    return clockOf(Number(hour) * 60 + Number(minute));
  };
  const dayAt = (at: number, timeZone = zone) => format({ day: 'numeric', month: 'long' }, at, timeZone);
  const momentAt = (at: number) => `${dayAt(at)}${language === 'da' ? ' kl. ' : ' at '}${clockAt(at)}`;
  const said = (name: string, say: (text: string) => string, word: (value: number) => string) => {
    const value = params[name];
    return value === null || value === undefined || value === afterAllTime ? null : say(word(Number(value)));
  };

  return {
    number,
    isDraft: (name: string) => params[name] === afterAllTime,
    text: (name: string, say: (text: string) => string) => (params[name] ? say(String(params[name])) : null),
    /** An epoch minute: "27. november kl. 9.15". */
    instant: (name: string, say: (text: string) => string) => said(name, say, momentAt),
    /** The day before an epoch minute that is a midnight. */
    lastDay: (name: string, say: (text: string) => string) => said(name, say, (at) => dayAt(at - 1)),
    /** A local date: "1. august 2026". */
    date: (name: string, say: (text: string) => string) => {
      const at = Date.parse(`${params[name]}T00:00:00Z`) / 60_000;
      const options = { day: 'numeric', month: 'long', year: 'numeric' } as const;
      return Number.isNaN(at) ? null : say(format(options, at, 'UTC'));
    },
    /** An epoch minute's time of day. */
    clock: (name: string) => clockAt(number(name)),
    /** A wall minute: "12.30". */
    wallAt: (name: string) => clockOf(number(name)),
    /** Wall minutes `start` to `end`; nothing for a whole day. */
    wall: () => {
      const [start, end] = [number('start'), number('end')];
      return end - start >= 1440 || end === 0 ? '' : `${clockOf(start)}–${clockOf(end)}`;
    },
    /** Forms "PHONE DIGITAL": "telefon eller video". */
    forms: (name: string) =>
      String(params[name] ?? '')
        .split(' ')
        .map((form) => formWords[language][form] ?? form)
        .join(language === 'da' ? ' eller ' : ' or '),
    /** Wall minutes "480-720 780-960": "8.00–12.00, 13.00–16.00". */
    hours: () =>
      String(params['spans'] ?? '')
        .split(' ')
        .filter(Boolean)
        .map((one) => one.split('-').map(Number).map(clockOf).join('–'))
        .join(', '),
    /** Epoch minutes `from` to `to`, with days when they lie on two. */
    span: () => {
      const [from, to] = [number('from'), number('to')];
      if (dayAt(from) === dayAt(to - 1)) return `${clockAt(from)}–${clockAt(to)}`;
      return `${momentAt(from)} – ${momentAt(to)}`;
    },
    /** "2 timer", "45 minutter". */
    duration: (name: string) => {
      const minutes = number(name);
      const [unit, count]: [string, number] =
        minutes >= 2880
          ? ['day', minutes / 1440]
          : minutes >= 60
            ? ['hour', minutes / 60]
            : ['minute', minutes];
      return new Intl.NumberFormat(tags[language], {
        style: 'unit',
        unit,
        unitDisplay: 'long',
        maximumFractionDigits: 1,
      }).format(count);
    },
    /** The time that must be free around a talk; null when none must. */
    buffer: () => {
      const [before, after] = [number('bufferBefore'), number('bufferAfter')];
      if (before + after === 0) return null;
      return language === 'da'
        ? `${Math.max(before, after)} min. skal være fri imellem`
        : `${Math.max(before, after)} min. must be free between`;
    },
  };
}
