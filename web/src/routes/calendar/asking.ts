import type { MovingPorts } from '#lib/calendar/moving.svelte.ts';
import { wallAt } from '#lib/calendar/tracks.ts';
import { instantOf, wallOf } from '#lib/dates.ts';
import type { CalendarWindow, Explanation } from '#lib/documents/calendar.ts';
import { askFromPage } from '#lib/live/ask.ts';

/** What a talk on its way asks the planner: where it may go in what is shown, and why not elsewhere. */
export function askingPorts(
  shown: () => {
    documents: { otherTimes: string; explainMove: string };
    window: Pick<CalendarWindow, 'from' | 'to'>;
    zone: string;
  },
): MovingPorts {
  return {
    later: (work, ms) => {
      const id = setTimeout(work, ms);
      return () => clearTimeout(id);
    },
    async starts(entry) {
      const { documents, window, zone } = shown();
      const { from, to } = window;
      const answer = await askFromPage<{
        booking: { otherTimes: { startsAt: string; caseworkers: { id: string }[] }[] } | null;
      }>(documents.otherTimes, { booking: entry.booking?.id, from, to });
      return (answer?.booking?.otherTimes ?? []).flatMap(({ startsAt, caseworkers }) => {
        const wall = wallOf(startsAt, zone);
        const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
        return caseworkers.map(({ id }) => ({ key: `${id} ${wall.slice(0, 10)}`, minute }));
      });
    },
    async explain(entry, track, minute) {
      const { documents, zone } = shown();
      const answer = await askFromPage<{ booking: { explainMove: Explanation | null } | null }>(
        documents.explainMove,
        {
          booking: entry.booking?.id,
          startsAt: instantOf(wallAt(track.day, minute), zone),
          caseworker: track.whose.id,
        },
      );
      return answer?.booking?.explainMove?.rules.find(({ ok }) => !ok)?.text ?? null;
    },
  };
}
