import { type Blocks, NO_BLOCKS } from './blocks.ts';
import type { EngineInput, Form, FormSpan } from './model.ts';

/**
 * A caseworker's form spans narrow in which of the offer's forms she can hold a talk: a talk that touches several is
 * held in what all of them allow. Buffers know no form.
 */
export function formsLeft(
  spans: readonly FormSpan[],
  { forms, durationMinutes }: EngineInput['offer'],
  start: number,
): readonly Form[] {
  const touched = spans.filter((span) => span.start < start + durationMinutes && start < span.end);
  if (touched.length === 0) return forms;
  return forms.filter((form) => touched.every((span) => span.forms.includes(form)));
}

/** Whether a talk at `start` can be held in the form that is asked for, or in any when none is. */
export function isHeld(spans: readonly FormSpan[], { offer, form }: EngineInput, start: number): boolean {
  const left = formsLeft(spans, offer, start);
  return form === null ? left.length > 0 : left.includes(form);
}

/** Starts at which it can't. Between two edges the same spans are touched, so one start speaks for all. */
export function formBlocks(spans: readonly FormSpan[], input: EngineInput): Blocks {
  if (spans.length === 0) return NO_BLOCKS;
  const { durationMinutes } = input.offer;
  const edges = Int32Array.from(spans.flatMap(({ start, end }) => [start - durationMinutes + 1, end])).sort();
  const blocks: number[] = [];
  for (let i = 1; i < edges.length; i++) {
    const [first, next] = [edges[i - 1]!, edges[i]!];
    if (first < next && !isHeld(spans, input, first)) blocks.push(first - 1, next);
  }
  return Int32Array.from(blocks);
}

/** In which of the offer's forms one or another of these (indexes into `input.caseworkers`) can hold a talk at `start`. */
export function formsOf(
  { offer, caseworkers }: EngineInput,
  indexes: Iterable<number>,
  start: number,
): readonly Form[] {
  const found = new Set<Form>();
  for (const index of indexes) {
    const left = formsLeft(caseworkers[index]!.formSpans, offer, start);
    // Mostly the first one holds them all.
    if (left.length === offer.forms.length) return offer.forms;
    for (const form of left) found.add(form);
  }
  return offer.forms.filter((form) => found.has(form));
}
