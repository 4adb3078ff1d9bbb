import { randomUUID } from 'node:crypto';
import { type Handle, roleGrant, type Viewer } from '@planner/db';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { readName } from '../organisation/names.ts';
import { InvalidInput, type Language, NotAllowed, Outdated, unknown } from '../refusals.ts';
import type { Read } from '../versioned.ts';
import { daysOf, type Period } from './period.ts';
import type { Role } from './rights.ts';
import { sentence } from './sentences.ts';
import { readSignIn, type SignIn } from './sign-in.ts';

/** The operator's role is of no job centre, and given by nobody here. */
export type GivenRole = Exclude<Role, 'operator'>;
type Giving = Period & { role: GivenRole; otherActorId: string | null };

/** Gives somebody a first role; who signs in by that address or subject is one account in all job centres. */
export function addUser(
  handle: Handle,
  viewer: Viewer,
  input: Giving &
    SignIn & {
      jobCentreId: string;
      name: string;
      caseworkerId: string | null;
      idempotencyKey: string;
    },
): Promise<string> {
  const { language } = viewer;
  const { jobCentreId } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const name = readName('name', input.name, language);
    const { email, subject } = readSignIn(input, language);
    await lock(handle, [jobCentreId]);
    const [account] = await handle.query<{ id: string | null }>('select staff_account($1, $2, $3) as id', [
      subject,
      email,
      name,
    ]);
    if (!account?.id) {
      throw new NotAllowed('SIGN_IN_TAKEN', sentence.signInTaken[language], sentence.useAnother[language]);
    }
    await give(handle, jobCentreId, account.id, input, language);
    if (input.caseworkerId) await link(handle, jobCentreId, account.id, input.caseworkerId, language);
    return account.id;
  });
}

/** Changes a user's name, and whose calendar is hers. What she signs in by is never changed. */
export async function saveUser(
  handle: Handle,
  viewer: Viewer,
  input: { jobCentreId: string; user: Read; name: string; caseworkerId: string | null },
): Promise<string> {
  const { language } = viewer;
  const { user, jobCentreId } = input;
  await keepUser(handle, viewer, jobCentreId, user.id);
  const name = readName('name', input.name, language);
  const changed = await handle.query(
    `update user_account set name = $3, version = version + 1,
       caseworker_id = case when $4::uuid is null then null else caseworker_id end
     where id = $1 and version = $2 returning 1`,
    [user.id, user.version, name, input.caseworkerId],
  );
  if (changed.length === 0) throw new Outdated(language);
  if (input.caseworkerId) await link(handle, jobCentreId, user.id, input.caseworkerId, language);
  return user.id;
}

/** Gives a user of the job centre another role, from today on or later. Returns the user's id. */
export function giveRole(
  handle: Handle,
  viewer: Viewer,
  input: Giving & { jobCentreId: string; userId: string; idempotencyKey: string },
): Promise<string> {
  return once(handle, viewer, input, async () => {
    await keepUser(handle, viewer, input.jobCentreId, input.userId);
    await lock(handle, [input.jobCentreId]);
    await give(handle, input.jobCentreId, input.userId, input, viewer.language);
    return input.userId;
  });
}

/**
 * Ends a role at once, or takes back one that has not begun; its open sockets close with the commit. Saying it twice ends
 * it once. Refusals: NotAllowed, for the last administrator too. Returns the user's id.
 */
export async function endRole(handle: Handle, viewer: Viewer, grantId: string): Promise<string> {
  const { language } = viewer;
  const [grant] = await handle.query<{ userId: string; jobCentreId: string; role: string }>(
    'select user_id as "userId", job_centre_id as "jobCentreId", role from role_grant where id = $1',
    [grantId],
  );
  if (!grant || !viewer.administers.includes(grant.jobCentreId)) throw unknown(language);
  await lock(handle, [grant.jobCentreId]);
  await handle.query('update role_grant set ended_at = planner_now() where id = $1 and ended_at is null', [
    grantId,
  ]);
  const [left] = await handle.query(
    `select 1 from role_grant where job_centre_id = $1 and role = 'administrator' and ended_at is null
       and during @> rights_today() and upper_inf(during) limit 1`,
    [grant.jobCentreId],
  );
  if (grant.role === 'administrator' && !left) {
    const { lastAdministrator, appointAnother } = sentence;
    throw new NotAllowed('LAST_ADMINISTRATOR', lastAdministrator[language], appointAnother[language]);
  }
  return grant.userId;
}

async function give(handle: Handle, jobCentreId: string, userId: string, giving: Giving, language: Language) {
  const { role, otherActorId } = giving;
  const ofActor = role === 'actor' || role === 'coordinator';
  if (ofActor && !otherActorId) throw new InvalidInput('otherActor', sentence.actorMissing[language]);
  if (!ofActor && otherActorId) throw new InvalidInput('otherActor', sentence.noActorNeeded[language]);
  const [found] = await handle.query<{ today: string; actor: boolean }>(
    `select rights_today()::text as today,
       $2::uuid is null or exists (select from other_actor where id = $2 and job_centre_id = $1) as actor`,
    [jobCentreId, otherActorId],
  );
  if (!found?.actor) throw unknown(language);
  const during = daysOf(giving, found.today, language);
  const [held] = await handle.query(
    `select 1 from role_grant where user_id = $1 and job_centre_id = $2 and role = $3
       and other_actor_id is not distinct from $4 and during && $5::daterange and ended_at is null`,
    [userId, jobCentreId, role, otherActorId, during],
  );
  if (held) throw new NotAllowed('ROLE_HELD', sentence.roleHeld[language], sentence.endTheOther[language]);
  await handle.db
    .insert(roleGrant)
    .values({ id: randomUUID(), userId, jobCentreId, role, otherActorId, during });
}

async function keepUser(handle: Handle, viewer: Viewer, jobCentreId: string, userId: string) {
  const [known] = await handle.query('select 1 from role_grant where user_id = $1 and job_centre_id = $2', [
    userId,
    jobCentreId,
  ]);
  if (!known || !viewer.administers.includes(jobCentreId)) throw unknown(viewer.language);
}

/** The calendar of a caseworker who works in the job centre becomes the user's own. */
async function link(
  handle: Handle,
  jobCentreId: string,
  userId: string,
  caseworkerId: string,
  language: Language,
) {
  const linked = await handle.query(
    `update user_account set caseworker_id = $2 where id = $1
       and (caseworker_id = $2 or exists (select from employment where caseworker_id = $2 and job_centre_id = $3))
     returning 1`,
    [userId, caseworkerId, jobCentreId],
  );
  if (linked.length === 0) throw unknown(language);
}
