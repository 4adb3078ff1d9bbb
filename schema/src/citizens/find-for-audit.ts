import type { Context } from '../context.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { readCpr } from './cpr.ts';
import { sentence } from './sentences.ts';

/**
 * The id of the citizen with this CPR number, for who audits her job centre: to search the trail and the access log by,
 * and nothing else. The look-up is logged. Refusals: InvalidInput, NotAllowed.
 */
export async function findForAudit(context: Context, input: { cpr: string }): Promise<string> {
  const { viewer, operation, handle, cprNumbers } = context;
  const digits = readCpr(input.cpr);
  if (!digits) throw new InvalidInput('cpr', sentence.noCpr[viewer.language]);
  const id = await cprNumbers.find(digits);
  const [row] = await handle.query<{ audited: boolean }>('select audited_citizen($1) as audited', [id]);
  await cprNumbers.logFind({ viewer, operation, purpose: 'audit' }, row?.audited ? id : null);
  if (!row?.audited) throw unknown(viewer.language);
  return id;
}
