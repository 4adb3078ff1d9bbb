import { Temporal } from 'temporal-polyfill';
import { type EngineCaseworker, type EngineInput, type Form, TALK_COLUMNS } from './model.ts';

/**
 * The rules once more, slow and obvious, for tests to compare with: minute by minute, nothing prepared, nothing
 * shared with the engine but the input's types.
 */
export function oracleSlots(input: EngineInput): { start: number; caseworkers: number[]; forms: Form[] }[] {
  const slots: ReturnType<typeof oracleSlots> = [];
  const pieces = input.caseworkers.map((caseworker) =>
    remembered((day) => piecesOf(input.zone, caseworker, day)),
  );
  for (let start = input.from; start < input.to; start++) {
    if (!offerAllows(input, start)) continue;
    const caseworkers = input.caseworkers
      .map((_, c) => c)
      .filter((c) => caseworkerAllows(input, c, start, pieces[c]!(wall(input.zone, start).day)));
    if (!caseworkers.length) continue;
    const forms = input.offer.forms.filter((form) => caseworkers.some((c) => holds(input, c, start, form)));
    slots.push({ start, caseworkers: inOrder(input, caseworkers, start), forms });
  }
  return slots;
}

function offerAllows({ zone, now, offer, audience, ...input }: EngineInput, start: number): boolean {
  if (audience.rights === 'citizen') {
    if (offer.paused) return false;
    if (offer.publishedFrom !== null && now < offer.publishedFrom) return false;
    if (offer.publishedTo !== null && now >= offer.publishedTo) return false;
  }
  if (offer.groups.length > 0) {
    if (audience.group === null && audience.rights === 'citizen') return false;
    if (audience.group !== null && !offer.groups.includes(audience.group)) return false;
  }
  if (start < now + offer.noticeMinutes) return false;
  const local = wall(zone, start);
  const today = Temporal.PlainDate.from(wall(zone, now).day);
  if (today.until(Temporal.PlainDate.from(local.day), { largestUnit: 'days' }).days > offer.horizonDays)
    return false;
  const used = (sameSpan: (day: string) => boolean) =>
    input.quotaUsed.filter((u) => sameSpan(u.day)).reduce((sum, u) => sum + u.count, 0);
  if (offer.quotaPerDay !== null && used((day) => day === local.day) >= offer.quotaPerDay) return false;
  if (offer.quotaPerWeek !== null && used((day) => isoWeek(day) === isoWeek(local.day)) >= offer.quotaPerWeek)
    return false;
  if (offer.ownHours) {
    const minutes = minutesOf(offer.ownHours.filter((w) => w.weekday === weekday(local.day)));
    if (!runs(zone, local.day, minutes).some(([a, b]) => a <= start && start + offer.durationMinutes <= b))
      return false;
  }
  if (!offer.needsRoom) return true;
  return input.rooms.some((room) => {
    const buffer = offer.roomBufferMinutes;
    return !pairs(room.busy, 2).some(([a, b]) =>
      overlaps(start - buffer, start + offer.durationMinutes + buffer, a!, b!),
    );
  });
}

function caseworkerAllows(input: EngineInput, c: number, start: number, pieces: [number, number][]): boolean {
  const { zone, now, offer, audience, closings } = input;
  const caseworker = input.caseworkers[c]!;
  const end = start + offer.durationMinutes;
  const paddedStart = start - offer.bufferBeforeMinutes;
  const paddedEnd = end + offer.bufferAfterMinutes;
  if (offer.ownCaseworkerDays !== null && audience.ownCaseworkerId !== null && offer.ownCaseworkerDays > 0) {
    if (caseworker.id !== audience.ownCaseworkerId) {
      if (audience.ownSince === null) return false;
      const since = Temporal.PlainDate.from(wall(zone, audience.ownSince).day);
      const today = Temporal.PlainDate.from(wall(zone, now).day);
      if (since.until(today, { largestUnit: 'days' }).days < offer.ownCaseworkerDays) return false;
    }
  }
  const local = wall(zone, start);
  const piece = pieces.find(([a, b]) => a <= start && end <= b);
  if (!piece) return false;
  if (offer.gridFrom === 'piece' && (start - piece[0]) % offer.gridMinutes !== 0) return false;
  if (offer.gridFrom === 'clock' && local.minute % offer.gridMinutes !== 0) return false;
  for (const closing of closings) {
    if (closing.caseworkerIds && !closing.caseworkerIds.includes(caseworker.id)) continue;
    const from = instantOf(zone, closing.day, closing.startMinute);
    if (overlaps(start, end, from, instantOf(zone, closing.day, closing.endMinute))) return false;
  }
  if (pairs(caseworker.absences, 2).some(([a, b]) => overlaps(start, end, a!, b!))) return false;
  if (!offer.forms.some((form) => (input.form ?? form) === form && holds(input, c, start, form)))
    return false;
  if (pairs(caseworker.busy, 2).some(([a, b]) => overlaps(paddedStart, paddedEnd, a!, b!))) return false;
  if (pairs(caseworker.talks, TALK_COLUMNS).some(([a, b]) => overlaps(paddedStart, paddedEnd, a!, b!)))
    return false;
  if (offer.dailyCap !== null && talksOn(input, c, (day) => day === local.day) >= offer.dailyCap)
    return false;
  const sameWeek = (day: string) => isoWeek(day) === isoWeek(local.day);
  return offer.weeklyCap === null || talksOn(input, c, sameWeek) < offer.weeklyCap;
}

