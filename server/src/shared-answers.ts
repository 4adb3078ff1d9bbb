import { gzipSync } from 'node:zlib';
import type { Viewer } from '@planner/db';
import type { SlotEvidence } from '@planner/schema';
import type { Found } from '@planner/schema/availability/find.ts';
import { type Operation, type Ports, run } from '@planner/schema/execute.ts';
import type { ExecutionResult } from 'graphql';
import type { Present } from './feed/reader.ts';

/** An answer without errors as the bytes that are sent, worked out once for all to whom it is the same. */
export type SharedAnswer = { json: Buffer; gzip(): Buffer };
type Kept = SharedAnswer & { founds: readonly Found[]; evidence: readonly Evidence[] };
/** `own`: of the viewer herself, and not of one she named. */
type Evidence = { own: boolean; row: SlotEvidence };
type Ask = { operation: Operation; variables: Record<string, unknown>; viewer: Viewer };

const maxBytes = 32 * 1024 * 1024;
const maxQuestions = 100;

/**
 * Free times of an offer, asked for by many at once: one execution and one serialisation for everybody with the same
 * document, variables, audience and language. Without it a request costs thirty times as much, nearly all of it
 * graphql-js completing hundreds of objects.
 *
 * A kept answer is given only at a `Present`: the feed has been read to where it stood when the asker came, so her own
 * committed writes and all others' have been considered. It holds while the free times in it hold (`Found.holds`) and
 * while nothing else that a marked field can show has changed (`era`). The audience is learnt from the viewer's own
 * first answer: that one is worked out under row-level security, and stands for her until her rights, any citizen or
 * any offer change.
 */
export function createSharedAnswers(
  ports: Ports,
  projection: { readonly era: number },
  position: () => string,
) {
  const answers = new Map<string, Kept>();
  let bytes = 0;
  /** What a viewer asked before, and under which key the answer lies. */
  const asked = new WeakMap<Viewer, Map<string, string>>();

  function known({ viewer }: Ask, question: string, now: number): SharedAnswer | null {
    const answer = answers.get(asked.get(viewer)?.get(question) ?? '');
    if (!answer?.founds.every((found) => found.holds(now))) return null;
    const state = { position: position(), at: new Date(now * 60_000) };
    for (const { own, row } of answer.evidence) {
      const citizenId = own ? viewer.citizenId : row.citizenId;
      ports.keepEvidence({ ...row, ...state, viewerId: viewer.userId, citizenId });
    }
    return answer;
  }

  async function work(ask: Ask, question: string, era: number): Promise<ExecutionResult | SharedAnswer> {
    const founds: Found[] = [];
    let personal = false;
    const evidence: Evidence[] = [];
    const watched: Ports = {
      ...ports,
      async findSlots(handle, which) {
        const found = await ports.findSlots(handle, which);
        founds.push(found);
        return found;
      },
      keepEvidence(row) {
        evidence.push({ own: row.citizenId === ask.viewer.citizenId, row });
        ports.keepEvidence(row);
      },
      logAccess(...access) {
        personal = true;
        return ports.logAccess(...access);
      },
    };
    const result = await run(watched, ask);
    // Without free times nothing says how long it holds; a look at a citizen's data is logged each time.
    if (result.errors || personal || founds.length === 0) return result;
    const json = Buffer.from(JSON.stringify({ data: result.data }));
    let zipped: Buffer | undefined;
    const answer = { json, gzip: () => (zipped ??= gzipSync(json)), founds, evidence };
    // What was read in the transaction may be of before a change that has been considered since.
    if (projection.era === era) keep(ask.viewer, question, answer);
    return answer;
  }

  function keep(viewer: Viewer, question: string, answer: Kept) {
    const audiences = answer.evidence.map(({ own, row }) => [row.audience, own || row.citizenId]);
    const key = JSON.stringify([question, viewer.kind, viewer.language, audiences]);
    const questions = asked.get(viewer) ?? new Map<string, string>();
    if (questions.size >= maxQuestions) questions.clear();
    asked.set(viewer, questions.set(question, key));
    bytes += answer.json.length - (answers.get(key)?.json.length ?? 0);
    answers.delete(key);
    answers.set(key, answer);
    for (const [oldest, { json }] of answers) {
      if (bytes <= maxBytes) break;
      answers.delete(oldest);
      bytes -= json.length;
    }
  }

  return {
    /** Answers a query or mutation; `at` null: from the database. */
    async answer(ask: Ask, at: Present | null): Promise<ExecutionResult | SharedAnswer> {
      if (!at || !ask.operation.shareable) return run(ports, ask);
      const { era } = projection;
      const question = JSON.stringify([era, ask.operation.key, ask.variables]);
      return known(ask, question, at.now) ?? work(ask, question, era);
    },
  };
}
