/** Epoch milliseconds, half-open. */
export type Span = { from: number; to: number };

/** When resources are taken: what is stored, and what earlier rows of the file will take. */
export function timeLines(stored: ReadonlyMap<string, readonly Span[]>) {
  const taken = new Map([...stored].map(([id, spans]) => [id, [...spans]]));
  return {
    overlaps: (id: string, span: Span): boolean =>
      taken.get(id)?.some((other) => other.from < span.to && span.from < other.to) ?? false,
    take(id: string, span: Span): void {
      const spans = taken.get(id);
      if (spans) spans.push(span);
      else taken.set(id, [span]);
    },
  };
}

/** A talk with the minutes that are kept free around it. */
export const padded = ({ from, to }: Span, minutesBefore: number, minutesAfter: number): Span => ({
  from: from - minutesBefore * 60_000,
  to: to + minutesAfter * 60_000,
});
