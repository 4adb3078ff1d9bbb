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

/** The national colours of the share that citizens book themselves, in per cent: green above 75, red below 60. */
export type Light = 'green' | 'yellow' | 'red';
export const lightOf = (share: number): Light => (share > 75 ? 'green' : share >= 60 ? 'yellow' : 'red');

/** A count of citizens that could point at one of them is not told to who may not see citizens: null under 5. */
export const outOfSight = (count: number): number | null => (count > 0 && count < 5 ? null : count);
