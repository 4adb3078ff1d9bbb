import type { Context } from '../context.ts';
import { unknown } from '../refusals.ts';
import { keepCprRight } from './cpr-numbers.ts';
import type { CprPurpose } from './rules.ts';

export type RevealedCpr = { citizenId: string; cpr: string };

/** Shows a citizen's whole number once, and logs it with its purpose in the same go. Refusal: NotAllowed. */
export async function revealCpr(
  { viewer, operation, loaders, cprNumbers }: Context,
  input: { citizen: string; purpose: CprPurpose },
): Promise<RevealedCpr> {
  const citizen = await loaders.citizen.load(input.citizen);
  if (!citizen) throw unknown(viewer.language);
  keepCprRight(viewer, citizen.jobCentreId);
  const { purpose } = input;
  return { citizenId: citizen.id, cpr: await cprNumbers.reveal({ viewer, operation, purpose }, citizen.id) };
}
