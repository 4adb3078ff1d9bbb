import type { Handle } from '@planner/db';

/** Somebody at a job centre: what she does there, and until when. */
export type Employment = {
  id: string;
  caseworkerId: string;
  jobCentreId: string;
  lastDay: string | null;
  summonable: boolean;
  version: number;
  teams: string[];
  competences: number[];
};
export type EmploymentKey = { caseworkerId: string; jobCentreId: string };

/** By caseworker and job centre, in one statement; null where somebody doesn't work. */
export async function loadEmployments(
  handle: Handle,
  keys: readonly EmploymentKey[],
): Promise<(Employment | null)[]> {
  const rows = await handle.query<Employment>(
    `select e.id, e.caseworker_id as "caseworkerId", e.job_centre_id as "jobCentreId", e.last_day::text as "lastDay",
       e.summonable, e.version + c.version - 1 as version,
       array(select t.id::text from membership m join team t on t.id = m.team_id
         where m.caseworker_id = e.caseworker_id and m.job_centre_id = e.job_centre_id order by t.name) as teams,
       array(select interview_type from competence k
         where k.caseworker_id = e.caseworker_id and k.job_centre_id = e.job_centre_id order by 1) as competences
     from employment e join caseworker c on c.id = e.caseworker_id
     where e.caseworker_id = any ($1::uuid[]) and e.job_centre_id = any ($2::uuid[])`,
    [uuids(keys.map((key) => key.caseworkerId)), uuids(keys.map((key) => key.jobCentreId))],
  );
  const byKey = new Map(rows.map((row) => [employmentKey(row), row]));
  return keys.map((key) => byKey.get(employmentKey(key)) ?? null);
}

export const employmentKey = (key: EmploymentKey) => `${key.caseworkerId} ${key.jobCentreId}`;
const uuids = (ids: string[]) => `{${[...new Set(ids)].join(',')}}`;
