import { readDate } from '../access/period.ts';
import type { Context } from '../context.ts';
import { InvalidInput, Refusal, unknown } from '../refusals.ts';
import { type Assigning, judge, keepActor } from './assign.ts';
import { readCpr } from './cpr.ts';
import { keepCprRight } from './cpr-numbers.ts';
import { sentence } from './sentences.ts';

/** One line of a file, as it was typed. */
export type TypedAssignment = { line: number; cpr: string; from: string; to: string; reason: string };
/** What would become of it. `assigning` is null when it is refused; the number is in neither. */
export type PreviewedAssignment = {
  line: number;
  outcome: 'new' | 'unchanged' | 'refused';
  assigning: Assigning | null;
  problem: string | null;
};

/**
 * What a file of assignments would do, line by line; nothing is written but the log of who was looked up. A number that
 * nobody has is told as one whose citizen is another job centre's.
 */
export async function previewAssignments(
  context: Context,
  otherActorId: string,
  lines: readonly TypedAssignment[],
): Promise<PreviewedAssignment[]> {
  const { viewer, handle, cprNumbers, loaders, operation } = context;
  const { language } = viewer;
  keepCprRight(viewer, null);
  const today = await keepActor(handle, viewer, otherActorId);
  const previewed: PreviewedAssignment[] = [];
  const firstLines = new Map<string, number>();
  for (const typed of lines) {
    const { line } = typed;
    try {
      const digits = readCpr(typed.cpr);
      if (!digits) throw new InvalidInput('cpr', sentence.noCpr[language]);
      const from = typed.from.trim() === '' ? today : readDate(typed.from);
      const to = typed.to.trim() === '' ? null : readDate(typed.to);
      if (from === undefined || to === undefined) throw new InvalidInput('from', sentence.noDate[language]);
      const citizen = await loaders.citizen.load(await cprNumbers.find(digits));
      await cprNumbers.logFind({ viewer, operation, purpose: 'record' }, citizen?.id ?? null);
      if (!citizen) throw unknown(language);
      const assigning = { citizenId: citizen.id, from, to, reason: typed.reason.trim() };
      const { there } = await judge(handle, otherActorId, assigning, today, language);
      const before = firstLines.get(citizen.id);
      if (before !== undefined) throw new InvalidInput('cpr', sentence.sameCitizen[language](before));
      firstLines.set(citizen.id, line);
      previewed.push({ line, outcome: there ? 'unchanged' : 'new', assigning, problem: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const problem = [error.message, error.whatNext].filter(Boolean).join(' ');
      previewed.push({ line, outcome: 'refused', assigning: null, problem });
    }
  }
  return previewed;
}
