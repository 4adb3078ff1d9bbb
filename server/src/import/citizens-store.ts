import { isoOfDay, localDayOf } from '@planner/schema/availability/wall-time.ts';
import { type CprKeys, hashCpr, maskCpr, readCpr, sealCpr } from '@planner/schema/citizens/cpr.ts';
import type { TransactionSql } from 'postgres';
import { type CitizenWrite, caseKey, type KnownCitizen, type KnownCitizens } from './citizens.ts';
import type { CsvRow } from './csv.ts';

/** The look-up hash as text, for maps. */
export const hashText = (keys: CprKeys, cpr: string) => hashCpr(keys, cpr).toString('hex');

/** The file's CPR numbers, hashed; what isn't one is left to the plan to refuse. */
export const hashesIn = (keys: CprKeys, rows: readonly CsvRow[]) =>
  rows.flatMap(({ cells }) => readCpr(cells['cpr'] ?? '') ?? []).map((cpr) => hashText(keys, cpr));

/** What the plan asks about, and those of the file's citizens who are stored. */
export async function loadCitizens(
  sql: TransactionSql,
  keys: CprKeys,
  rows: readonly CsvRow[],
  now: Date,
): Promise<KnownCitizens> {
  const hashes = hashesIn(keys, rows);
  const caseIds = rows.flatMap(({ cells }) => cells['caseId'] || []);
  const [centres, types, caseworkers, citizens, cases] = await Promise.all([
    sql<{ id: string; code: string; zone: string }[]>`select id, code, zone from job_centre`,
    sql<{ code: number }[]>`select code from interview_type`,
    sql<{ id: string; email: string; centres: string[] }[]>`
      select c.id, lower(c.email) as email, array_agg(m.job_centre_id::text) as centres
      from caseworker c join membership m on m.caseworker_id = c.id where c.email is not null group by c.id`,
    sql<(KnownCitizen & { hash: string })[]>`
      select encode(i.cpr_hash, 'hex') as hash, c.id, c.job_centre_id as "centreId", i.name, c.contact_group as "contactGroup",
        c.own_caseworker_id as "ownCaseworkerId", c.exempt, c.case_id as "caseId", i.phone, i.email, i.language,
        (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'interviewType', d.interview_type,
          'bookBy', d.book_by, 'holdBy', d.hold_by, 'open', d.state = 'open')), '[]')
          from deadline d where d.citizen_id = c.id) as deadlines
      from citizen_identity i join citizen c on c.id = i.citizen_id
      where encode(i.cpr_hash, 'hex') = any (${hashes})`,
    sql<{ id: string; centreId: string; caseId: string }[]>`
      select id, job_centre_id as "centreId", case_id as "caseId" from citizen where case_id = any (${caseIds})`,
  ]);
  const today = (zone: string) => isoOfDay(localDayOf(zone, Math.floor(now.getTime() / 60_000)));
  return {
    centres: new Map(centres.map(({ id, code, zone }) => [code, { id, today: today(zone) }])),
    interviewTypes: new Set(types.map(({ code }) => code)),
    caseworkers: new Map(caseworkers.map((one) => [one.email, one])),
    citizens: new Map(citizens.map(({ hash, ...citizen }) => [hash, citizen])),
    cases: new Map(cases.map(({ id, centreId, caseId }) => [caseKey(centreId, caseId), id])),
  };
}

/** Writes one citizen with identity and deadline. */
export async function writeCitizen(
  tx: TransactionSql,
  { id, cpr, facts, newCaseworker, factsDiffer, deadline }: CitizenWrite,
  now: Date,
  keys: CprKeys,
): Promise<string | null> {
  const since = newCaseworker ? now : null;
  if (cpr) {
    await tx`insert into resource (id, kind) values (${id}, 'citizen')`;
    await tx`insert into citizen (id, job_centre_id, contact_group, own_caseworker_id, own_since, exempt, case_id)
      values (${id}, ${facts.centreId}, ${facts.contactGroup}, ${facts.ownCaseworkerId}, ${since}, ${facts.exempt},
        ${facts.caseId})`;
    await tx`insert into citizen_identity
        (citizen_id, name, cpr_masked, cpr_cipher, cpr_key_id, cpr_hash, phone, email, language)
      values (${id}, ${facts.name}, ${maskCpr(cpr)}, ${sealCpr(keys, cpr)}, ${keys.keyId}, ${hashCpr(keys, cpr)},
        ${facts.phone}, ${facts.email}, ${facts.language})`;
  } else if (factsDiffer) {
    await tx`update citizen set contact_group = ${facts.contactGroup}, own_caseworker_id = ${facts.ownCaseworkerId},
      own_since = coalesce(${since}, own_since), exempt = ${facts.exempt}, case_id = ${facts.caseId}, version = version + 1 where id = ${id}`;
    await tx`update citizen_identity set name = ${facts.name}, phone = ${facts.phone}, email = ${facts.email},
      language = ${facts.language} where citizen_id = ${id}`;
  }
  if (deadline?.id)
    await tx`update deadline set book_by = ${deadline.bookBy}, hold_by = ${deadline.holdBy}, version = version + 1
      where id = ${deadline.id} and state = 'open'`;
  else if (deadline)
    await tx`insert into deadline (job_centre_id, citizen_id, interview_type, book_by, hold_by)
      values (${facts.centreId}, ${id}, ${deadline.interviewType}, ${deadline.bookBy}, ${deadline.holdBy})`;
  return null;
}
