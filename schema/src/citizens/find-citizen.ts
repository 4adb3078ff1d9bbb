import type { Context } from '../context.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { readCpr } from './cpr.ts';
import { keepCprRight } from './cpr-numbers.ts';
import type { CprPurpose } from './rules.ts';
import { sentence } from './sentences.ts';

/**
 * The id of the citizen with this CPR number, if the viewer may see her. A number that nobody has takes the same steps
 * as one whose citizen is not the viewer's to see: neither words nor time tell them apart. Refusals: InvalidInput,
 * NotAllowed.
 */
export async function findCitizen(
  { viewer, operation, loaders, cprNumbers }: Context,
  input: { cpr: string; purpose: CprPurpose },
): Promise<string> {
  keepCprRight(viewer, null);
  const digits = readCpr(input.cpr);
  if (!digits) throw new InvalidInput('cpr', sentence.noCpr[viewer.language]);
  const citizen = await loaders.citizen.load(await cprNumbers.find(digits));
  await cprNumbers.logFind({ viewer, operation, purpose: input.purpose }, citizen?.id ?? null);
  if (!citizen) throw unknown(viewer.language);
  return citizen.id;
}
