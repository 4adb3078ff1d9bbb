import { createHash, randomUUID } from 'node:crypto';
import type { SlotEvidence } from '@planner/schema';
import type { Evidence } from './evidence.ts';

export type Witness = ReturnType<typeof createWitness>;

/**
 * Keeps for proof what live windows showed to whom: a row for each frame, however many share it, and one when a viewer
 * begins to see a window's frames and when she ends.
 */
export function createWitness(evidence: Pick<Evidence, 'keepFrame' | 'keepLooking'>, processId: string) {
  return {
    /** The id of a window in this process: the same name in another one has frames of its own. */
    watchIdOf(key: string): string {
      const hex = createHash('sha256').update(`${processId} ${key}`).digest('hex');
      return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },

    framesOf(watchId: string) {
      // What was read and has not been shown yet.
      let read: SlotEvidence | null = null;
      const keep = () => {
        if (read) evidence.keepFrame(watchId, read);
        read = null;
      };
      return {
        read(row: SlotEvidence): void {
          read = { ...row, viewerId: null, citizenId: null };
          // There is nothing to show.
          if (row.outcome !== 'answered') keep();
        },
        shown: keep,
      };
    },

    /** Told of each frame whether it went out to this viewer. */
    lookOf(watchId: string, viewerId: string | null, citizenId: string | null) {
      let lookId: string | null = null;
      const keep = (action: 'joined' | 'left') => {
        if (lookId) evidence.keepLooking({ watchId, lookId, viewerId, citizenId, action });
      };
      return {
        sent(): void {
          if (lookId) return;
          lookId = randomUUID();
          keep('joined');
        },
        ended(): void {
          keep('left');
          lookId = null;
        },
      };
    },
  };
}
