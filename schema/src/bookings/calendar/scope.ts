import type { Handle, Viewer } from '@planner/db';
import { gives, may } from '../../access/rights.ts';
import { uuids, type Watched } from './entries.ts';

/** Most calendars that one question may ask for. */
const max = 200;

/** Whose calendars are asked for, and which of their job centres' closings and offers show in them. */
export type Scope = Watched & {
  /** Job centres where the viewer works, each with those of the watched who work there. */
  centres: ReadonlyMap<string, readonly string[]>;
};

/**
 * A team's members, those named, or both, and rooms. A member of a team counts for that team's job centre only. Who sees
 * no calendars by role sees those of her other actor's staff.
 */
export async function scopeOf(
  handle: Handle,
  viewer: Viewer,
  ask: Watched & { team: string | null },
): Promise<Scope> {
  const rows = await handle.query<{ id: string; centre: string; room: boolean }>(
    `select caseworker_id as id, job_centre_id as centre, false as room from membership where team_id = $1::uuid
     union select caseworker_id, job_centre_id, false from employment where caseworker_id = any ($2::uuid[])
     union all select id, job_centre_id, true from room where id = any ($3::uuid[])
     order by 3, 1 limit ${max}`,
    [ask.team, uuids(ask.caseworkers), uuids(ask.rooms)],
  );
  const all = may(viewer, 'seeCalendars');
  const people = rows.filter((row) => !row.room && (all || viewer.staff.includes(row.id)));
  const mine = new Set(
    viewer.roles.flatMap(({ role, jobCentreId }) =>
      gives(role, 'seeCalendars') || gives(role, 'coordinate') ? jobCentreId : [],
    ),
  );
  const centres = new Map<string, string[]>();
  const shown = [...people, ...rows.filter((row) => row.room && all)];
  for (const { id, centre, room } of shown.filter((row) => mine.has(row.centre))) {
    const known = centres.get(centre) ?? [];
    centres.set(centre, room ? known : [...known, id]);
  }
  return {
    caseworkers: [...new Set(people.map((row) => row.id))],
    rooms: shown.filter((row) => row.room).map((row) => row.id),
    centres,
  };
}
