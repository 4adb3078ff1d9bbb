import type { Handle } from '@planner/db';
import type { RuleVerdict } from './availability/engine.ts';
import type { Context } from './context.ts';

/** A booked talk that would no longer fit what is set up, and the rules that would refuse it. */
export type HitTalk = { id: string; rules: RuleVerdict[]; zone: string };

/**
 * What a change would hit. Thrown, so that the change is undone; a member of the mutation's result. Talks and holds
 * that did not fit before are not among them.
 */
export class Rehearsed extends Error {
  /** By start. */
  readonly talks: readonly HitTalk[];
  readonly holds: number;
  /** Ids of open deadlines that lose their last fitting free time, by the day they run out. */
  readonly deadlines: readonly string[];
  constructor(hit: { talks: readonly HitTalk[]; holds: number; deadlines: readonly string[] }) {
    super('rehearsed');
    this.talks = hit.talks;
    this.holds = hit.holds;
    this.deadlines = hit.deadlines;
  }
}

/** What every input says of it. */
export const rehearseOnly =
  'True: nothing is changed, and the answer is a `Rehearsal` of what it would hit. False unless given.';

/** Runs a command, or rehearses it. */
export const commandOrRehearse = <T>(
  context: Context,
  jobCentreId: string,
  rehearse: boolean | null | undefined,
  work: (handle: Handle) => Promise<T>,
): Promise<T> => (rehearse ? context.rehearse(jobCentreId, work) : context.command(work));
