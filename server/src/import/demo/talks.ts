import { isoOfDay, weekdayOf } from '@planner/schema/availability/wall-time.ts';
import { readHours } from '../hours.ts';
import type { Random } from './random.ts';
import type { DemoSession } from './sessions.ts';

export type DemoCaseworker = {
  centre: string;
  email: string;
  team: string;
  hours: string;
  pause: string;
  holdsCvTalks: boolean;
};
export type DemoCitizen = { centre: string; cpr: string };

const DAYS_OF_BOOKINGS = 84;

type Kind = {
  offer: string;
  /** With the buffer after it. */
  minutes: number;
  /** Between the starts that are used. */
  step: number;
  /** One citizen in so many has such a talk. */
  oneIn: number;
  heldBy: (who: DemoCaseworker) => boolean;
};
const kinds: readonly (Kind & { centre: string })[] = [
  {
    centre: '07510',
    offer: 'Jobsamtale',
    minutes: 60,
    step: 90,
    oneIn: 1,
    heldBy: ({ team }) => team === 'Nord',
  },
  { centre: '07300', offer: 'Jobsamtale', minutes: 45, step: 90, oneIn: 1, heldBy: () => true },
  {
    centre: '07510',
    offer: 'Opfølgningssamtale',
    minutes: 30,
    step: 30,
    oneIn: 1.5,
    heldBy: ({ team }) => team !== 'Nord',
  },
  {
    centre: '07510',
    offer: 'CV-samtale',
    minutes: 60,
    step: 30,
    oneIn: 7,
    heldBy: (who) => who.holdsCvTalks,
  },
];

/**
 * Rows of bookings: seats in the information meetings, then up to three talks a citizen, most of them in the coming
 * three weeks; never two on a day.
 */
export function talks(
  random: Random,
  today: number,
  people: readonly DemoCitizen[],
  staff: readonly DemoCaseworker[],
  blocked: (email: string, day: number) => boolean,
  sessions: readonly DemoSession[],
): string[] {
  const busy = new Map<string, [from: number, to: number][]>();
  const seats = new Map(sessions.map((session) => [session, session.seats]));
  const rows: string[] = [];
  for (const { centre, cpr } of people) {
    const days = new Set<number>();
    const session = random.pick(sessions.filter((one) => one.centre === centre));
    const left = seats.get(session) ?? 0;
    // Some seats stay free, whatever the scale.
    if (left > 4 && random.whole(9) === 0) {
      seats.set(session, left - 1);
      days.add(session.day);
      rows.push(`${cpr};${session.caseworker};${isoOfDay(session.day)} 13.00;Fremmøde;Informationsmøde`);
    }
    for (const { offer, minutes, step, oneIn, heldBy } of kinds.filter((kind) => kind.centre === centre)) {
      if (random.whole(60) >= 60 / oneIn) continue;
      const fits = staff.filter((who) => who.centre === centre && heldBy(who));
      // A few tries: a talk that finds no time is left out.
      for (let attempt = 0; fits.length > 0 && attempt < 8; attempt++) {
        const who = random.pick(fits);
        const day = today + 1 + random.whole(random.whole(3) > 0 ? 21 : DAYS_OF_BOOKINGS);
        const start = random.pick(starts(who, weekdayOf(day), minutes, step));
        // One CV talk at a time, so that each finds a room.
        const taken = [`${who.email} ${day}`, ...(offer === 'CV-samtale' ? [`room ${day}`] : [])];
        if (start === undefined || days.has(day) || blocked(who.email, day)) continue;
        if (taken.some((key) => busy.get(key)?.some(([from, to]) => from < start + minutes && start < to)))
          continue;
        for (const key of taken) busy.set(key, [...(busy.get(key) ?? []), [start, start + minutes]]);
        days.add(day);
        const form = offer !== 'CV-samtale' && random.whole(4) === 0 ? 'Telefon' : 'Fremmøde';
        rows.push(`${cpr};${who.email};${isoOfDay(day)} ${clock(start)};${form};${offer}`);
        break;
      }
    }
  }
  return rows;
}

/** Starts within hours and outside the break, counted from the beginning of each piece as the offers do. */
function starts({ hours, pause }: DemoCaseworker, weekday: number, minutes: number, step: number): number[] {
  const [rest] = readHours(`man ${pause}`);
  const pieces = readHours(hours)
    .filter((piece) => piece.weekday === weekday)
    .flatMap(({ start, end }) =>
      rest
        ? [
            [start, rest.start],
            [rest.end, end],
          ]
        : [[start, end]],
    );
  return pieces.flatMap(([from = 0, to = 0]) => {
    const count = Math.max(0, Math.floor((to - from - minutes) / step) + 1);
    return Array.from({ length: count }, (_, index) => from + index * step);
  });
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`;
