/** One row of the table: ours beside its floor, both measured in this run. */
export interface Figure {
  name: string;
  ours: number;
  /** Null: the target is a number of its own, not a ratio. */
  floor: number | null;
  ratio: number | null;
  target: string;
  met: boolean;
}

/** A cost may be at most so many times the floor's, a rate must be at least so many times. */
export type Target = { atMost: number } | { atLeast: number };

export function figure(name: string, ours: number, floor: number, target: Target): Figure {
  const ratio = ours / floor;
  return { name, ours, floor, ratio, ...judge(ratio, target) };
}

/** A row without a floor: the number itself is held against the target. */
export function absolute(name: string, ours: number, target: Target): Figure {
  return { name, ours, floor: null, ratio: null, ...judge(ours, target) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function judge(value: number, target: Target): { target: string; met: boolean } {
  return 'atMost' in target
    ? { target: `≤ ${target.atMost}`, met: value <= target.atMost }
    : { target: `≥ ${target.atLeast}`, met: value >= target.atLeast };
}
