import { gzipSync } from 'node:zlib';
import type { Viewer } from '@planner/db';
import type { SlotEvidence } from '@planner/schema';
import type { Found } from '@planner/schema/availability/find.ts';
import { type Operation, type Ports, run } from '@planner/schema/execute.ts';
import type { ExecutionResult } from 'graphql';
import type { Present } from './feed/reader.ts';

/** An answer without errors as the bytes that are sent, worked out once for all to whom it is the same. */
export type SharedAnswer = { json: Buffer; gzip(): Buffer; value(): object };
type Kept = SharedAnswer & { founds: readonly Found[]; evidence: readonly Evidence[] };
/** `own`: of the viewer herself, and not of one she named. */
type Evidence = { own: boolean; row: SlotEvidence };
type Audience = { own: boolean; row: Pick<SlotEvidence, 'audience'> & Partial<SlotEvidence> };
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
 * while nothing else that a marked field can show has changed (`era`). The audience is learnt when a viewer asks for the
 * first time: her question is worked out under row-level security until it comes to the free times. If another of her
 * audience was given them she gets the same answer, and if one just has it worked out she waits for it. What was learnt
 * stands for her until her rights, any citizen or any offer change.
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
  /** By key: an answer that is being worked out. */
  const underWay = new Map<string, Promise<void>>();

  function known({ viewer }: Ask, question: string, now: number): SharedAnswer | null {
    const answer = holding(asked.get(viewer)?.get(question) ?? '', now);
    return answer && given(answer, viewer, now);
  }

  function holding(key: string, now: number): Kept | null {
    const answer = answers.get(key);
    return answer?.founds.every((found) => found.holds(now)) ? answer : null;
  }

  /** The answer, with evidence that this viewer was given it. */
  function given(answer: Kept, viewer: Viewer, now: number): SharedAnswer {
    const state = { position: position(), at: new Date(now * 60_000) };
    for (const { own, row } of answer.evidence) {
      const citizenId = own ? viewer.citizenId : row.citizenId;
      ports.keepEvidence({ ...row, ...state, viewerId: viewer.userId, citizenId });
    }
    return answer;
  }

  async function work(ask: Ask, question: string, era: number, now: number) {
    const first = firstOf(ask, question, now);
    try {
      return await workWith(first, ask, question, era, now);
    } finally {
      first.done();
    }
  }

  async function workWith(
    first: ReturnType<typeof firstOf>,
    ask: Ask,
    question: string,
    era: number,
    now: number,
  ): Promise<ExecutionResult | SharedAnswer> {
    const founds: Found[] = [];
    let personal = false;
    let others = null as Kept | null;
    const evidence: Evidence[] = [];
    const watched: Ports = {
      ...ports,
      async findSlots(handle, which) {
        others = await first.look(which.audience);
        if (others) throw new Error('Another of this audience was given the answer.');
        const found = await ports.findSlots(handle, which);
        founds.push(found);
        return found;
      },
      keepEvidence(row) {
        evidence.push({ own: row.citizenId === ask.viewer.citizenId, row });
        if (!others) ports.keepEvidence(row);
      },
      logAccess(...access) {
        personal = true;
        return ports.logAccess(...access);
      },
    };
    const result = await run(watched, ask);
    if (others) {
      // Who asked for somebody else gets an answer of her own.
      if (personal || !evidence.every(({ own }) => own)) return run(ports, ask);
      know(ask.viewer, question, keyOf(ask, question, others.evidence));
      return given(others, ask.viewer, now);
    }
    // Without free times nothing says how long it holds; a look at a citizen's data is logged each time.
    if (result.errors || personal || founds.length === 0) return result;
    const json = Buffer.from(JSON.stringify({ data: result.data }));
    let zipped: Buffer | undefined;
    let read: object | undefined;
    const answer = {
      json,
      gzip: () => (zipped ??= gzipSync(json)),
      value: () => (read ??= JSON.parse(json.toString()) as object),
      founds,
      evidence,
    };
    // What was read in the transaction may be of before a change that has been considered since.
    if (projection.era === era) keep(ask, question, answer);
    return answer;
  }

  /** The first free times of a question that is being worked out: others may have them, or wait for ours. */
  function firstOf(ask: Ask, question: string, now: number) {
    let looked = false;
    let done = () => {};
    return {
      async look(audience: object): Promise<Kept | null> {
        // Of one execution only the first waits for another's: two would wait for each other.
        if (looked) return null;
        looked = true;
        const key = keyOf(ask, question, [{ own: true, row: { audience } }]);
        await underWay.get(key);
        const others = holding(key, now);
        if (!others && !underWay.has(key)) {
          const { promise, resolve } = Promise.withResolvers<void>();
          underWay.set(key, promise);
          done = () => {
            underWay.delete(key);
            resolve();
          };
        }
        return others;
      },
      done: () => done(),
    };
  }

  function keyOf({ viewer }: Ask, question: string, evidence: readonly Audience[]): string {
    const audiences = evidence.map(({ own, row }) => [row.audience, own || row.citizenId]);
    return JSON.stringify([question, viewer.kind, viewer.language, audiences]);
  }

  function know(viewer: Viewer, question: string, key: string) {
    const questions = asked.get(viewer) ?? new Map<string, string>();
    if (questions.size >= maxQuestions) questions.clear();
    asked.set(viewer, questions.set(question, key));
  }

  function keep(ask: Ask, question: string, answer: Kept) {
    const key = keyOf(ask, question, answer.evidence);
    know(ask.viewer, question, key);
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
      return known(ask, question, at.now) ?? work(ask, question, era, at.now);
    },
  };
}
