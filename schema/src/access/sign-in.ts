import { InvalidInput, type Language } from '../refusals.ts';
import { sentence } from './sentences.ts';

/** By what somebody is known at her first sign-in: one of them at least. */
export type SignIn = { email: string | null; subject: string | null };

/** The same without spaces around it. Refuses with InvalidInput. */
export function readSignIn(typed: SignIn, language: Language): SignIn {
  const email = typed.email?.trim() || null;
  const subject = typed.subject?.trim() || null;
  if (!email && !subject) throw new InvalidInput('email', sentence.signInMissing[language]);
  if (email && !/^[^\s@]{1,100}@[^\s@]{1,150}$/.test(email))
    throw new InvalidInput('email', sentence.noEmail[language]);
  return { email, subject };
}
