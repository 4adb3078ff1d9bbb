import { anonymous, type Sql, type Viewer } from '@planner/db';
import { gives, may, type Power } from './rights.ts';

/**
 * The viewer behind a signed-in user, read fresh by the system role, with the rights of today. A user who is no longer
 * there is anonymous. Someone with a role is staff; a person is never staff and citizen at once.
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
      roles: { jobCentreId: string | null; role: string; actor: string | null }[];
      actsFor: string[];
      staff: string[];
    }[]
  >`
    with held as (select * from role_grant where user_id = ${userId} and ended_at is null and during @> rights_today())
    select u.id, u.name, u.language, u.citizen_id as "citizenId", u.caseworker_id as "caseworkerId",
      u.rights_version as "rightsVersion",
      (select coalesce(jsonb_agg(jsonb_build_object('jobCentreId', g.job_centre_id, 'role', g.role, 'actor', g.other_actor_id)
        order by g.job_centre_id, g.role), '[]') from held g) as roles,
      array(select p.citizen_id from power_of_attorney p where p.agent_id = u.citizen_id
        and p.during @> rights_today() order by 1) as "actsFor",
      array(select distinct s.caseworker_id from held g
        join role_grant o on o.other_actor_id = g.other_actor_id and o.role = 'actor' and o.ended_at is null
          and o.during @> rights_today()
        join user_account s on s.id = o.user_id
        where g.role = 'coordinator' and s.caseworker_id is not null order by 1) as staff
    from user_account u where u.id = ${userId}`;
  if (!row) return anonymous;
  const local = row.roles.filter(
    (grant): grant is typeof grant & { jobCentreId: string } => !!grant.jobCentreId,
  );
  const centresOf = (power: Power) => [
    ...new Set(local.flatMap((grant) => (gives(grant.role, power) ? grant.jobCentreId : []))),
  ];
  return {
    userId: row.id,
    kind: row.roles.length > 0 ? 'staff' : 'citizen',
    name: row.name,
    language: row.language === 'en' ? 'en' : 'da',
    citizenId: row.citizenId,
    caseworkerId: row.caseworkerId,
    citizens: row.citizenId ? [row.citizenId, ...row.actsFor] : [],
    centres: centresOf('seeCitizens'),
    administers: centresOf('administer'),
    receives: centresOf('receive'),
    actors: [
      ...new Set(local.flatMap(({ role, actor }) => (actor && gives(role, 'seeAssigned') ? actor : []))),
    ],
    staff: row.staff,
    operates: row.roles.some((grant) => gives(grant.role, 'operate')),
    roles: local.map(({ jobCentreId, role }) => ({ jobCentreId, role })),
    rightsVersion: row.rightsVersion,
  };
}

/** Whether the viewer may work with this job centre's talks. */
export const worksAt = (viewer: Viewer, jobCentreId: string): boolean => may(viewer, 'serve', jobCentreId);
