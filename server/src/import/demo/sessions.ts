import { isoOfDay, weekdayOf } from '@planner/schema/availability/wall-time.ts';

/** One of the demo's information meetings, 13.00–14.30; `day` counts days since 1970-01-01. */
export type DemoSession = { centre: string; caseworker: string; room: string; day: number; seats: number };

const meetings = [
  { centre: '07510', caseworker: 'jens.krogh@aarhus.example', room: 'Salen', weekday: 3, seats: 20 },
  { centre: '07300', caseworker: 'lone.friis@aarhus.example', room: 'Mødesalen', weekday: 4, seats: 12 },
] as const;

/** Two meetings in each job centre: the first at least a week ahead, the other two weeks later; never on a holiday. */
export function demoSessions(today: number, isHoliday: (day: number) => boolean): DemoSession[] {
  return meetings.flatMap(({ weekday, ...meeting }) => {
    const next = (from: number) => {
      let day = from;
      while (weekdayOf(day) !== weekday || isHoliday(day)) day += 1;
      return day;
    };
    const first = next(today + 7);
    return [first, next(first + 14)].map((day) => ({ ...meeting, day }));
  });
}

export const sessionRow = ({ centre, caseworker, room, day, seats }: DemoSession) =>
  `${centre};Informationsmøde;${caseworker};${isoOfDay(day)} 13.00;${room};${seats}`;
