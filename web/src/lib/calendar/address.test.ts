import { describe, expect, it } from 'vitest';
import { addressOf, doneAt, type Shown } from './address.ts';

const shown: Shown = {
  whom: { byDefault: false, teams: ['t1'], chosen: ['a', 'b'], rooms: [{ id: 'r' }] },
  period: { view: 'week', anchor: '2026-11-25' },
  viewChosen: true,
  dateChosen: true,
};

describe('the calendar’s address', () => {
  it('says what is shown and what is open', () => {
    expect(addressOf(shown, { booking: 'x' })).toBe(
      '?view=week&from=2026-11-25&team=t1&who=a&who=b&room=r&booking=x',
    );
  });

  it('leaves out what nobody chose', () => {
    const bare = { ...shown, viewChosen: false, dateChosen: false, whom: { ...shown.whom, byDefault: true } };
    expect(addressOf(bare)).toBe('?');
    expect(addressOf(bare, {}, { view: 'day', from: '2026-12-01' })).toBe('?view=day&from=2026-12-01');
  });

  it('shows somebody else’s instead, not as well', () => {
    expect(addressOf(shown, {}, { who: 'c' })).toBe('?view=week&from=2026-11-25&who=c');
  });

  it('tells what was done in place of what was open', () => {
    const url = new URL('http://p/calendar?view=day&who=a&book=2026-11-25T09%3A00&for=a&citizen=c&q=x&/book');
    expect(doneAt(url, 'booked', { booking: 'n' })).toBe('/calendar?view=day&who=a&done=booked&booking=n');
    expect(doneAt(url, null)).toBe('/calendar?view=day&who=a');
  });
});
