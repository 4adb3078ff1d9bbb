import type { Person, Viewer } from '#lib/documents/viewer.ts';

/** Whom a page is about. */
export interface Acting extends Person {
  /** The reader herself; otherwise somebody she acts for by power of attorney. */
  own: boolean;
}

/**
 * Who is meant by an id: the viewer herself, or who gave her power of attorney; null for anybody else. Addresses carry
 * it as `?for=`, so that two tabs can act for two people; pages of one booking know whose it is by themselves.
 */
export function personOf({ citizen, actsFor }: Viewer, id: string | null): Acting | null {
  if (citizen && (id === null || id === citizen.id)) return { ...citizen, own: true };
  const other = actsFor.find((person) => person.id === id);
  return other ? { ...other, own: false } : null;
}

/** `?for=` as a mutation's or query's `citizen`: undefined for the viewer herself. */
export const forParam = (url: URL): string | undefined => url.searchParams.get('for') ?? undefined;

/** The address, kept to the same person. */
export function keepTo(person: Acting | null, href: string): string {
  if (!person || person.own) return href;
  return `${href}${href.includes('?') ? '&' : '?'}for=${encodeURIComponent(person.id)}`;
}
