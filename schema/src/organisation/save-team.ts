import { randomUUID } from 'node:crypto';
import { type Handle, membership, team, type Viewer } from '@planner/db';
import { and, eq, notInArray } from 'drizzle-orm';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { type Read, updateRead } from '../versioned.ts';
import { readName } from './names.ts';
import { sentence } from './sentences.ts';

export type SaveTeamInput = {
  jobCentreId: string;
  /** Null: a new one. */
  team: Read | null;
  name: string;
  placeId: string | null;
  /** Caseworkers of this job centre; who is left out leaves the team. */
  members: string[];
  idempotencyKey: string;
};

/** Makes a team or changes one. Returns its id. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused. */
export function saveTeam(handle: Handle, viewer: Viewer, input: SaveTeamInput): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, placeId } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const name = readName('name', input.name, language);
    const id = input.team?.id ?? randomUUID();
    await lock(handle, [jobCentreId]);
    const [found] = await handle.query<{ taken: boolean; place: boolean; members: number }>(
      `select exists (select from team where job_centre_id = $1 and lower(name) = lower($2) and id <> $3) as taken,
         exists (select from place where job_centre_id = $1 and id = $4) as place,
         (select count(*)::int from employment
          where job_centre_id = $1 and caseworker_id = any ($5::uuid[])) as members`,
      [jobCentreId, name, id, placeId, `{${input.members.join(',')}}`],
    );
    if (found?.taken) throw new InvalidInput('name', sentence.teamNameTaken[language]);
    if (placeId && !found?.place) throw unknown(language);
    if (found?.members !== new Set(input.members).size) throw unknown(language);
    if (input.team)
      await updateRead(handle, team, { ...input.team, jobCentreId }, { name, placeId }, language);
    else await handle.db.insert(team).values({ id, jobCentreId, name, placeId });
    await handle.db
      .delete(membership)
      .where(and(eq(membership.teamId, id), notInArray(membership.caseworkerId, input.members)));
    if (input.members.length > 0) {
      await handle.db
        .insert(membership)
        .values(input.members.map((caseworkerId) => ({ caseworkerId, teamId: id, jobCentreId })))
        .onConflictDoNothing();
    }
    return id;
  });
}

/** Takes a team away that nobody and nothing belongs to. Refusals: NotAllowed, Outdated. */
export async function removeTeam(handle: Handle, viewer: Viewer, read: Read): Promise<{ name: string }> {
  const { language } = viewer;
  const [seen] = await handle.query<{ jobCentreId: string; name: string }>(
    'select job_centre_id as "jobCentreId", name from team where id = $1',
    [read.id],
  );
  if (!seen || !viewer.administers.includes(seen.jobCentreId)) throw unknown(language);
  await lock(handle, [seen.jobCentreId]);
  const [used] = await handle.query<{ members: boolean; others: boolean }>(
    `select exists (select from membership where team_id = $1) as members,
       exists (select from offer where team_id = $1) or exists (select from closing_day where team_id = $1) as others`,
    [read.id],
  );
  const { teamHasMembers, moveMembers, teamInUse, endThemFirst } = sentence;
  if (used?.members) throw new NotAllowed('HAS_MEMBERS', teamHasMembers[language], moveMembers[language]);
  if (used?.others) throw new NotAllowed('IN_USE', teamInUse[language], endThemFirst[language]);
  await updateRead(handle, team, { ...read, jobCentreId: seen.jobCentreId }, {}, language);
  await handle.db.delete(team).where(eq(team.id, read.id));
  return { name: seen.name };
}
