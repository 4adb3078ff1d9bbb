/**
 * Whether an offer is open to a citizen, whatever times it has. The list of offers, the engine's gates and the refusals
 * of a hold ask the same functions, so what is listed can be tried.
 */

/** Instants in one unit that compares: epoch minutes in the engine, milliseconds elsewhere. */
export type Publication = { publishedFrom: number | null; publishedTo: number | null; paused: boolean };

/** Citizens book from the publication until its end, but not in a pause. Null is unbounded; a draft's publication lies beyond all time. */
export const isPublished = ({ publishedFrom, publishedTo, paused }: Publication, now: number) =>
  !paused && (publishedFrom === null || publishedFrom <= now) && (publishedTo === null || now < publishedTo);

/** Without groups an offer is everybody's. */
export const isForGroup = (groups: readonly string[], group: string) =>
  groups.length === 0 || groups.includes(group);

/** Whether somebody with this many open talks of the offer's type can have no more. */
export const isFull = (maxOpen: number, openTalks: number) => openTalks >= maxOpen;

/** The same codes as a hold's refusals (see `bookings/hold`), but a pause is told apart. */
export type ClosedCode = 'EXEMPT' | 'OFFER_PUBLISHED' | 'OFFER_PAUSED' | 'GROUP' | 'MAX_OPEN';

/**
 * Why an offer of her own job centre isn't open to a citizen; null when it is. What she can do nothing about comes
 * first.
 */
export function whyClosed(
  offer: Publication & { groups: readonly string[]; maxOpen: number },
  citizen: { exempt: boolean; contactGroup: string },
  openTalks: number,
  now: number,
): ClosedCode | null {
  if (citizen.exempt) return 'EXEMPT';
  if (!isForGroup(offer.groups, citizen.contactGroup)) return 'GROUP';
  if (offer.paused) return 'OFFER_PAUSED';
  if (!isPublished(offer, now)) return 'OFFER_PUBLISHED';
  return isFull(offer.maxOpen, openTalks) ? 'MAX_OPEN' : null;
}