/** Every minute of the talk allows the form. */
function holds({ caseworkers, offer }: EngineInput, c: number, start: number, form: Form): boolean {
  const minutes = Array.from({ length: offer.durationMinutes }, (_, minute) => start + minute);
  return minutes.every((minute) =>
    caseworkers[c]!.formSpans.every((s) => minute < s.start || minute >= s.end || s.forms.includes(form)),
  );
}

function inOrder(input: EngineInput, caseworkers: number[], start: number): number[] {
  const { day } = wall(input.zone, start);
  const own = (c: number) =>
    input.offer.assignment === 'ownFirst' && input.caseworkers[c]!.id === input.audience.ownCaseworkerId
      ? 0
      : 1;
  const onDay = (c: number) => talksOn(input, c, (other) => other === day);
  const inWeek = (c: number) => talksOn(input, c, (other) => isoWeek(other) === isoWeek(day));
  return caseworkers.sort((a, b) => own(a) - own(b) || onDay(a) - onDay(b) || inWeek(a) - inWeek(b) || a - b);
}

const talksOn = (input: EngineInput, c: number, when: (day: string) => boolean): number =>
  pairs(input.caseworkers[c]!.talks, TALK_COLUMNS).filter(
    (t) => t[3] === 1 && when(wall(input.zone, t[2]!).day),
  ).length;

/** Epoch minutes of the stretches of a day in which the caseworker works and has no break. */
function piecesOf(zone: string, caseworker: EngineCaseworker, day: string): [number, number][] {
  const valid = (rule: { weekday: number; validFrom: string; validTo: string | null }) =>
    rule.weekday === weekday(day) && rule.validFrom <= day && (rule.validTo === null || day <= rule.validTo);
  const weeksSince = (from: string) => {
    const monday = (iso: string) => Temporal.PlainDate.from(iso).subtract({ days: weekday(iso) - 1 });
    return monday(from).until(monday(day), { largestUnit: 'days' }).days / 7;
  };
  const exception = caseworker.exceptions.find((e) => e.day === day);
  const working = exception
    ? minutesOf(exception.pieces.map(([startMinute, endMinute]) => ({ startMinute, endMinute })))
    : minutesOf(
        caseworker.hours.filter((rule) => valid(rule) && weeksSince(rule.validFrom) % rule.everyWeeks === 0),
      );
  const resting = minutesOf(caseworker.breaks.filter(valid));
  return runs(
    zone,
    day,
    working.map((works, minute) => works && !resting[minute]),
  );
}

function minutesOf(spans: readonly { startMinute: number; endMinute: number }[]): boolean[] {
  return Array.from({ length: 1440 }, (_, minute) =>
    spans.some((s) => s.startMinute <= minute && minute < s.endMinute),
  );
}

function runs(zone: string, day: string, minutes: boolean[]): [number, number][] {
  const found: [number, number][] = [];
  for (let from = 0; from < 1440; from++) {
    if (!minutes[from]) continue;
    let to = from;
    while (minutes[to]) to++;
    found.push([instantOf(zone, day, from), instantOf(zone, day, to)]);
    from = to;
  }
  return found;
}

/** The first minute of the day at which the clock on the wall shows `minute` or more. */
const instantOf = (zone: string, day: string, minute: number) => instant(`${zone} ${day} ${minute}`);

const instant = remembered((key) => {
  const [zone, day, minute] = key.split(' ') as [string, string, string];
  const date = Temporal.PlainDate.from(day);
  const begins = date.toZonedDateTime(zone).epochMilliseconds / 60_000;
  const ends = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds / 60_000;
  for (let at = begins; at < ends; at++) if (wall(zone, at).minute >= Number(minute)) return at;
  return ends;
});

/** Remembers what a function of text said: the oracle may be obvious, but must end. */
function remembered<T>(ask: (key: string) => T): (key: string) => T {
  const answers = new Map<string, T>();
  return (key) => {
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = ask(key);
      answers.set(key, answer);
    }
    return answer;
  };
}

const overlaps = (a: number, b: number, c: number, d: number): boolean => a < b && c < d && a < d && c < b;
const weekday = remembered((day) => Temporal.PlainDate.from(day).dayOfWeek);

const isoWeek = remembered((day) => {
  const date = Temporal.PlainDate.from(day);
  return `${date.yearOfWeek}-W${date.weekOfYear}`;
});

function pairs(flat: Int32Array, width: number): number[][] {
  return Array.from({ length: flat.length / width }, (_, i) => [
    ...flat.subarray(i * width, (i + 1) * width),
  ]);
}

const wallOf = remembered((key) => {
  const [zone, epochMinute] = key.split(' ');
  const at = Temporal.Instant.fromEpochMilliseconds(Number(epochMinute) * 60_000).toZonedDateTimeISO(zone!);
  return { day: at.toPlainDate().toString(), minute: at.hour * 60 + at.minute };
});

const wall = (zone: string, epochMinute: number) => wallOf(`${zone} ${epochMinute}`);
