import { isoOfDay, localDayOf } from '@planner/schema/availability/wall-time.ts';
import type { TransactionSql } from 'postgres';
import type { CaseworkerWrite, KnownCaseworker, KnownOrganisation } from './caseworkers.ts';
import type { WeeklyPiece } from './hours.ts';

/** Job centres, teams, interview types and all caseworkers with their current teams, competences and hours. */
export async function loadOrganisation(sql: TransactionSql): Promise<KnownOrganisation> {
  const [centres, teams, types, people, members, competences, hours, breaks] = await Promise.all([
    sql<{ id: string; code: string; zone: string }[]>`select id, code, zone from job_centre`,
    sql<{ id: string; centre: string; name: string }[]>`select id, job_centre_id as centre, name from team`,
    sql<{ code: number }[]>`select code from interview_type`,
    sql<{ id: string; name: string; email: string; ended: string[] }[]>`
      select id, name, lower(email) as email, array(select job_centre_id::text from employment e
        where e.caseworker_id = c.id and e.last_day < (planner_now() at time zone 'Europe/Copenhagen')::date) as ended
      from caseworker c where email is not null`,
    sql<{ who: string; centre: string; team: string }[]>`
      select caseworker_id as who, job_centre_id as centre, team_id as team from membership`,
    sql<{ who: string; centre: string; code: number }[]>`
      select caseworker_id as who, job_centre_id as centre, interview_type as code from competence`,
    weekly(sql, 'working_hours'),
    weekly(sql, 'work_break'),
  ]);
  const byId = new Map<string, KnownCaseworker>(
    people.map(({ id, name, ended }) => [id, { id, name, ended: new Set(ended), at: new Map() }]),
  );
  const at = (who: string, centre: string) => {
    const places = byId.get(who)?.at;
    if (places && !places.has(centre))
      places.set(centre, { teams: [], competences: [], hours: [], breaks: [] });
    return places?.get(centre);
  };
  for (const row of members) at(row.who, row.centre)?.teams.push(row.team);
  for (const row of competences) at(row.who, row.centre)?.competences.push(row.code);
  for (const row of hours) at(row.who, row.centre)?.hours.push(row);
  for (const row of breaks) at(row.who, row.centre)?.breaks.push(row);
  return {
    centres: new Map(
      centres.map(({ id, code, zone }) => {
        const own = teams.filter((team) => team.centre === id);
        return [code, { id, zone, teams: new Map(own.map((team) => [team.name.toLowerCase(), team.id])) }];
      }),
    ),
    interviewTypes: new Set(types.map(({ code }) => code)),
    caseworkers: new Map(people.map(({ id, email }) => [email, byId.get(id) as KnownCaseworker])),
  };
}

/** A pattern of every second week, or one with an end, is never the same as a plain one: `start` then is -1. */
function weekly(sql: TransactionSql, table: 'working_hours' | 'work_break') {
  const plain = table === 'working_hours' ? sql`every_weeks = 1 and valid_to is null` : sql`valid_to is null`;
  return sql<(WeeklyPiece & { who: string; centre: string })[]>`
    select caseworker_id as who, job_centre_id as centre, weekday,
      case when ${plain} then start_minute else -1 end as start, end_minute as end
    from ${sql(table)} where valid_to is null or valid_to >= (planner_now() at time zone 'Europe/Copenhagen')::date`;
}

/** Writes one caseworker at one job centre; a sentence when it can't be. Hours begin today, the old ones end yesterday. */
export async function writeCaseworker(
  tx: TransactionSql,
  write: CaseworkerWrite,
  now: Date,
): Promise<string | null> {
  const { id, centreId: centre } = write;
  if (write.create) {
    await tx`insert into resource (id, kind) values (${id}, 'person')`;
    await tx`insert into caseworker (id, name, email) values (${id}, ${write.name}, ${write.email})`;
  } else await tx`update caseworker set name = ${write.name} where id = ${id} and name <> ${write.name}`;
  if (write.teams) {
    await tx`delete from membership
      where caseworker_id = ${id} and job_centre_id = ${centre} and team_id <> all (${write.teams}::uuid[])`;
    await tx`insert into membership (caseworker_id, team_id, job_centre_id)
      select ${id}, t, ${centre} from unnest(${write.teams}::uuid[]) t on conflict do nothing`;
  }
  if (write.competences) {
    await tx`delete from competence
      where caseworker_id = ${id} and job_centre_id = ${centre} and interview_type <> all (${write.competences}::int[])`;
    await tx`insert into competence (caseworker_id, job_centre_id, interview_type)
      select ${id}, ${centre}, c from unnest(${write.competences}::int[]) c on conflict do nothing`;
  }
  const today = isoOfDay(localDayOf(write.zone, Math.floor(now.getTime() / 60_000)));
  if (write.hours) await writeWeek(tx, 'working_hours', write, write.hours, today);
  if (write.breaks) await writeWeek(tx, 'work_break', write, write.breaks, today);
  return null;
}

async function writeWeek(
  tx: TransactionSql,
  table: 'working_hours' | 'work_break',
  { id, centreId }: CaseworkerWrite,
  pieces: readonly WeeklyPiece[],
  today: string,
): Promise<void> {
  const of = tx`caseworker_id = ${id} and job_centre_id = ${centreId}`;
  await tx`delete from ${tx(table)} where ${of} and valid_from >= ${today}::date`;
  await tx`update ${tx(table)} set valid_to = ${today}::date - 1
    where ${of} and valid_from < ${today}::date and (valid_to is null or valid_to >= ${today}::date)`;
  const column = (of: keyof WeeklyPiece) => pieces.map((piece) => piece[of]);
  await tx`insert into ${tx(table)} (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
    select ${id}, ${centreId}, d, s, e, ${today}::date
    from unnest(${column('weekday')}::int[], ${column('start')}::int[], ${column('end')}::int[]) p (d, s, e)`;
}
