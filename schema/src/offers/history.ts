import type { Handle } from '@planner/db';
import type { Language } from '../refusals.ts';

type Image = Record<string, unknown>;
/** One setting before and after, as text; null where there was or is nothing. */
export type Difference = { field: string; before: string | null; after: string | null };
export type OfferChange = {
  id: string;
  at: Date;
  by: string | null;
  made: boolean;
  differences: Difference[];
};

type Reader = { language: Language; zone: string };

/** What has happened to an offer, the newest first, at most 100; empty for who does not administer its job centre. */
export async function readChanges(
  handle: Handle,
  offerId: string,
  language: Language,
): Promise<OfferChange[]> {
  type Row = { id: string; ms: number; by: string | null; before: Image | null; after: Image | null };
  const [rows, teams, [centre]] = await Promise.all([
    handle.query<Row>(
      'select id::text, (extract(epoch from at) * 1000)::float8 as ms, by, before, after from offer_trail($1)',
      [offerId],
    ),
    handle.query<{ id: string; name: string }>(
      'select id, name from team where job_centre_id = (select job_centre_id from offer where id = $1)',
      [offerId],
    ),
    handle.query<{ zone: string }>(
      'select zone from job_centre where id = (select job_centre_id from offer where id = $1)',
      [offerId],
    ),
  ]);
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return rows.map(({ id, ms, by, before, after }) => ({
    id,
    at: new Date(Number(ms)),
    by,
    made: before === null,
    differences:
      before && after
        ? differences(before, after, (id) => names.get(id) ?? null, { language, zone: centre?.zone ?? 'UTC' })
        : [],
  }));
}

/** The settings that two images of an offer's row don't share; the version itself is none. */
export function differences(
  before: Image,
  after: Image,
  teamName: (id: string) => string | null,
  reader: Reader,
): Difference[] {
  const say = (field: string, value: unknown) =>
    field === 'teamId' && value ? teamName(String(value)) : textOf(value, reader);
  return Object.keys(after).flatMap((column) => {
    if (column === 'version' || JSON.stringify(before[column]) === JSON.stringify(after[column])) return [];
    const field = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    return [{ field, before: say(field, before[column]), after: say(field, after[column]) }];
  });
}

const yesNo = { da: ['ja', 'nej'], en: ['yes', 'no'] } as const;
const tags = { da: 'da-DK', en: 'en-GB' } as const;

function textOf(value: unknown, { language, zone }: Reader): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return yesNo[language][value ? 0 : 1];
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((one) => windowText(one, language)).join(', ');
  const text = String(value);
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return text;
  return new Intl.DateTimeFormat(tags[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  }).format(new Date(text));
}

/** "man. 8.00–12.00" of one of the offer's own hours; a code as it is. */
function windowText(one: unknown, language: Language): string {
  if (typeof one !== 'object' || one === null) return String(one);
  const { weekday, startMinute, endMinute } = one as Record<string, number>;
  const day = new Intl.DateTimeFormat(tags[language], { weekday: 'short', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, weekday),
  );
  const clock = (minute = 0) =>
    `${Math.floor(minute / 60)}${language === 'da' ? '.' : ':'}${String(minute % 60).padStart(2, '0')}`;
  return `${day} ${clock(startMinute)}–${clock(endMinute)}`;
}
