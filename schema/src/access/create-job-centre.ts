import type { Handle, Viewer } from '@planner/db';
import { once } from '../idempotency.ts';
import { readName } from '../organisation/names.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { sentence } from './sentences.ts';
import { readSignIn, type SignIn } from './sign-in.ts';

/**
 * An operator makes a job centre with nothing in it but its first administrator. Returns its id. Refusals: NotAllowed,
 * InvalidInput, KeyReused.
 */
export function createJobCentre(
  handle: Handle,
  viewer: Viewer,
  input: SignIn & { code: string; name: string; administrator: string; idempotencyKey: string },
): Promise<string> {
  const { language } = viewer;
  return once(handle, viewer, input, async () => {
    if (!viewer.operates) throw unknown(language);
    const code = input.code.trim();
    if (!/^\d{5}$/.test(code)) throw new InvalidInput('code', sentence.noCode[language]);
    const name = readName('name', input.name, language);
    const administrator = readName('administrator', input.administrator, language);
    const { email, subject } = readSignIn(input, language);
    const [taken] = await handle.query('select 1 from job_centre where code = $1', [code]);
    if (taken) throw new InvalidInput('code', sentence.codeTaken[language]);
    const [made] = await handle
      .query<{ id: string }>('select operator_founds($1, $2, $3, $4, $5) as id', [
        code,
        name,
        subject,
        email,
        administrator,
      ])
      .catch((error: { code?: string }) => {
        // Who signs in so is a citizen: there is no account for the role.
        if (error.code !== '23502') throw error;
        throw new NotAllowed('SIGN_IN_TAKEN', sentence.signInTaken[language], sentence.useAnother[language]);
      });
    return made?.id as string;
  });
}
