import fc from 'fast-check';
import { findSlots, explainSlot } from './engine.ts';
import { engineInput } from './inputs.ts';
import { oracleSlots } from './oracle.ts';
const why: Record<string, number> = {};
fc.assert(fc.property(engineInput(), (input) => {
  const s = findSlots(input);
  const mine = [...s.starts].map((start, i) => [start, ...s.caseworkers.subarray(s.offsets[i], s.offsets[i + 1])]);
  const his = oracleSlots(input).map((x) => [x.start, ...x.caseworkers]);
  if (JSON.stringify(mine) !== JSON.stringify(his)) throw new Error('differ');
  // sole refusing rule per caseworker
  for (let k = 0; k < 60; k++) {
    const e = explainSlot(input, input.from + k * 23, 'caseworker-0');
    const bad = e.rules.filter((r) => !r.ok);
    if (bad.length === 1) why[bad[0]!.rule] = (why[bad[0]!.rule] ?? 0) + 1;
    if (bad.length === 0) why.open = (why.open ?? 0) + 1;
  }
}), { numRuns: Number(process.argv[2] ?? 600) });
console.log(why);
