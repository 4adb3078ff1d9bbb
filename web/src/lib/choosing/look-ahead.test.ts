import { describe, expect, it } from 'vitest';
import type { Slot } from '#lib/documents/document.ts';
import { type Look, lookAhead, once } from './look-ahead.ts';

const zone = 'Europe/Copenhagen';
const monday = '2026-11-23';
const slot = (startsAt: string): Slot => ({ key: startsAt, startsAt, endsAt: startsAt, seatsLeft: 1 });
const friday = slot('2026-11-27T08:00:00.000Z');
const wednesday = slot('2026-12-02T08:00:00.000Z');
const january = slot('2027-01-11T08:00:00.000Z');

/** Answers out of these, and notes what was asked. */
function offered(...slots: Slot[]) {
  const asked: string[] = [];
  const look: Look = async (from, to) => {
    asked.push(`${from} ${to}`);
    return slots.filter(({ startsAt }) => startsAt.slice(0, 10) >= from && startsAt.slice(0, 10) < to);
  };
  return { look, asked };
}
const any = { wanted: () => true, until: null };

describe('looking ahead', () => {
  it('finds the first free time and any week near it with one question', async () => {
    const { look, asked } = offered(friday, wednesday, january);
    const ahead = await lookAhead(look, monday, zone, any);
    expect(ahead.first).toBe(friday);
    expect(await ahead.week(monday)).toEqual([friday]);
    expect(await ahead.week('2026-11-30')).toEqual([wednesday]);
    expect(asked).toEqual(['2026-11-23 2026-12-21']);
  });

  it('looks further only when nothing near is wanted', async () => {
    const { look, asked } = offered(friday, january);
    const ahead = await lookAhead(look, monday, zone, { ...any, wanted: (one) => one !== friday });
    expect(ahead.first).toBe(january);
    expect(await ahead.week('2027-01-11')).toEqual([january]);
    expect(asked).toHaveLength(2);
  });

  it('asks for nothing beyond the last day', async () => {
    const { look, asked } = offered(january);
    const ahead = await lookAhead(look, monday, zone, {
      wanted: ({ startsAt }) => startsAt < '2026-12-08',
      until: '2026-12-07',
    });
    expect(ahead.first).toBeNull();
    expect(await ahead.week('2027-01-11')).toEqual([]);
    expect(asked).toEqual(['2026-11-23 2026-12-21']);
  });

  it('asks for a week that it has not seen', async () => {
    const { look, asked } = offered(friday, january);
    const ahead = await lookAhead(look, monday, zone, any);
    expect(await ahead.week('2027-01-11')).toEqual([january]);
    expect(asked.at(-1)).toBe('2027-01-11 2027-01-18');
  });

  it('asks the same question once', async () => {
    const { look, asked } = offered(friday);
    const remembered = once(look);
    await Promise.all([remembered(monday, '2026-11-30'), remembered(monday, '2026-11-30')]);
    expect(asked).toHaveLength(1);
  });
});
