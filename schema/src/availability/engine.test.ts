import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EngineInput,
  explainSlot,
  findSlots,
  findStarts,
  formsOf,
  nextChangeAt,
  type SlotList,
} from './engine.ts';
import { engineInput } from './inputs.ts';
import { oracleSlots } from './oracle.ts';

const listed = (slots: SlotList) =>
  [...slots.starts].map((start, i) => ({
    start,
    caseworkers: [...slots.caseworkers.subarray(slots.offsets[i], slots.offsets[i + 1])],
  }));

describe('the slot engine', () => {
  it('finds the slots, their forms, and the caseworkers in the order, that the oracle finds', {
    timeout: 60_000,
  }, () => {
    let shown = 0;
    fc.assert(
      fc.property(engineInput(), (input) => {
        const slots = listed(findSlots(input)).map((slot) => ({
          ...slot,
          forms: formsOf(input, slot.caseworkers, slot.start),
        }));
        shown += slots.length;
        expect(slots).toEqual(oracleSlots(input));
        expect([...findStarts(input)]).toEqual(slots.map(({ start }) => start));
      }),
      { numRuns: 150 },
    );
    expect(shown).toBeGreaterThan(500);
  });

  it('shows a start exactly when its explanation says it is open', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(engineInput(), fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (input, picks) => {
        const slots = listed(findSlots(input));
        const offGrid = picks.map((pick) => input.from + (pick % (input.to - input.from)));
        const near = slots
          .slice(0, 20)
          .flatMap(({ start }) => [start, start + 1, start + input.offer.gridMinutes]);
        for (const start of [...offGrid, ...near]) {
          if (start >= input.to) continue;
          const slot = slots.find((s) => s.start === start);
          expect(explainSlot(input, start).open).toBe(slot !== undefined);
          for (const [c, { id }] of input.caseworkers.entries()) {
            expect(explainSlot(input, start, id).open).toBe(slot?.caseworkers.includes(c) ?? false);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same answer at every instant until the next change', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(engineInput(), fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (input, picks) => {
        const slots = findSlots(input);
        const change = nextChangeAt(input, slots);
        const quiet = (change ?? input.now + 40 * 1440) - input.now;
        const instants = [quiet - 1, ...picks.map((pick) => pick % quiet)].map((ahead) => input.now + ahead);
        for (const now of instants) expect(listed(findSlots({ ...input, now }))).toEqual(listed(slots));
      }),
      { numRuns: 300 },
    );
  });

  it('does not look at the order of earlier calls', () => {
    fc.assert(
      fc.property(engineInput(), engineInput(), (one: EngineInput, other: EngineInput) => {
        const first = findSlots(one);
        findSlots(other);
        expect(findSlots(one)).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });
});
