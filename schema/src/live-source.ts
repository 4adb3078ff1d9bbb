import type { FeedChange } from './availability/live/types.ts';
import type { Context } from './context.ts';

/**
 * What a subscription watches, told by its field. Whoever has the same `key` shares one window: one reading, one
 * execution and one payload for all of them.
 */
export type LiveSource<Item extends object = object> = {
  /** Of the subscription: the root value is `{ [field]: event }`. */
  field: string;
  /** Everything the answer depends on but the document: arguments and audience. */
  key: string;
  since: string | null;
  /** When it is kept for proof who saw what: for whom this viewer watches (null: staff). */
  proof?: { citizenId: string | null };
  touches(change: FeedChange): boolean;
  read(context: Context): Promise<{ items: Map<string, Item>; nextChange: Date | null }>;
  /** An item as it came out of JSON, with its instants again. */
  revive(item: Record<string, unknown>): Item;
};

/** graphql-js asks a subscription for something it could iterate; our socket loop takes the source instead. */
export function liveSource<Item extends object>(source: LiveSource<Item>) {
  return Object.assign(source, {
    [Symbol.asyncIterator](): AsyncIterator<never> {
      throw new Error('Subscriptions run over the socket.');
    },
  });
}

/** The two instants of an item, out of JSON. */
export function reviveSpan<Item extends object>(item: Record<string, unknown>): Item {
  return {
    ...item,
    startsAt: new Date(String(item['startsAt'])),
    endsAt: new Date(String(item['endsAt'])),
  } as Item;
}
