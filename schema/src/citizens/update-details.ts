import { citizenIdentity, type Handle, userAccount, type Viewer } from '@planner/db';
import { eq } from 'drizzle-orm';
import { createLoaders } from '../loaders.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { contactSentence, readEmail, readPhone } from './contact.ts';

/** What is left out stays as it is; blank text takes a number or an address away. */
export type DetailsInput = {
  /** Whose, by power of attorney; null: the viewer's own. */
  citizen: string | null;
  phone?: string | undefined;
  email?: string | undefined;
  language?: 'da' | 'en' | undefined;
  remindBySms?: boolean | undefined;
  remindByEmail?: boolean | undefined;
};

/**
 * A citizen's own details, or the contact details of whom she acts for: never his language, which is how he reads.
 * Returns the citizen's id. Refusals: InvalidInput, NotAllowed.
 */
export async function updateDetails(handle: Handle, viewer: Viewer, input: DetailsInput): Promise<string> {
  const id = input.citizen ?? viewer.citizenId;
  if (viewer.kind !== 'citizen' || !id || !viewer.citizens.includes(id)) throw unknown(viewer.language);
  if (input.language && id !== viewer.citizenId)
    throw new NotAllowed('LANGUAGE_IS_THEIRS', sentence.language[viewer.language]);
  const wanted = {
    phone: optional(
      input.phone,
      readPhone,
      () => new InvalidInput('phone', contactSentence.phone[viewer.language]),
    ),
    email: optional(
      input.email,
      readEmail,
      () => new InvalidInput('email', contactSentence.email[viewer.language]),
    ),
    language: input.language,
    remindBySms: input.remindBySms,
    remindByEmail: input.remindByEmail,
  };
  const known = await createLoaders(() => handle).citizen.load(id);
  if (!known) throw unknown(viewer.language);
  const changed = Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && value !== known[field as keyof typeof wanted],
    ),
  );
  // Saved again unchanged, the trail has nothing to tell.
  if (Object.keys(changed).length > 0)
    await handle.db.update(citizenIdentity).set(changed).where(eq(citizenIdentity.citizenId, id));
  if (input.language)
    await handle.db
      .update(userAccount)
      .set({ language: input.language })
      .where(eq(userAccount.id, viewer.userId as string));
  return id;
}

function optional(
  text: string | undefined,
  read: (text: string) => string | null,
  refusal: () => InvalidInput,
): string | null | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '') return null;
  const value = read(text);
  if (value === null) throw refusal();
  return value;
}

const sentence = {
  language: {
    da: 'Sproget vælger den, du handler for, selv.',
    en: 'The person you act for chooses the language.',
  },
} as const;
