import type { Handle, Viewer } from '@planner/db';
import * as t from '@planner/db';
import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Search } from './rules.ts';

/**
 * Ids of the citizens whom the viewer may see and who fit, by name. Whose citizens they can be is said beside the
 * policies, which decide: so PostgreSQL starts from one job centre (5,000 citizens in 25 ms) and not from the country.
 * An index on names would not help: under row-level security it may use leakproof operators only, and LIKE is none.
 */
export async function searchCitizens(
  handle: Handle,
  viewer: Viewer,
  search: Search,
  limit: number,
): Promise<string[]> {
  const fits = or(...conditions(search));
  if (!fits || viewer.centres.length + viewer.actors.length === 0) return [];
  const rows = await handle.db
    .select({ id: t.citizen.id })
    .from(t.citizen)
    .innerJoin(t.citizenIdentity, eq(t.citizenIdentity.citizenId, t.citizen.id))
    .where(and(within(viewer), fits))
    .orderBy(sql`${t.citizenIdentity.name} collate "da-x-icu"`, asc(t.citizen.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

function within({ centres, actors }: Viewer): SQL | undefined {
  return or(
    centres.length > 0 ? inArray(t.citizen.jobCentreId, [...centres]) : undefined,
    actors.length > 0 ? sql`${t.citizen.id} in (select citizen_id from assignment)` : undefined,
  );
}

function conditions({ words, birthday, phone, caseId }: Search): SQL[] {
  const { name, cprMasked } = t.citizenIdentity;
  const all: (SQL | undefined)[] = [
    words.length > 0 ? and(...words.map((word) => beginsWord(sql`${name}`, word))) : undefined,
    birthday ? sql`left(${cprMasked}, 6) = ${birthday}` : undefined,
    phone ? sql`right(regexp_replace(${t.citizenIdentity.phone}, '\\D', '', 'g'), 8) = ${phone}` : undefined,
    caseId ? sql`lower(${t.citizen.caseId}) = lower(${caseId})` : undefined,
  ];
  return all.filter((one) => one !== undefined);
}

/** The database's own letters may be ASCII only: ICU's know å and Å as one. */
const beginsWord = (text: SQL, word: string) =>
  sql`' ' || translate(lower(${text} collate "und-x-icu"), '-', ' ') like ${`% ${word.replace(/[\\%_]/g, '\\$&')}%`}`;
