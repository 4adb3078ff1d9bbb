import { describe, expect, it } from 'vitest';
import type { Slot } from '../documents/document.ts';
import { ANNOUNCE_EVERY_MS, type Later, SlotsView } from './slots-view.svelte.ts';

const slot = (key: string): Slot => ({ key, startsAt: key, endsAt: `${key}+`, seatsLeft: 1 });
const nine = slot('2026-11-27T08:00:00.000Z');
const ten = slot('2026-11-27T09:00:00.000Z');
const eleven = slot('2026-11-27T10:00:00.000Z');
const change = (cursor: string, opened: Slot[], closed: string[]) =>
  ({ __typename: 'SlotsChange', cursor, opened, closed }) as const;

/** A clock that moves when told to. */
function clock() {
  let now = 0;
  let jobs: { at: number; work: () => void }[] = [];
  const later: Later = (work, ms) => {
    const job = { at: now + ms, work };
    jobs.push(job);
    return () => {
      jobs = jobs.filter((other) => other !== job);
    };
  };
  const pass = (ms: number) => {
    const end = now + ms;
    for (;;) {
      const due = jobs.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      jobs = jobs.filter((job) => job !== due);
      now = due.at;
      due.work();
    }
    now = end;
  };
  return { later, pass };
}
const keys = (view: SlotsView) => view.slots.map(({ key }) => key);
const quiet = { lost: null, waiting: 0 };

describe('SlotsView', () => {
  it('marks a taken time, which keeps its room however long the reader waits', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine, ten], { later });
    view.apply(change('1', [], [nine.key]));
    pass(60_000);
    expect(view.isTaken(nine.key)).toBe(true);
    expect(keys(view)).toEqual([nine.key, ten.key]);
    expect(view.free).toBe(1);
    expect(view.cursor).toBe('1');
  });

  it('keeps the first time where it was, and knows which is free first now', () => {
    const view = new SlotsView([nine, ten], clock());
    view.apply(change('1', [], [nine.key]));
    expect(view.first).toEqual(nine);
    expect(view.firstFree).toEqual(ten);
  });

  it('lets new times wait until the reader asks for them, then closes up the taken ones too', () => {
    const view = new SlotsView([nine, eleven], clock());
    view.apply(change('1', [ten], [nine.key]));
    expect(keys(view)).toEqual([nine.key, eleven.key]);
    expect(view.waiting).toBe(1);
    view.showNew();
    expect(keys(view)).toEqual([ten.key, eleven.key]);
    expect(view.waiting).toBe(0);
    expect([view.isFresh(ten.key), view.isFresh(eleven.key)]).toEqual([true, false]);
    expect(view.first).toEqual(ten);
  });

  it('forgets a new time that is taken before it was shown', () => {
    const view = new SlotsView([nine], clock());
    view.apply(change('1', [ten, eleven], []));
    view.apply(change('2', [], [ten.key]));
    expect(view.waiting).toBe(1);
    view.apply({ __typename: 'SlotsSnapshot', cursor: '3', slots: [nine] });
    expect(view.waiting).toBe(0);
  });

  it('takes a time back in its place when it is opened again', () => {
    const view = new SlotsView([nine], clock());
    view.apply(change('1', [], [nine.key]));
    view.apply(change('2', [nine], []));
    expect(view.isTaken(nine.key)).toBe(false);
    expect(view.waiting).toBe(0);
  });

  it('changes seats in place', () => {
    const view = new SlotsView([nine], clock());
    view.apply(change('1', [{ ...nine, seatsLeft: 4 }], []));
    expect(view.slots[0]?.seatsLeft).toBe(4);
    expect(view.announced).toBeNull();
  });

  it('reads a snapshot as the difference to what is shown', () => {
    const view = new SlotsView([nine, ten], clock());
    view.apply({ __typename: 'SlotsSnapshot', cursor: '7', slots: [ten, eleven] });
    expect(view.isTaken(nine.key)).toBe(true);
    expect(view.isTaken(ten.key)).toBe(false);
    expect(view.waiting).toBe(1);
    expect(view.cursor).toBe('7');
  });

  it('knows nothing of times that are not to be shown', () => {
    const view = new SlotsView([nine, ten], { ...clock(), fits: ({ key }) => key !== ten.key });
    view.apply(change('1', [], [ten.key]));
    view.apply(change('2', [ten], []));
    expect(keys(view)).toEqual([nine.key]);
    expect(view.waiting).toBe(0);
    expect(view.announced).toBeNull();
  });

  it('changes nothing while held still, and nothing is lost', () => {
    const view = new SlotsView([nine], { ...clock(), still: true });
    view.apply(change('1', [ten], [nine.key]));
    expect(keys(view)).toEqual([nine.key]);
    expect(view.isTaken(nine.key)).toBe(false);
    expect(view.waiting).toBe(0);
    expect(view.cursor).toBe('1');
    view.holdStill(false);
    expect(view.isTaken(nine.key)).toBe(true);
    expect(view.waiting).toBe(1);
  });

  it('marks the time whose hold was refused', () => {
    const view = new SlotsView([nine, ten], clock());
    view.lose(nine.startsAt);
    expect([view.isTaken(nine.key), view.isTaken(ten.key)]).toEqual([true, false]);
    // The live list has nothing to add.
    view.apply(change('1', [], [nine.key]));
    expect(view.free).toBe(1);
  });
});

describe('what SlotsView says', () => {
  it('comes at most once in ten seconds and leaves out no last word', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine, ten, eleven], { later });
    view.apply(change('1', [], [nine.key]));
    expect(view.announced).toEqual({ ...quiet, free: 2 });
    view.apply(change('2', [], [ten.key]));
    view.apply(change('3', [], [eleven.key]));
    expect(view.announced).toEqual({ ...quiet, free: 2 });
    pass(ANNOUNCE_EVERY_MS);
    expect(view.announced).toEqual({ ...quiet, free: 0 });
    const last = view.announced;
    pass(5 * ANNOUNCE_EVERY_MS);
    expect(view.announced).toBe(last);
  });

  it('names the chosen time that is lost and the nearest free ones, also when it has to wait for its turn', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine, ten, eleven], { later, chosen: () => ten.key });
    view.apply(change('1', [], [nine.key]));
    view.apply(change('2', [], [ten.key]));
    expect(view.announced?.lost).toBeNull();
    pass(ANNOUNCE_EVERY_MS);
    expect(view.announced?.lost).toEqual({ slot: ten, nearest: [eleven] });
  });

  it('leaves out a loss that was undone before it was told', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine, ten], { later, chosen: () => ten.key });
    view.apply(change('1', [], [nine.key]));
    view.apply(change('2', [], [ten.key]));
    view.apply(change('3', [ten], []));
    pass(ANNOUNCE_EVERY_MS);
    expect(view.announced).toEqual({ ...quiet, free: 1 });
  });

  it('is nothing when an event changes nothing', () => {
    const view = new SlotsView([nine], clock());
    view.apply({ __typename: 'SlotsSnapshot', cursor: '1', slots: [nine] });
    expect(view.announced).toBeNull();
    expect(view.waiting).toBe(0);
  });
});
