/** A stretch of a weekday, 1 is Monday, in minutes from midnight. */
export interface Hours {
  weekday: number;
  startMinute: number;
  endMinute: number;
}

/** Weekdays in a row with the same hours, as one line: Monday to Thursday 8.00–15.30. */
export function phoneWeek(
  hours: readonly Hours[],
): { from: number; to: number; pieces: [number, number][] }[] {
  const lines: { from: number; to: number; pieces: [number, number][] }[] = [];
  for (let weekday = 1; weekday <= 7; weekday++) {
    const pieces = hours
      .filter((piece) => piece.weekday === weekday)
      .map(({ startMinute, endMinute }): [number, number] => [startMinute, endMinute])
      .sort(([a], [b]) => a - b);
    const last = lines.at(-1);
    if (pieces.length === 0) continue;
    if (last?.to === weekday - 1 && String(last.pieces) === String(pieces)) last.to = weekday;
    else lines.push({ from: weekday, to: weekday, pieces });
  }
  return lines;
}
