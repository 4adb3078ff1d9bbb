import { hashCpr, maskCpr, sealCpr } from '@planner/schema/citizens/cpr.ts';
import type { Planner } from './planner.ts';

/** Gives one of the fixture's citizens a CPR number under the planner's keys. */
export async function giveCpr({ owner, ids, config }: Planner, name: string, digits: string): Promise<void> {
  await owner`update citizen_identity set cpr_masked = ${maskCpr(digits)}, cpr_cipher = ${sealCpr(config.cpr, digits)},
    cpr_key_id = ${config.cpr.keyId}, cpr_hash = ${hashCpr(config.cpr, digits)} where citizen_id = ${ids[name] as string}`;
}
