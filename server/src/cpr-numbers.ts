import { randomUUID } from 'node:crypto';
import type { Sql } from '@planner/db';
import { type CprKeys, hashCpr, openCpr } from '@planner/schema/citizens/cpr.ts';
import type { CprNumbers } from '@planner/schema/citizens/cpr-numbers.ts';

/** CPR numbers as the system role reads them. */
export function createCprNumbers(system: Sql, keys: CprKeys): CprNumbers {
  return {
    async reveal({ viewer, operation, purpose }, citizenId) {
      const [row] = await system<{ cipher: Uint8Array; keyId: string }[]>`
        with logged as (select log_access(${viewer.userId}, array[${citizenId}::uuid], ${operation}, 'cpr', ${purpose}))
        select cpr_cipher as cipher, cpr_key_id as "keyId" from citizen_identity, logged where citizen_id = ${citizenId}`;
      if (!row) throw new Error('A citizen has no CPR number.');
      if (row.keyId !== keys.keyId) throw new Error(`A CPR number is sealed under the key ${row.keyId}.`);
      return openCpr(keys, row.cipher);
    },
    async find(digits) {
      const [row] = await system<{ id: string }[]>`
        select citizen_id as id from citizen_identity where cpr_hash = ${hashCpr(keys, digits)}`;
      return row?.id ?? randomUUID();
    },
    async logFind({ viewer, operation, purpose }, citizenId) {
      await system`insert into search_log (viewer_id, operation, purpose)
        values (${viewer.userId}, ${operation}, ${purpose})`;
      if (citizenId)
        await system`select log_access(${viewer.userId}, array[${citizenId}::uuid], ${operation}, 'search', ${purpose})`;
    },
  };
}
