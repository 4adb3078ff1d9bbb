import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../documents/calendar.ts';
import { CalendarView } from './calendar-view.svelte.ts';

const entry = (id: string, startsAt: string, kind: CalendarEntry['kind'] = 'BOOKED'): CalendarEntry => ({
  id,
  kind,
  startsAt,
  endsAt: startsAt,
  caseworker: { id: 'mette', name: 'Mette Holm' },
  booking: null,
});
const monday = entry('a', '2026-11-23T08:00:00.000Z');
const never = () => () => {};

describe('CalendarView', () => {
  it('starts from what the page was drawn with and takes a snapshot without flashing', () => {
    const view = new CalendarView([monday], never);
    const tuesday = entry('b', '2026-11-24T08:00:00.000Z');
    view.apply({ __typename: 'CalendarSnapshot', cursor: '4', entries: [tuesday] });
    expect(view.entries).toEqual([tuesday]);
    expect(view.cursor).toBe('4');
    expect(view.isFlashing('b')).toBe(false);
    expect(view.margin).toEqual([]);
  });

  it('names what others moved, added and removed, newest first', () => {
    const view = new CalendarView([monday], never);
    const moved = entry('a', '2026-11-25T08:00:00.000Z');
    const added = entry('c', '2026-11-26T08:00:00.000Z');
    view.apply({ __typename: 'CalendarChange', cursor: '5', upserted: [moved], removed: [] });
    view.apply({ __typename: 'CalendarChange', cursor: '6', upserted: [added], removed: ['a'] });
    expect(view.entries).toEqual([added]);
    expect(view.margin.map(({ what, entry: { id } }) => `${what} ${id}`)).toEqual([
      'removed a',
      'added c',
      'moved a',
    ]);
  });

  it('flashes a change for a while', () => {
    let end = () => {};
    const view = new CalendarView([monday], (work) => {
      end = work;
      return () => {};
    });
    view.apply({ __typename: 'CalendarChange', cursor: '5', upserted: [monday], removed: [] });
    expect(view.isFlashing('a')).toBe(true);
    expect(view.margin).toEqual([]);
    end();
    expect(view.isFlashing('a')).toBe(false);
  });

  it('keeps free times out of the margin and ignores what it never knew', () => {
    const view = new CalendarView([], never);
    view.apply({
      __typename: 'CalendarChange',
      cursor: '5',
      upserted: [entry('f', '2026-11-24T08:00:00.000Z', 'FREE')],
      removed: ['unknown'],
    });
    expect(view.margin).toEqual([]);
    expect(view.entries).toHaveLength(1);
  });
});
