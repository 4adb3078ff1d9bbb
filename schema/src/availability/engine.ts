/** The slot engine: pure, without database, clock or I/O. Everything outside this folder imports it from here. */
export { type Explanation, explainSlot, type RuleName, type RuleVerdict } from './explain.ts';
export { formsOf } from './forms.ts';
export {
  type Audience,
  type Closing,
  type DatedHours,
  type EngineCaseworker,
  type EngineInput,
  type EngineRoom,
  type EngineTalk,
  type Form,
  type FormSpan,
  type GroupSession,
  type HoursRule,
  type OfferRules,
  type OfferWindow,
  packSpans,
  packTalks,
  type SlotList,
  type Spans,
  TALK_COLUMNS,
  type Talks,
  type WeekdayBreak,
} from './model.ts';
export { nextChangeAt } from './next-change.ts';
export { chooseCaseworker, findSlots, findStarts, slotAt } from './slots.ts';
export { dayOfIso, isoOfDay, localDayOf, startOfLocalDay } from './wall-time.ts';
