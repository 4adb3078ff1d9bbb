import { describe, expect, it } from 'vitest';
import type { CalendarEntry, CalendarEvent, LastChange } from '../documents/calendar.ts';
import { CalendarView } from './calendar-view.svelte.ts';

const booking = {
  id: 'gid',
  form: 'PHONE' as const,
  citizen: { id: 'anna', name: 'Anna Jensen' },
  interviewType: { code: 7, nameDa: 'Jobsamtale', nameEn: 'Job talk' },
};
const entry = (id: string, startsAt: string, more: Partial<CalendarEntry> = {}): CalendarEntry => ({
  id,
  kind: 'BOOKED',
  startsAt,
  endsAt: startsAt,
  caseworker: { id: 'mette', name: 'Mette Holm' },
  room: null,
  title: null,
  replaces: null,
  booking,
  ...more,
});
const [monday, tuesday] = ['2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z'] as const;
const by = (who: LastChange['by'], name: string | null = null): LastChange => ({ at: monday, by: who, name });
const still = { later: () => () => {}, now: () => '2026-11-23T09:02:00.000Z' };
const change = (more: Partial<Extract<CalendarEvent, { __typename: 'CalendarChange' }>>): CalendarEvent => ({
  __typename: 'CalendarChange',
  cursor: '5',
  upserted: [],
  removed: [],
  gone: [],
  ...more,
});
const told = ({ margin }: CalendarView) =>
  margin.map(({ what, entry: { id }, movedTo, by: who }) => [what, id, movedTo, who?.by ?? null]);

describe('CalendarView', () => {
  it('starts from what the page was drawn with and takes a snapshot without flashing', () => {
    const view = new CalendarView([entry('a', monday)], still);
    view.apply({ __typename: 'CalendarSnapshot', cursor: '4', entries: [entry('b', tuesday)] });
    expect(view.entries.map(({ id }) => id)).toEqual(['b']);
    expect(view.cursor).toBe('4');
    expect(view.isFlashing('b')).toBe(false);
    expect(view.margin).toEqual([]);
  });

  it('tells a move within the view once: who did it, and where to', () => {
    const view = new CalendarView([entry('a', monday)], still);
    const moved = entry('b', tuesday, { replaces: 'a', lastChange: by('STAFF', 'Lone Friis') });
    const gone = {
      id: 'a',
      status: 'MOVED',
      movedTo: tuesday,
      lastChange: by('STAFF', 'Lone Friis'),
    };
    view.apply(change({ upserted: [moved], removed: ['a'], gone: [gone] }));
    expect(view.entries).toEqual([moved]);
    expect(told(view)).toEqual([['moved', 'b', tuesday, 'STAFF']]);
    expect(view.isFlashing('b')).toBe(true);
  });

  it('tells a move out of the view, a cancellation and a new talk, newest first', () => {
    const view = new CalendarView([entry('a', monday), entry('b', monday)], still);
    const out = { id: 'a', status: 'MOVED', movedTo: '2026-12-01T08:00:00.000Z', lastChange: by('CITIZEN') };
    view.apply(change({ removed: ['a'], gone: [out] }));
    view.apply(
      change({
        removed: ['b'],
        gone: [{ id: 'b', status: 'CANCELLED', movedTo: null, lastChange: by('CITIZEN') }],
      }),
    );
    view.apply(change({ upserted: [entry('c', tuesday, { lastChange: by('CITIZEN') })] }));
    expect(told(view)).toEqual([
      ['added', 'c', null, 'CITIZEN'],
      ['removed', 'b', null, 'CITIZEN'],
      ['moved', 'a', '2026-12-01T08:00:00.000Z', 'CITIZEN'],
    ]);
  });

  it('says nothing of what the reader did herself', () => {
    const view = new CalendarView([entry('a', monday)], still);
    const own = by('VIEWER');
    view.apply(
      change({
        upserted: [entry('b', tuesday, { replaces: 'a', lastChange: own })],
        removed: ['a'],
        gone: [{ id: 'a', status: 'MOVED', movedTo: tuesday, lastChange: own }],
      }),
    );
    expect(view.entries.map(({ id }) => id)).toEqual(['b']);
    expect(view.margin).toEqual([]);
    expect(view.isFlashing('b')).toBe(false);
  });

  it('tells a talk that is in a caseworker’s and a room’s calendar once', () => {
    const view = new CalendarView([], still);
    const lastChange = by('CITIZEN');
    const room = { caseworker: null, room: { id: 'room', name: 'Lokale 2' }, lastChange };
    view.apply(change({ upserted: [entry('a', monday, { lastChange }), entry('a:room', monday, room)] }));
    expect(view.entries).toHaveLength(2);
    expect(view.margin).toHaveLength(1);
  });

  it('keeps free and held times out of the margin and ignores what it never knew', () => {
    const view = new CalendarView([entry('h', monday, { kind: 'HELD' })], still);
    view.apply(
      change({
        upserted: [entry('f', tuesday, { kind: 'FREE', booking: null })],
        removed: ['unknown', 'h'],
        gone: [{ id: 'h', status: 'EXPIRED', movedTo: null, lastChange: by('PLANNER') }],
      }),
    );
    expect(view.margin).toEqual([]);
    expect(view.entries.map(({ id }) => id)).toEqual(['f']);
  });

  it('flashes a change for a while', () => {
    let end = () => {};
    const later = (work: () => void) => {
      end = work;
      return () => {};
    };
    const view = new CalendarView([entry('a', monday)], { ...still, later });
    view.apply(change({ upserted: [entry('a', monday)] }));
    expect(view.isFlashing('a')).toBe(true);
    expect(view.margin).toEqual([]);
    end();
    expect(view.isFlashing('a')).toBe(false);
  });

  it('forgets every name, and what could be opened, when it is told to', () => {
    const view = new CalendarView([entry('a', monday)], still);
    view.apply(change({ upserted: [entry('b', tuesday, { lastChange: by('CITIZEN') })] }));
    view.forget();
    expect(JSON.stringify([view.entries, view.margin])).not.toMatch(/Anna|gid/);
    expect(view.entries.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'BUSY'],
      ['b', 'BUSY'],
    ]);
    expect(view.cursor).toBeUndefined();
  });
});
