import type { Team } from '../documents/calendar.ts';

export interface Named {
  id: string;
  name: string;
}

/** Whose calendars are shown, and how the choice is written in the address. */
export interface Whom {
  people: Named[];
  rooms: Named[];
  /** What was chosen, as it came: teams, people of their own, rooms. */
  teams: string[];
  chosen: string[];
  /** Nobody was chosen: then the address leaves them out, too. */
  byDefault: boolean;
  /** How the choice is called: "Mig", "Team Nord", a name, or how many. */
  title: { kind: 'me' } | { kind: 'named'; name: string } | { kind: 'many'; people: number; rooms: number };
}

/** The choice in an address: `team`, `who` and `room`, each repeatable. Without any: the viewer, or else a team. */
export function whomOf(
  search: Pick<URLSearchParams, 'getAll'>,
  teams: readonly Team[],
  me: string | undefined,
): Whom {
  const colleagues = new Map(teams.flatMap((team) => team.caseworkers.map((one) => [one.id, one] as const)));
  const allRooms = new Map(
    teams.flatMap(({ jobCentre }) => jobCentre.rooms.map((room) => [room.id, room] as const)),
  );
  let inTeams = teams.filter(({ id }) => search.getAll('team').includes(id));
  let chosen = search.getAll('who').flatMap((id) => colleagues.get(id) ?? []);
  const rooms = search.getAll('room').flatMap((id) => allRooms.get(id) ?? []);
  const byDefault = inTeams.length + chosen.length + rooms.length === 0;
  if (byDefault) {
    const own = me ? colleagues.get(me) : undefined;
    if (own) chosen = [own];
    else inTeams = teams.slice(0, 1);
  }
  const people = new Map(
    [...inTeams.flatMap((team) => team.caseworkers), ...chosen].map((one) => [one.id, one]),
  );
  const all = [...people.values()];
  const [one] = [...inTeams, ...chosen, ...rooms];
  const single = inTeams.length + chosen.length + rooms.length === 1 && one;
  return {
    people: all,
    rooms,
    teams: inTeams.map(({ id }) => id),
    chosen: chosen.map(({ id }) => id),
    byDefault,
    title:
      single && single.id === me
        ? { kind: 'me' }
        : single
          ? { kind: 'named', name: single.name }
          : { kind: 'many', people: all.length, rooms: rooms.length },
  };
}
