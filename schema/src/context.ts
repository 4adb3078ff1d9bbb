import type { Handle, Viewer } from '@planner/db';
import type { ToldStart } from './availability/evidence.ts';
import type { FindSlots } from './availability/find.ts';
import type { CprNumbers } from './citizens/cpr-numbers.ts';
import type { Loaders } from './loaders.ts';

/** What is kept of free times that were asked for, for proof: the answer, or that there was none and why. */
export type SlotEvidence = {
  viewerId: string | null;
  /** For whom: the viewer herself, or who gave her power of attorney; null when staff ask. */
  citizenId: string | null;
  offerId: string;
  from: Date;
  to: Date;
  caseworkerId: string | null;
  audience: object;
  /** Whose state was answered; null without an answer. */
  position: string | null;
  at: Date | null;
  /** The starts answered, in order, with what is proved of each; null without an answer. */
  starts: ToldStart[] | null;
  outcome: 'answered' | 'refused' | 'failed';
  /** The code of the refusal, or UNEXPECTED; null with an answer. */
  reason: string | null;
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
  /** Does a command only to undo it: throws what it would hit in that job centre, as `Rehearsed`, or its refusal. */
  rehearse(jobCentreId: string, work: (handle: Handle) => Promise<unknown>): Promise<never>;
  /** Free times that are true for this operation's snapshot or later. */
  findSlots: FindSlots;
  /** Citizens whose data this answer holds; written to the access log before the answer leaves. */
  seen: Set<string>;
  /** What was searched for among citizens; logged likewise. */
  searched: string[];
  cprNumbers: CprNumbers;
  keepEvidence(row: SlotEvidence): void;
};
