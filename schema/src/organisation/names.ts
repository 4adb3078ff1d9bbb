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
