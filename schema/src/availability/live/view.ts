import { hash } from 'node:crypto';

/** What a watcher sees: each item's key with the item as serialised JSON. */
export type View = ReadonlyMap<string, string>;

/**
 * How one view becomes another: take away the `closed` keys, then set the `opened` items. An item that
 * changed in place (fewer seats left) is opened again under its key.
 */
export interface Delta {
  opened: ReadonlyMap<string, string>;
  closed: ReadonlySet<string>;
}

/** The delta from `before` to `after`, or null when they are equal. */
export function difference(before: View, after: View): Delta | null {
  const opened = new Map<string, string>();
  const closed = new Set<string>();
  for (const [key, item] of after) if (before.get(key) !== item) opened.set(key, item);
  for (const key of before.keys()) if (!after.has(key)) closed.add(key);
  return opened.size + closed.size === 0 ? null : { opened, closed };
}

/** Several deltas in a row as one. A key that came and went stays among `closed`: taking it away is harmless. */
export function merge(deltas: Iterable<Delta>): Delta {
  const opened = new Map<string, string>();
  const closed = new Set<string>();
  for (const delta of deltas) {
    for (const key of delta.closed) {
      opened.delete(key);
      closed.add(key);
    }
    for (const [key, item] of delta.opened) {
      closed.delete(key);
      opened.set(key, item);
    }
  }
  return { opened, closed };
}

/**
 * A fingerprint of a view that doesn't depend on order and can be carried along by deltas: the lane-wise sum
 * of its items' SHA-256. Two equal fingerprints mean equal views, in whatever process they were taken.
 */
export class Fingerprint {
  readonly #lanes = new Uint32Array(4);

  static of(view: View): Fingerprint {
    const print = new Fingerprint();
    for (const [key, item] of view) print.#shift(key, item, 1);
    return print;
  }

  /** The fingerprint after `delta`, given the view that it starts from. */
  after(before: View, delta: Delta): Fingerprint {
    const next = new Fingerprint();
    next.#lanes.set(this.#lanes);
    for (const key of delta.closed) {
      const old = before.get(key);
      if (old !== undefined) next.#shift(key, old, -1);
    }
    for (const [key, item] of delta.opened) {
      const old = before.get(key);
      if (old !== undefined) next.#shift(key, old, -1);
      next.#shift(key, item, 1);
    }
    return next;
  }

  toString(): string {
    return Buffer.from(this.#lanes.buffer).toString('base64url');
  }

  #shift(key: string, item: string, sign: 1 | -1): void {
    const digest = hash('sha256', `${key}\0${item}`, 'buffer');
    for (let lane = 0; lane < 4; lane++) {
      this.#lanes[lane] = (this.#lanes[lane] as number) + sign * digest.readUInt32LE(lane * 4);
    }
  }
}
