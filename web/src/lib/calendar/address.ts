import type { ViewName } from './period.ts';
import type { Whom } from './whom.ts';

/** What lies open beside the calendar: parameters of the address, none for nothing. */
export type Open = Record<string, string>;

/** What the calendar shows, as far as its address says so. */
export interface Shown {
  whom: Pick<Whom, 'byDefault' | 'teams' | 'chosen'> & { rooms: readonly { id: string }[] };
  period: { view: ViewName; anchor: string };
  viewChosen: boolean;
  dateChosen: boolean;
}

export interface Other {
  view?: ViewName;
  from?: string;
  who?: string;
  team?: string;
}

/** The search part of the address that shows this, or another view, date or people, with something open or nothing. */
export function addressOf(shown: Shown, open: Open = {}, other: Other = {}): string {
  const search = new URLSearchParams();
  const view = other.view ?? (shown.viewChosen ? shown.period.view : undefined);
  if (view) search.set('view', view);
  const from = other.from ?? (shown.dateChosen ? shown.period.anchor : undefined);
  if (from) search.set('from', from);
  for (const [name, id] of whose(shown.whom, other)) search.append(name, id);
  for (const [name, value] of Object.entries(open)) search.set(name, value);
  return `?${search}`;
}

function whose(whom: Shown['whom'], { who, team }: Other): [string, string][] {
  if (who) return [['who', who]];
  if (team) return [['team', team]];
  if (whom.byDefault) return [];
  return [
    ...whom.teams.map((id): [string, string] => ['team', id]),
    ...whom.chosen.map((id): [string, string] => ['who', id]),
    ...whom.rooms.map(({ id }): [string, string] => ['room', id]),
  ];
}

/** The search of an address without the name of a form's action, which stands in it. */
export function withoutAction(url: URL): URLSearchParams {
  const search = new URLSearchParams(url.search);
  for (const name of [...search.keys()]) if (name.startsWith('/')) search.delete(name);
  return search;
}

const opening = ['booking', 'to', 'for', 'at', 'book', 'citizen', 'offer', 'q', 'correct', 'help', 'done'];

/** An address after something was done: as it was, with that said, this open (`undefined`: nothing), and no action's name. */
export function doneAt(url: URL, done: string | null, open: Open = {}): string {
  const search = withoutAction(url);
  for (const name of opening) search.delete(name);
  if (done) search.set('done', done);
  for (const [name, value] of Object.entries(open)) search.set(name, value);
  return `${url.pathname}?${search}`;
}
