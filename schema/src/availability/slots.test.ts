import { describe, expect, it } from 'vitest';
import {
  chooseCaseworker,
  type EngineInput,
  explainSlot,
  findSlots,
  formsOf,
  nextChangeAt,
  packSpans,
  packTalks,
} from './engine.ts';
import { always, at, caseworker, talk, thursday } from './testing.ts';

const wall = (minutes: Iterable<number>): string[] =>
  [...minutes].map((m) =>
    new Date(m * 60_000).toLocaleTimeString('en-GB', {
      timeZone: 'Europe/Copenhagen',
      hour: '2-digit',
      minute: '2-digit',
    }),
  );

const failing = (input: EngineInput, start: string) =>
  explainSlot(input, at(start))
    .rules.filter((r) => !r.ok)
    .map((r) => r.rule);

describe('findSlots', () => {
  it('cuts a piece of hours into starts', () => {
    expect(wall(findSlots(thursday()).starts)).toEqual(['08:00', '08:30', '09:00', '09:30']);
  });

  it('counts starts from the end of a break, whatever the break took off the grid', () => {
    const anna = caseworker('anna', {
      breaks: [{ weekday: 4, startMinute: 500, endMinute: 515, ...always }],
    });
    expect(wall(findSlots(thursday({}, { caseworkers: [anna] })).starts)).toEqual(['08:35', '09:05']);
  });

  it("adds neighbours' buffers up, and asks none of the edges of hours", () => {
    const anna = caseworker('anna', {
      talks: packTalks([talk('2026-03-05T07:30Z', '2026-03-05T08:00Z', { bufferAfter: 20 })]),
    });
    const offer = { gridMinutes: 10, bufferBeforeMinutes: 10 };
    expect(wall(findSlots(thursday(offer, { caseworkers: [anna] })).starts)).toEqual(['08:00', '09:30']);
  });

  it('keeps 08:00 at 08:00 on the wall after the clock has changed', () => {
    const input = thursday({}, { from: at('2026-03-25T23:00Z'), to: at('2026-04-02T22:00Z') });
    expect(wall(findSlots(input).starts).filter((time) => time === '08:00')).toHaveLength(2);
  });

  it('names the least loaded caseworker first, and the own one before that where the offer says so', () => {
    const anna = caseworker('anna', { talks: packTalks([talk('2026-03-05T12:00Z', '2026-03-05T12:30Z')]) });
    const input = thursday({}, { caseworkers: [anna, caseworker('bo')] });
    expect(chooseCaseworker(findSlots(input), at('2026-03-05T07:00Z'))).toBe(1);
    const own = { ...input, audience: { ...input.audience, ownCaseworkerId: 'anna' } };
    const first = { ...own, offer: { ...own.offer, assignment: 'ownFirst' as const } };
    expect(chooseCaseworker(findSlots(first), at('2026-03-05T07:00Z'))).toBe(0);
    expect(chooseCaseworker(findSlots(first), at('2026-03-05T07:01Z'))).toBeNull();
  });

  it('leaves starts out that none of the offer’s forms is left for, also between two form spans', () => {
    const anna = caseworker('anna', {
      formSpans: [
        { start: at('2026-03-05T07:15Z'), end: at('2026-03-05T08:15Z'), forms: ['PHONE'] },
        { start: at('2026-03-05T08:15Z'), end: at('2026-03-05T08:45Z'), forms: ['IN_PERSON'] },
      ],
    });
    const input = thursday({}, { caseworkers: [anna] });
    const { starts } = findSlots(input);
    expect(wall(starts)).toEqual(['08:00', '08:30', '09:30']);
    const forms = (only: EngineInput) =>
      [...findSlots(only).starts].map((start) => formsOf(only, [0], start));
    expect(forms(input)).toEqual([['PHONE'], ['PHONE'], ['IN_PERSON']]);
    expect(wall(findSlots({ ...input, form: 'IN_PERSON' }).starts)).toEqual(['09:30']);
    expect(failing(input, '2026-03-05T08:00Z')).toEqual(['form']);
    const digital = { ...input, offer: { ...input.offer, forms: ['DIGITAL' as const] } };
    expect(findSlots(digital).starts).toHaveLength(0);
  });

  it('offers sessions of a group meeting with their seats, and no other starts', () => {
    const session = {
      id: 's1',
      start: at('2026-03-05T07:10Z'),
      end: at('2026-03-05T09:00Z'),
      seats: 12,
      seatsTaken: 9,
    };
    const full = { ...session, id: 's2', start: at('2026-03-05T12:00Z'), seatsTaken: 12 };
    const sessions = [session, full].map((s) => ({ ...s, caseworkerIds: ['anna'] }));
    const input = thursday({ seats: 12 }, { sessions });
    const slots = findSlots(input);
    expect(wall(slots.starts)).toEqual(['08:10']);
    expect([...slots.seatsLeft]).toEqual([3]);
    expect(failing(input, '2026-03-05T12:00Z')).toEqual(['session-seats']);
    expect(failing(input, '2026-03-05T13:00Z')).toEqual(['session', 'session-seats']);
    expect(explainSlot(input, session.start).open).toBe(true);
  });

  it('shows an unpublished offer to staff only', () => {
    const input = thursday({ publishedFrom: at('2026-03-06T07:00Z') });
    expect(findSlots(input).starts).toHaveLength(0);
    expect(nextChangeAt(input)).toBe(at('2026-03-06T07:00Z'));
    expect(findSlots({ ...input, audience: { ...input.audience, rights: 'staff' } }).starts).toHaveLength(4);
  });
});

