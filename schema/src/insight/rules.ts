export type Stretch = { startsAt: Date; endsAt: Date };

/** What is left of these stretches when others are taken away, from `since` on, and no shorter than this. */
export function gaps(
  hours: readonly Stretch[],
  taken: readonly Stretch[],
  since: Date,
  atLeastMinutes: number,
): Stretch[] {
  const left: Stretch[] = [];
  const busy = [...taken].sort((a, b) => +a.startsAt - +b.startsAt);
  for (const { startsAt, endsAt } of hours) {
    let from = Math.max(+startsAt, +since);
    const keep = (until: number) => {
      if (until - from >= atLeastMinutes * 60_000)
        left.push({ startsAt: new Date(from), endsAt: new Date(until) });
    };
    for (const other of busy) {
      if (+other.endsAt <= from || +other.startsAt >= +endsAt) continue;
      keep(+other.startsAt);
      from = Math.max(from, +other.endsAt);
    }
    keep(+endsAt);
  }
  return left;
}
