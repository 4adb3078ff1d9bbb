import type { Handle } from '@planner/db';
import { dayOfIso, startOfLocalDay } from '../../availability/engine.ts';
import { publicHolidays } from '../../availability/holidays.ts';
import { fromMinute } from '../../availability/slot.ts';
import { type Entry, type Span, uuids } from './entries.ts';
import type { Scope } from './scope.ts';

type Closed = {
  id: string;
  centre: string;
  people: string[] | null;
  title: string;
  starts: number;
  ends: number;
};

/** Closing days and public holidays, by name; one entry for all who are shown, or one for each whom it concerns. */
export async function readClosings(
  handle: Handle,
  scope: Scope,
  ask: Span & { language: 'da' | 'en' },
): Promise<Entry[]> {
  if (scope.centres.size === 0) return [];
  const [closed, centres] = await Promise.all([
    handle.query<Closed>(
      `select * from (select d.id, d.job_centre_id as centre, d.name as title,
          case when d.team_id is not null then
            array(select caseworker_id::text from membership m where m.team_id = d.team_id)
            when d.place_id is not null then array(select caseworker_id::text from membership m
              where m.team_id in (select id from team where team.place_id = d.place_id)) end as people,
          ${wall('start_minute')} as starts, ${wall('end_minute')} as ends
        from closing_day d join job_centre c on c.id = d.job_centre_id where c.id = any ($1::uuid[])) x
       where ends > $2::float8 and starts < $3::float8`,
      [uuids([...scope.centres.keys()]), ask.from.getTime(), ask.to.getTime()],
    ),
    handle.query<{ id: string; zone: string }>(
      'select id, zone from job_centre where public_holidays and id = any ($1::uuid[])',
      [uuids([...scope.centres.keys()])],
    ),
  ]);
  const holidays = centres.flatMap(({ id: centre, zone }) =>
    publicHolidays(ask.from, ask.to).map(({ day, name }): Closed => {
      const [starts, ends] = [0, 1].map((next) => +fromMinute(startOfLocalDay(zone, dayOfIso(day) + next)));
      return {
        id: `${centre}:${day}`,
        centre,
        people: null,
        title: name[ask.language],
        starts: starts as number,
        ends: ends as number,
      };
    }),
  );
  return [...closed, ...holidays.filter(({ starts, ends }) => ends > +ask.from && starts < +ask.to)].flatMap(
    (row) => {
      const here = scope.centres.get(row.centre) ?? [];
      const whom = row.people ? here.filter((id) => row.people?.includes(id)) : here;
      const all = !row.people && here.length === scope.caseworkers.length;
      return (all ? [null] : whom).map((caseworkerId) => entryOf(row, caseworkerId));
    },
  );
}

const wall = (minutes: string) =>
  `(extract(epoch from (d.day::timestamp + make_interval(mins => d.${minutes})) at time zone c.zone) * 1000)::float8`;

const entryOf = ({ id, title, starts, ends }: Closed, caseworkerId: string | null): Entry => ({
  id: caseworkerId ? `${id}:${caseworkerId}` : id,
  kind: 'CLOSED',
  caseworkerId,
  roomId: null,
  startsAt: new Date(Number(starts)),
  endsAt: new Date(Number(ends)),
  bookingId: null,
  replacesId: null,
  title,
  version: 0,
});
