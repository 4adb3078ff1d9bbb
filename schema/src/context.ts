import type { Handle, Viewer } from '@planner/db';
import type { FindSlots } from './availability/find.ts';
import type { CprNumbers } from './citizens/cpr-numbers.ts';
import type { Loaders } from './loaders.ts';

/** What the slots answered to somebody are kept as, for proof (design: history for proof). */
export type SlotEvidence = {
  viewerId: string | null;
  offerId: string;
  audience: object;
  from: Date;
  to: Date;
  position: string | null;
  /** The starts answered, as epoch minutes in order; null when the answer was an error. */
  starts: number[] | null;
  outcome: 'answered' | 'refused' | 'failed';
};

/** What every resolver gets. Built afresh for each operation and for each event of a subscription. */
export type Context = {
  viewer: Viewer;
  operation: string;
  /** The read-only snapshot of this operation; in a mutation it begins after the command has committed. */
  handle: Handle;
  loaders: Loaders;
  /** Runs a command in a write transaction and commits it; a thrown refusal rolls it back. */
  command<T>(work: (handle: Handle) => Promise<T>): Promise<T>;
  /** Free times that are true for this operation's snapshot or later. */
  findSlots: FindSlots;
  /** Citizens whose data this answer holds; written to the access log before the answer leaves. */
  seen: Set<string>;
  /** What was searched for among citizens; logged likewise. */
  searched: string[];
  cprNumbers: CprNumbers;
  keepEvidence(row: SlotEvidence): void;
};
