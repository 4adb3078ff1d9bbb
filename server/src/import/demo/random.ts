import { createHash } from 'node:crypto';

export type Random = {
  /** 0 ≤ n < below. */
  whole(below: number): number;
  pick<T>(from: readonly T[]): T;
};

/** mulberry32: the same seed gives the same demo on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return { whole, pick: (from) => from[whole(from.length)] as never };
}

/** A fixed id for a named thing of the demo, so that a seeding that broke off goes on where it was. */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`planner demo ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/**
 * A CPR number that is written right and that nobody has: until 2007 all passed modulus 11, and those given since
 * without it begin with 1 January. These fail modulus 11 and are of other days, 1956–1999.
 */
export function madeUpCpr(random: Random): string {
  for (;;) {
    const pair = (n: number) => String(n).padStart(2, '0');
    const date = `${pair(2 + random.whole(27))}${pair(1 + random.whole(12))}${pair(56 + random.whole(44))}`;
    const cpr = `${date}${String(random.whole(4000)).padStart(4, '0')}`;
    const sum = weights.reduce((total, weight, index) => total + weight * Number(cpr[index]), 0);
    if (sum % 11 !== 0) return cpr;
  }
}
