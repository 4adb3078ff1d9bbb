import { type CprKeys, hashCpr, readCpr } from '@planner/schema/citizens/cpr.ts';
import type { Sql } from 'postgres';
import type { LinkSubject } from './session-store.ts';

/**
 * A citizen's first sign-in makes her account: she is whoever the CPR number belongs to that the broker vouches for.
 * Null when there is no number, or nobody has it. The number itself is kept nowhere.
 */
export function linkCitizen(sql: Sql, keys: CprKeys): LinkSubject {
  return async (issuer, { sub, cpr }) => {
    const digits = cpr ? readCpr(cpr) : null;
    if (!digits) return null;
    const [made] = await sql.begin(async (tx) => {
      await tx`select set_config('app.operation', 'first sign-in', true)`;
      // Two tabs may come at once: the second finds the first's account.
      return tx<{ userId: string }[]>`
        insert into user_account (issuer, subject, name, language, citizen_id)
        select ${issuer}, ${sub}, name, language, citizen_id from citizen_identity
        where cpr_hash = ${hashCpr(keys, digits)}
        on conflict (issuer, subject) do update set subject = excluded.subject returning id as "userId"`;
    });
    return made ?? null;
  };
}
