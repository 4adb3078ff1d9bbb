import {
  absenceBlocks,
  closingBlocks,
  externalBlocks,
  isBlocked,
  offerHoursBlocks,
  roomBlocks,
  talkBlocks,
} from './blocks.ts';
import { countTalks, quotaLeft, quotaOpen } from './caps.ts';
import { breakAt, closingAt, formSpanAt, hoursOf, takenAt } from './explain-figures.ts';
import { formsLeft, isHeld } from './forms.ts';
import { colleaguesFrom, groupAllowed, horizonEnd, isPublished, noticeEnd } from './gates.ts';
import { gridOrigin, onGrid } from './grid.ts';
import { hoursBook, wallBreaks, wallHours, wallPieces } from './hours.ts';
import type { EngineCaseworker, EngineInput } from './model.ts';
import { type LocalDays, localDayOf, localWeeks, wallToEpoch } from './wall-time.ts';

export type RuleName =
  | 'offer-published'
  | 'group'
  | 'notice'
  | 'horizon'
  | 'quota'
  | 'offer-hours'
  | 'room'
  | 'session'
  | 'session-seats'
  | 'competence'
  | 'own-caseworker'
  | 'hours'
  | 'break'
  | 'grid'
  | 'closing'
  | 'absence'
  | 'form'
  | 'external-busy'
  | 'occupied'
  | 'daily-cap'
  | 'weekly-cap';

/** What one rule says of one start, and the figures to say it with (minutes, epoch minutes, counts, codes). */
export interface RuleVerdict {
  rule: RuleName;
  ok: boolean;
  /** null: the rule is about the offer and the time, whoever holds the talk. */
  caseworkerId: string | null;
  params: Record<string, number | string | null>;
}

export interface Explanation {
  /** Exactly when `findSlots` over a window with this start in it would show it (for that caseworker). */
  open: boolean;
  /** Every rule, those that allow too. */
  rules: RuleVerdict[];
}

/**
 * Says of one start time (epoch minutes, on the grid or off it), for one caseworker or everybody, what each rule
 * makes of it. It asks the functions that `findSlots` asks. `input.from` and `input.to` are not looked at, but
 * the rows must reach around `start` as the model says.
 */
export function explainSlot(
  input: EngineInput,
  start: number,
  caseworkerId: string | null = null,
): Explanation {
  const days = localWeeks(input.zone, start, start);
  const row = localDayOf(input.zone, start) - days.first;
  const rules = offerVerdicts(input, start, days, row);
  const generalOpen = rules.every((verdict) => verdict.ok);
  const asked =
    caseworkerId === null ? input.caseworkers : input.caseworkers.filter((c) => c.id === caseworkerId);
  if (input.offer.seats > 1) {
    const { verdicts, open } = sessionVerdicts(input, start, caseworkerId);
    return { open: generalOpen && open, rules: [...rules, ...verdicts] };
  }
  if (caseworkerId !== null) {
    rules.push({ rule: 'competence', ok: asked.length > 0, caseworkerId, params: {} });
  }
  let someone = false;
  for (const caseworker of asked) {
    const verdicts = caseworkerVerdicts(input, caseworker, start, days, row);
    someone ||= verdicts.every((verdict) => verdict.ok);
    rules.push(...verdicts);
  }
  return { open: generalOpen && someone, rules };
}

function offerVerdicts(input: EngineInput, start: number, days: LocalDays, row: number): RuleVerdict[] {
  const { offer, audience } = input;
  const left = quotaLeft(input, days);
  const verdicts: RuleVerdict[] = [];
  const say = (rule: RuleName, ok: boolean, params: RuleVerdict['params'] = {}) =>
    verdicts.push({ rule, ok, caseworkerId: null, params });
  say('offer-published', isPublished(input), {
    from: offer.publishedFrom,
    to: offer.publishedTo,
    paused: offer.paused ? 1 : 0,
  });
  say('group', groupAllowed(input), { group: audience.group, allowed: offer.groups.join(' ') });
  say('notice', start >= noticeEnd(input), {
    noticeMinutes: offer.noticeMinutes,
    earliest: noticeEnd(input),
  });
  say('horizon', start < horizonEnd(input), { horizonDays: offer.horizonDays, end: horizonEnd(input) });
  say('quota', quotaOpen(left, row), {
    perDay: offer.quotaPerDay,
    perWeek: offer.quotaPerWeek,
    leftOnDay: finite(left?.day[row]),
    leftInWeek: finite(left?.week[Math.floor(row / 7)]),
  });
  if (offer.seats > 1) return verdicts;
  say('offer-hours', !isBlocked(offerHoursBlocks(offer, days), start));
  const roomFree = !offer.needsRoom || (input.rooms.length > 0 && !isBlocked(roomBlocks(input), start));
  say('room', roomFree, { needed: offer.needsRoom ? 1 : 0, rooms: input.rooms.length });
  return verdicts;
}

