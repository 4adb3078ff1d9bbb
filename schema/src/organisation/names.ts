import { keepStorable } from '../idempotency.ts';
import { InvalidInput, type Language } from '../refusals.ts';
import { sentence } from './sentences.ts';

/** A name as it is stored: of 1 to 100 characters, without spaces around it. Refuses with InvalidInput. */
export function readName(path: string, typed: string, language: Language): string {
  const name = typed.trim();
  keepStorable(path, name, language);
  if (name === '') throw new InvalidInput(path, sentence.nameMissing[language]);
  if (name.length > 100) throw new InvalidInput(path, sentence.nameLong[language]);
  return name;
}

/** An e-mail address in lower case, as all of them are stored. Refuses with InvalidInput. */
export function readEmail(typed: string, language: Language): string {
  const email = typed.trim().toLowerCase();
  if (email === '') throw new InvalidInput('email', sentence.emailMissing[language]);
  if (email.length > 254 || !/^[^\s@;,\0]+@[^\s@;,\0]+\.[^\s@;,.\0]+$/.test(email) || !email.isWellFormed())
    throw new InvalidInput('email', sentence.emailWrong[language]);
  return email;
}
