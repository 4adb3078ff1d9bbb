import { describe, expect, it } from 'vitest';
import type { Team } from '../documents/calendar.ts';
import { idleWatch } from './idle.ts';
import { whomOf } from './whom.ts';

const team = (id: string, ...people: string[]): Team => ({
  id,
  name: id,
  jobCentre: {
    id: 'centre',
    name: 'Jobcenter',
    zone: 'Europe/Copenhagen',
    rooms: [{ id: 'hall', name: 'Salen' }],
  },
  caseworkers: people.map((name) => ({ id: name, name })),
});
const teams = [team('nord', 'mette', 'lone'), team('syd', 'lone', 'jens')];
const chosen = (query: string, me?: string) => {
  const { people, rooms, title, byDefault } = whomOf(new URLSearchParams(query), teams, me);
  return [people.map(({ id }) => id), rooms.map(({ id }) => id), title, byDefault];
};

describe('whomOf', () => {
  it('is the reader herself, or the first team for who has no calendar', () => {
    expect(chosen('', 'mette')).toEqual([['mette'], [], { kind: 'me' }, true]);
    expect(chosen('')).toEqual([['mette', 'lone'], [], { kind: 'named', name: 'nord' }, true]);
  });

  it('adds teams, people and rooms together, each once', () => {
    expect(chosen('team=nord&team=syd&who=jens&room=hall', 'mette')).toEqual([
      ['mette', 'lone', 'jens'],
      ['hall'],
      { kind: 'many', people: 3, rooms: 1 },
      false,
    ]);
    expect(chosen('room=hall', 'mette')).toEqual([[], ['hall'], { kind: 'named', name: 'Salen' }, false]);
  });

  it('leaves out whom it does not know', () => {
    expect(chosen('who=stranger', 'mette')).toEqual([['mette'], [], { kind: 'me' }, true]);
  });
});

describe('idleWatch', () => {
  it('tells once when nobody has moved for five minutes, and at once when somebody is back', () => {
    const told: boolean[] = [];
    let pass = () => {};
    let at = 0;
    const watch = idleWatch((idle) => told.push(idle), {
      later: (work) => {
        pass = work;
        return () => {
          pass = () => {};
        };
      },
      now: () => at,
    });
    watch.touch();
    pass();
    expect(told).toEqual([true]);
    at = 10;
    watch.touch();
    expect(told).toEqual([true, false]);
    watch.stop();
    pass();
    expect(told).toHaveLength(2);
  });
});
