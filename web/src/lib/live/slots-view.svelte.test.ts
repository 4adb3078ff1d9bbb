import { describe, expect, it } from 'vitest';
import type { Slot } from '../documents/document.ts';
import { ANNOUNCE_EVERY_MS, type Later, SlotsView, TAKEN_MS } from './slots-view.svelte.ts';

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

describe('SlotsView', () => {
  it('says a time is taken in place, then closes up', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine, ten], { later });
    view.apply(change('1', [], [nine.key]));
    expect(view.isTaken(nine.key)).toBe(true);
    expect(keys(view)).toEqual([nine.key, ten.key]);
    expect(view.free).toBe(1);
    pass(TAKEN_MS);
    expect(keys(view)).toEqual([ten.key]);
    expect(view.cursor).toBe('1');
  });

  it('never closes up under the reader', () => {
    const { later, pass } = clock();
    let near = true;
    const view = new SlotsView([nine], { later, isNear: () => near });
    view.apply(change('1', [], [nine.key]));
    pass(3 * TAKEN_MS);
    expect(keys(view)).toEqual([nine.key]);
    near = false;
    pass(TAKEN_MS);
    expect(keys(view)).toEqual([]);
  });

  it('puts a new time in its place with a mark', () => {
    const { later } = clock();
    const view = new SlotsView([nine, eleven], { later });
    view.apply(change('1', [ten], []));
    expect(keys(view)).toEqual([nine.key, ten.key, eleven.key]);
    expect(view.isFresh(ten.key)).toBe(true);
    expect(view.isFresh(nine.key)).toBe(false);
  });

  it('takes a time back that is opened again before it went', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine], { later });
    view.apply(change('1', [], [nine.key]));
    view.apply(change('2', [nine], []));
    pass(10 * TAKEN_MS);
    expect(view.isTaken(nine.key)).toBe(false);
    expect(keys(view)).toEqual([nine.key]);
  });

  it('reads a snapshot as the difference to what is shown', () => {
    const { later } = clock();
    const view = new SlotsView([nine, ten], { later });
    view.apply({ __typename: 'SlotsSnapshot', cursor: '7', slots: [ten, eleven] });
    expect(view.isTaken(nine.key)).toBe(true);
    expect(view.isTaken(ten.key)).toBe(false);
    expect(view.isFresh(eleven.key)).toBe(true);
    expect(view.cursor).toBe('7');
  });

  it('moves nothing while held still, and nothing is lost', () => {
    const { later } = clock();
    const view = new SlotsView([nine], { later });
    view.holdStill(true);
    view.apply(change('1', [ten], [nine.key]));
    expect(keys(view)).toEqual([nine.key]);
    expect(view.isTaken(nine.key)).toBe(false);
    expect(view.cursor).toBe('1');
    view.holdStill(false);
    expect(view.isTaken(nine.key)).toBe(true);
    expect(keys(view)).toEqual([nine.key, ten.key]);
  });

  it('speaks at most once in ten seconds and leaves out no last word', () => {
    const { later, pass } = clock();
    const view = new SlotsView([nine, ten, eleven], { later });
    view.apply(change('1', [], [nine.key]));
    expect(view.announced).toEqual({ free: 2 });
    view.apply(change('2', [], [ten.key]));
    view.apply(change('3', [], [eleven.key]));
    expect(view.announced).toEqual({ free: 2 });
    pass(ANNOUNCE_EVERY_MS);
    expect(view.announced).toEqual({ free: 0 });
    const last = view.announced;
    pass(5 * ANNOUNCE_EVERY_MS);
    expect(view.announced).toBe(last);
  });

  it('says nothing when an event changes nothing', () => {
    const { later } = clock();
    const view = new SlotsView([nine], { later });
    view.apply({ __typename: 'SlotsSnapshot', cursor: '1', slots: [nine] });
    expect(view.announced).toBeNull();
    expect(view.isFresh(nine.key)).toBe(false);
  });
});
