interface PlacedOffer {
  id: string;
  place: string | null;
  seats: number;
  interviewType: { code: number };
}

/** A place where this kind of talk is held, and the offer it is booked from there. */
export interface Place {
  offer: string;
  /** null: the job centre's own address. */
  place: string | null;
}

/**
 * The places to choose between: this offer's own first, then others' of the same kind of talk, alone or in a group as
 * this one. An offer has one place, so another place is another offer.
 */
export function placesOf(offer: PlacedOffer, others: readonly PlacedOffer[]): Place[] {
  const alike = others.filter(
    ({ interviewType, seats }) =>
      interviewType.code === offer.interviewType.code && seats > 1 === offer.seats > 1,
  );
  const places = new Map<string | null, Place>();
  for (const { id, place } of [offer, ...alike])
    if (!places.has(place)) places.set(place, { offer: id, place });
  return [...places.values()];
}
