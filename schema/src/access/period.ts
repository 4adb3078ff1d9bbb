import { InvalidInput, type Language } from '../refusals.ts';

/** Whole local days, the last one included; null: without an end. */
export type Period = { from: string; to: string | null };

/** As the database keeps it. Refuses with InvalidInput what ends before it begins, or began before today. */
export function daysOf({ from, to }: Period, today: string, language: Language): string {
  if (from < today) throw new InvalidInput('from', sentence.past[language]);
  if (to !== null && to < from) throw new InvalidInput('to', sentence.backwards[language]);
  return `[${from},${to ?? ''}${to === null ? ')' : ']'}`;
}

/** How a period with an end by hand stands on a day. */
export function stateOf(
  period: { from: string | null; to: string | null; endedAt: Date | null },
  today: string,
): 'ahead' | 'current' | 'ended' {
  if (period.endedAt || (period.to !== null && period.to < today)) return 'ended';
  return period.from !== null && period.from > today ? 'ahead' : 'current';
}

/** Columns of a period of whole days, as a query reads them: `from`, `to` (the last day), `endedAt`. */
export const periodColumns = `nullif(lower(during)::text, '-infinity') as "from",
  (upper(during) - 1)::text as "to", (extract(epoch from ended_at) * 1000)::float8 as "endedAtMs"`;

/** A date as Danes type it or as computers write it, `31-12-2026` or `2026-12-31`; undefined when it is none. */
export function readDate(typed: string): string | undefined {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/.exec(typed.trim()) ?? [];
  const iso = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed.trim();
  if (!/^2\d{3}-\d\d-\d\d$/.test(iso)) return undefined;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

const sentence = {
  past: {
    da: 'Perioden kan ikke begynde før i dag. Vælg i dag eller en senere dag.',
    en: 'The period can’t begin before today. Choose today or a later day.',
  },
  backwards: {
    da: 'Den sidste dag kommer før den første. Vælg en senere dag.',
    en: 'The last day comes before the first. Choose a later day.',
  },
} as const;
