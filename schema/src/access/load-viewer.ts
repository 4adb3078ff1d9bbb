import { anonymous, type Sql, type Viewer } from '@planner/db';

/**
 * The viewer behind a signed-in user, read fresh by the system role. A user who is no longer there is anonymous.
 * Someone with a caseworker's, administrator's or other actor's role is staff; a person is never both at once.
 */
export async function loadViewer(system: Sql, userId: string): Promise<Viewer> {
  const [row] = await system<
    {
      id: string;
      name: string;
      language: string;
      citizenId: string | null;
      caseworkerId: string | null;
      rightsVersion: number;
      roles: { jobCentreId: string; role: string; actor: string | null }[];
      actsFor: string[];
    }[]
  >`
    select u.id, u.name, u.language, u.citizen_id as "citizenId", u.caseworker_id as "caseworkerId",
      u.rights_version as "rightsVersion",
      (select coalesce(jsonb_agg(jsonb_build_object('jobCentreId', g.job_centre_id, 'role', g.role, 'actor', g.other_actor_id)
        order by g.job_centre_id, g.role), '[]') from role_grant g where g.user_id = u.id) as roles,
      array(select p.citizen_id from power_of_attorney p where p.agent_id = u.citizen_id
        and p.during @> (planner_now() at time zone 'Europe/Copenhagen')::date order by 1) as "actsFor"
    from user_account u where u.id = ${userId}`;
  if (!row) return anonymous;
  const serving = row.roles.filter((grant) =>
    ['administrator', 'caseworker', 'integrator'].includes(grant.role),
  );
  return {
    userId: row.id,
    kind: row.roles.length > 0 ? 'staff' : 'citizen',
    name: row.name,
    language: row.language === 'en' ? 'en' : 'da',
    citizenId: row.citizenId,
    caseworkerId: row.caseworkerId,
    citizens: row.citizenId ? [row.citizenId, ...row.actsFor] : [],
    centres: [...new Set(serving.map((grant) => grant.jobCentreId))],
    administers: row.roles.flatMap((grant) => (grant.role === 'administrator' ? grant.jobCentreId : [])),
    actors: [...new Set(row.roles.flatMap((grant) => grant.actor ?? []))],
    roles: row.roles.map(({ jobCentreId, role }) => ({ jobCentreId, role })),
    rightsVersion: row.rightsVersion,
  };
}

/** Whether the viewer may work with this job centre's calendar as staff. */
export function worksAt(viewer: Viewer, jobCentreId: string): boolean {
  return viewer.roles.some((grant) => grant.jobCentreId === jobCentreId && grant.role !== 'auditor');
}