describe('explainSlot', () => {
  it('names every rule that refuses a start, each with its caseworker', () => {
    const anna = caseworker('anna', {
      absences: packSpans([[at('2026-03-05T07:00Z'), at('2026-03-05T08:00Z')]]),
      busy: packSpans([[at('2026-03-05T07:00Z'), at('2026-03-05T07:40Z')]]),
      talks: packTalks([talk('2026-03-05T07:45Z', '2026-03-05T08:00Z')]),
    });
    const closings = [{ day: '2026-03-05', startMinute: 0, endMinute: 1440, caseworkerIds: null }];
    const input = thursday(
      {
        needsRoom: true,
        dailyCap: 1,
        weeklyCap: 1,
        quotaPerDay: 1,
        groups: ['2.2'],
        noticeMinutes: 3 * 1440,
        horizonDays: 0,
      },
      { caseworkers: [anna], closings, quotaUsed: [{ day: '2026-03-05', count: 1 }] },
    );
    expect(failing(input, '2026-03-05T07:35Z')).toEqual([
      'group',
      'notice',
      'horizon',
      'quota',
      'room',
      'grid',
      'closing',
      'absence',
      'external-busy',
      'occupied',
      'daily-cap',
      'weekly-cap',
    ]);
    expect(failing(input, '2026-03-05T10:00Z')).toContain('hours');
  });

  it('tells hours from breaks', () => {
    const anna = caseworker('anna', {
      breaks: [{ weekday: 4, startMinute: 510, endMinute: 540, ...always }],
    });
    const input = thursday({}, { caseworkers: [anna] });
    expect(failing(input, '2026-03-05T07:30Z')).toEqual(['break']);
    expect(failing(input, '2026-03-05T06:30Z')).toEqual(['hours']);
  });

  it('says of a caseworker who does not hold the offer that it is the competence', () => {
    const { open, rules } = explainSlot(thursday(), at('2026-03-05T07:00Z'), 'bo');
    expect(open).toBe(false);
    expect(rules.find((r) => !r.ok)).toMatchObject({ rule: 'competence', caseworkerId: 'bo' });
  });
});

describe('nextChangeAt', () => {
  it('is the minute after the notice of the first start has run out', () => {
    const input = thursday({ noticeMinutes: 120 }, { now: at('2026-03-05T04:00Z') });
    expect(nextChangeAt(input)).toBe(at('2026-03-05T05:01Z'));
  });

  it('is the local midnight at which a day enters the horizon', () => {
    expect(nextChangeAt(thursday({ horizonDays: 0 }))).toBe(at('2026-03-04T23:00Z'));
  });

  it('is the midnight that opens colleagues, or the first lapse of a hold before it', () => {
    const audience = {
      group: null,
      ownCaseworkerId: 'bo',
      ownSince: at('2026-03-03T10:00Z'),
      rights: 'citizen' as const,
    };
    const input = thursday({ ownCaseworkerDays: 2 }, { audience });
    expect(nextChangeAt(input)).toBe(at('2026-03-04T23:00Z'));
    expect(nextChangeAt({ ...input, holdExpiries: [at('2026-03-04T10:05Z')] })).toBe(at('2026-03-04T10:05Z'));
  });

  it('is null when the window has passed', () => {
    expect(nextChangeAt(thursday({}, { now: at('2026-03-06T10:00Z') }))).toBeNull();
  });
});
