import { expect, it } from 'vitest';
import { holdPhase } from './hold-phase.ts';

it.each([
  [600_000, 'calm'],
  [60_001, 'calm'],
  [60_000, 'minute'],
  [20_001, 'minute'],
  [20_000, 'seconds'],
  [1, 'seconds'],
  [0, 'ended'],
  [-5_000, 'ended'],
] as const)('%i ms before the end is %s', (leftMs, phase) => {
  expect(holdPhase(leftMs)).toBe(phase);
});
