import { ofTheCentre } from '../../availability/watch.ts';
import type { Context } from '../../context.ts';
import { liveSource, reviveSpan } from '../../live-source.ts';
import { readClosings } from './closings.ts';
import { type Entry, type EntryKind, readEntries, type Span } from './entries.ts';
import { readFree } from './free.ts';
import type { Scope } from './scope.ts';

export type Ask = Span & { scope: Scope; kinds: ReadonlySet<EntryKind> };

const week = 7 * 86_400_000;
const ofTime: EntryKind[] = ['BOOKED', 'HELD', 'SESSION', 'ABSENCE', 'BUSY'];

/** All entries asked for, by start; `nextChange` is when time alone makes them others. */
export async function readCalendar(context: Context, { scope, kinds, ...span }: Ask) {
  const { language } = context.viewer;
  const wants = (some: EntryKind[]) => some.some((kind) => kinds.has(kind));
  const [taken, closed, free] = await Promise.all([
    wants(ofTime) ? readEntries(context.handle, { ...scope, ...span, language }) : null,
    wants(['CLOSED']) ? readClosings(context.handle, scope, { ...span, language }) : [],
    wants(['FREE']) ? readFree(context, scope, span) : null,
  ]);
  const entries = [...(taken?.entries ?? []), ...closed, ...(free?.entries ?? [])]
    .filter((entry) => kinds.has(entry.kind))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const changes = [taken?.lapses, free?.nextChange].flatMap((at) => (at ? [at.getTime()] : []));
  return {
    entries,
    leansOn: free?.leansOn ?? new Set<string>(),
    nextChange: changes.length > 0 ? new Date(Math.min(...changes)) : null,
  };
}

/** Names and talks are personal: a calendar is shared by one viewer's pages only, at one version of her rights. */
export function watchCalendar({ viewer }: Context, ask: Ask, since: string | null) {
  const { scope, kinds, from, to } = ask;
  const watched = new Set([...scope.caseworkers, ...scope.rooms]);
  const setUp = kinds.has('CLOSED') || kinds.has('FREE');
  let leansOn: ReadonlySet<string> = new Set();
  return liveSource<Entry>({
    field: 'calendar',
    key: JSON.stringify([
      [viewer.userId, viewer.rightsVersion, viewer.language],
      [...watched].sort(),
      [...kinds].sort(),
      from,
      to,
    ]),
    since,
    touches: (change) => {
      if (change.jobCentreId && scope.centres.has(change.jobCentreId) && ofTheCentre.has(change.entity)) {
        return setUp;
      }
      if (!change.resources.some((id) => watched.has(id) || leansOn.has(id))) return false;
      // What is free counts the talks of the week around it.
      const around = kinds.has('FREE') ? week : 0;
      return (
        (change.from === null || change.from < to.getTime() + around) &&
        (change.to === null || change.to > from.getTime() - around)
      );
    },
    read: async (fresh) => {
      const read = await readCalendar(fresh, ask);
      leansOn = read.leansOn;
      return {
        items: new Map(read.entries.map((entry) => [entry.id, entry])),
        nextChange: read.nextChange,
      };
    },
    revive: reviveSpan,
  });
}