function caseworkerVerdicts(
  input: EngineInput,
  caseworker: EngineCaseworker,
  start: number,
  days: LocalDays,
  row: number,
): RuleVerdict[] {
  const { offer, audience } = input;
  const verdicts: RuleVerdict[] = [];
  const say = (rule: RuleName, ok: boolean, params: RuleVerdict['params'] = {}) =>
    verdicts.push({ rule, ok, caseworkerId: caseworker.id, params });

  const opens = colleaguesFrom(input);
  say('own-caseworker', input.now >= opens || caseworker.id === audience.ownCaseworkerId, {
    colleaguesFrom: finite(opens),
  });

  const book = hoursBook(caseworker, days);
  const day = days.first + row;
  const end = start + offer.durationMinutes;
  const epoch = (wall: number[]) => wall.map((minute) => wallToEpoch(days, row, minute));
  const hours = epoch(wallHours(book, day));
  const pieces = epoch(wallPieces(book, day));
  const inHours = holder(hours, start, end) !== null;
  const piece = holder(pieces, start, end);
  say('hours', inHours, hoursOf(book, day));
  const working = inHours ? piece !== null : !touches(epoch(wallBreaks(book, day)), start, end);
  say('break', working, working ? {} : breakAt(book, days, row, start, end));

  const from = piece ?? holder(pieces, start, start + 1);
  const origin = from === null ? null : gridOrigin(offer, days, row, from, start);
  say('grid', origin === null || onGrid(origin, offer.gridMinutes, start) === start, {
    gridMinutes: offer.gridMinutes,
    countedFrom: origin,
  });

  const closed =
    isBlocked(closingBlocks(input.closings, days, offer, null), start) ||
    isBlocked(closingBlocks(input.closings, days, offer, caseworker.id), start);
  say('closing', !closed, closed ? closingAt(input, caseworker.id, days, row, start, end) : {});
  const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = offer;
  const buffers = { bufferBefore: before, bufferAfter: after };
  const away = absenceBlocks(caseworker.absences, offer);
  const busy = externalBlocks(caseworker.busy, offer);
  const talks = talkBlocks(caseworker.talks, offer);
  say('absence', !isBlocked(away, start), takenAt(away, start, offer.durationMinutes));
  const left = formsLeft(caseworker.formSpans, offer, start);
  say('form', isHeld(caseworker.formSpans, input, start), {
    forms: left.join(' '),
    ...formSpanAt(caseworker.formSpans, start, end),
  });
  say('external-busy', !isBlocked(busy, start), {
    ...buffers,
    ...takenAt(busy, start, offer.durationMinutes, buffers),
  });
  say('occupied', !isBlocked(talks, start), {
    ...buffers,
    ...takenAt(talks, start, offer.durationMinutes, buffers),
  });

  const perDay = new Int32Array(days.count);
  const perWeek = new Int32Array(days.count / 7);
  countTalks(caseworker.talks, days, perDay, perWeek, 0);
  const onDay = perDay[row]!;
  const inWeek = perWeek[Math.floor(row / 7)]!;
  say('daily-cap', offer.dailyCap === null || onDay < offer.dailyCap, { cap: offer.dailyCap, taken: onDay });
  say('weekly-cap', offer.weeklyCap === null || inWeek < offer.weeklyCap, {
    cap: offer.weeklyCap,
    taken: inWeek,
  });
  return verdicts;
}

function sessionVerdicts(input: EngineInput, start: number, caseworkerId: string | null) {
  const here = input.sessions.filter(
    (s) => s.start === start && (caseworkerId === null || s.caseworkerIds.includes(caseworkerId)),
  );
  const seats = here.reduce((sum, s) => sum + s.seats, 0);
  const left = here.reduce((sum, s) => sum + Math.max(0, s.seats - s.seatsTaken), 0);
  const verdicts: RuleVerdict[] = [
    { rule: 'session', ok: here.length > 0, caseworkerId, params: { sessions: here.length } },
    { rule: 'session-seats', ok: left > 0, caseworkerId, params: { seats, left } },
  ];
  return { verdicts, open: left > 0 };
}

/** Start of the span that holds [start, end) whole; null when none does. */
function holder(spans: readonly number[], start: number, end: number): number | null {
  for (let i = 0; i < spans.length; i += 2) if (spans[i]! <= start && end <= spans[i + 1]!) return spans[i]!;
  return null;
}

function touches(spans: readonly number[], start: number, end: number): boolean {
  for (let i = 0; i < spans.length; i += 2) if (spans[i]! < end && start < spans[i + 1]!) return true;
  return false;
}

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;
