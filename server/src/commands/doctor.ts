import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';

/** Checks configuration and database and says what is wrong, a sentence each; 1 when something is. */
export async function run(): Promise<number> {
  const config = readConfig(process.env);
  const { disconnect, system } = await openDatabase(config, createLog('warn'));
  const faults: string[] = [];
  try {
    const [owner] =
      await system`select r.rolsuper, r.rolbypassrls, pg_get_userbyid(c.relowner) = current_user as owns,
      current_setting('server_version_num')::int as version, session_user::text as who
      from pg_roles r, pg_class c where r.rolname = session_user and c.relname = 'booking'`;
    if (owner?.['rolsuper'] || owner?.['rolbypassrls'])
      faults.push(`The login ${owner['who']} bypasses row-level security: use one that owns nothing.`);
    if (owner?.['owns'])
      faults.push(`The login ${owner['who']} owns the tables: use the system login, which owns nothing.`);
    if (Number(owner?.['version']) < 150_000) faults.push('PostgreSQL is older than 15.');
    const [unsealed] =
      await system`select count(*)::int as n from audit_event where batch_id is null and at < planner_now() - interval '1 minute'
        -- A planner that has just started after a crash, or none, seals them in its first seconds.
        and exists (select from process where stopped_at is null and seen_at > clock_timestamp() - interval '30 seconds'
                    and started_at < clock_timestamp() - interval '1 minute')`;
    if (unsealed?.['n'] > 0)
      faults.push(
        `${unsealed?.['n']} audit events have been unsealed for more than a minute though the planner runs: see its log for the job "seal".`,
      );
  } finally {
    await disconnect();
  }
  process.stdout.write(faults.length === 0 ? 'All is well.\n' : `${faults.join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}
