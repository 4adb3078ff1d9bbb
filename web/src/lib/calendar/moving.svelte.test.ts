import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../documents/calendar.ts';
import { Moving, type Start } from './moving.svelte.ts';
import type { Track } from './tracks.ts';

const talk = {
  id: 'a',
  startsAt: '2026-11-23T08:00:00.000Z',
  endsAt: '2026-11-23T08:45:00.000Z',
} as CalendarEntry;
const track = (key: string) => ({ key }) as Track;
const monday = track('mette 2026-11-23');

/** A talk that may go to Monday 9.00, 9.45 and 13.00; questions are answered when the test says so. */
function carried(starts: Start[] = [540, 585, 780].map((minute) => ({ key: monday.key, minute }))) {
  const asked: string[] = [];
  let soon = () => {};
  let answer: (starts: Start[]) => void = () => {};
  const moving = new Moving({
    starts: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    explain: async (_, { key }, minute) => {
      asked.push(`${key} ${minute}`);
      return 'Pause 12.00–12.30';
    },
    later: (work) => {
      soon = work;
      return () => {
        soon = () => {};
      };
    },
  });
  const known = moving.start(talk);
  return {
    moving,
    asked,
    wait: () => soon(),
    async ready() {
      answer(starts);
      await known;
    },
  };
}

describe('Moving', () => {
  it('shows where the talk can lie, neighbours joined, once that is known', async () => {
    const { moving, ready } = carried();
    expect(moving.stretches(monday.key)).toEqual([]);
    await ready();
    expect(moving.minutes).toBe(45);
    expect(moving.stretches(monday.key)).toEqual([
      [540, 630],
      [780, 825],
    ]);
    expect(moving.stretches('lone 2026-11-23')).toEqual([]);
  });

  it('draws a pointer to a start nearby, and a key to none', async () => {
    const { moving, ready } = carried();
    await ready();
    moving.over(0, monday, 555, true);
    expect(moving.target).toMatchObject({ minute: 540, allowed: true });
    moving.over(0, monday, 555, false);
    expect(moving.target).toMatchObject({ minute: 555, allowed: false });
  });

  it('asks why not only where one stays, and remembers the answer', async () => {
    const { moving, ready, wait, asked } = carried();
    await ready();
    moving.over(0, monday, 660, true);
    moving.over(0, monday, 720, true);
    wait();
    await Promise.resolve();
    expect(asked).toEqual([`${monday.key} 720`]);
    expect(moving.target).toMatchObject({ minute: 720, allowed: false, reason: 'Pause 12.00–12.30' });
    moving.over(0, monday, 540, true);
    moving.over(0, monday, 720, true);
    expect(moving.target?.reason).toBe('Pause 12.00–12.30');
    expect(asked).toHaveLength(1);
  });

  it('judges the place again when it learns where the talk can go', async () => {
    const { moving, ready } = carried();
    moving.over(0, monday, 545, true);
    expect(moving.target?.allowed).toBeNull();
    await ready();
    expect(moving.target).toMatchObject({ minute: 540, allowed: true });
  });

  it('forgets an answer that comes after it was laid down', async () => {
    const { moving, ready } = carried();
    moving.cancel();
    await ready();
    expect([moving.entry, moving.target, moving.stretches(monday.key)]).toEqual([null, null, []]);
  });

  it('finds the next allowed start either way', async () => {
    const { moving, ready } = carried();
    await ready();
    expect(moving.nextAllowed(monday.key, 540, 1)).toBe(585);
    expect(moving.nextAllowed(monday.key, 540, -1)).toBeNull();
    expect(moving.nextAllowed(monday.key, 800, -1)).toBe(780);
  });
});
