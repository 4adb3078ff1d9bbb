import { readFileSync } from 'node:fs';
import { isoOfDay, weekdayOf } from '@planner/schema/availability/wall-time.ts';
import { readHours } from '../hours.ts';
import { emailOf, newName } from './names.ts';
import { madeUpCpr, type Random, seeded } from './random.ts';

export type DemoFiles = { caseworkers: Buffer; citizens: Buffer; bookings: Buffer };

type Caseworker = { centre: string; email: string; team: string; hours: string; pause: string };
type Citizen = { centre: string; cpr: string };

const weeks = [
  ['man-tor 8-15.30; fre 8-14', '12.00-12.30'],
  ['man-tor 8.30-16; fre 8.30-13', '11.30-12.00'],
  ['man-ons 8-15; tor 10-17; fre 8-12', '12.00-12.30'],
  ['man, tir, tor, fre 9-15', '12.00-12.30'],
  ['man-fre 9-14.30', '11.45-12.15'],
] as const;

/** Teams beside the personas', with how many work there at scale 1. */
const teams = [
  { centre: '07510', team: 'Nord', domain: 'aarhus.example', size: 14 },
  { centre: '07510', team: 'Syd', domain: 'aarhus.example', size: 12 },
  { centre: '07510', team: 'Vest', domain: 'aarhus.example', size: 11 },
  { centre: '07300', team: 'Centrum', domain: 'randers.example', size: 11 },
  { centre: '07300', team: 'Omegn', domain: 'randers.example', size: 8 },
] as const;

/** Citizens beside the personas, at scale 1. */
const citizens = 294;
const DAYS_OF_BOOKINGS = 84;

/**
 * The demo's CSV files: the personas' from `db/demo/` and made-up people around them, the same for the same day and
 * scale. `today` counts days since 1970-01-01; `blocked` says when someone is taken already (wall minutes).
 */
export function demoFiles(
  today: number,
  scale: number,
  blocked: (email: string, day: number) => boolean,
): DemoFiles {
  const random = seeded(20_260_101);
  const personas = (name: string) =>
    readFileSync(new URL(`../../../../db/demo/${name}.csv`, import.meta.url), 'utf8')
      .trim()
      .replaceAll('{cpr}', () => madeUpCpr(random))
      .replace(/\{\+(\d+)\}/g, (_, days) => isoOfDay(today + Number(days)));
  const names = new Set<string>();
  const staff: Caseworker[] = [];
  const staffRows = teams.flatMap(({ centre, team, domain, size }) =>
    Array.from({ length: Math.max(1, Math.round(size * scale)) }, () => {
      const name = newName(random, names);
      const email = emailOf(name, domain);
      const [hours, pause] = random.pick(weeks);
      staff.push({ centre, email, team, hours, pause });
      const competences = random.pick(['4, 7', '4, 7, 10', '4, 7, 8, 12', '4, 7, 15']);
      return `${centre};${name};${email};${team};${competences};"${hours}";${pause}`;
    }),
  );
  const personaCitizens = personas('citizens');
  const people: Citizen[] = [];
  const cprs = new Set<string>();
  const citizenRows = Array.from({ length: Math.round(citizens * scale) }, (_, index) => {
    const centre = index % 3 === 2 ? '07300' : '07510';
    const name = newName(random, names);
    let cpr = madeUpCpr(random);
    while (cprs.has(cpr) || personaCitizens.includes(cpr)) cpr = madeUpCpr(random);
    cprs.add(cpr);
    people.push({ centre, cpr });
    const own = random.pick(staff.filter((one) => one.centre === centre)).email;
    const phone = `20 ${10 + random.whole(90)} ${10 + random.whole(90)} ${10 + random.whole(90)}`;
    const language = random.whole(12) === 0 ? 'en' : 'da';
    const group = random.pick(['2', '2', '2', '3', '8', '12', '13', '24', '25']);
    return `${centre};${name};${cpr};${group};${own};${phone};${emailOf(name, 'borger.example')};${language};nej;;;;26-${String(index + 101).padStart(5, '0')}`;
  });
  return {
    caseworkers: csv([personas('caseworkers'), ...staffRows]),
    citizens: csv([personaCitizens, ...citizenRows]),
    bookings: csv([
      'CPR;Vejleder;Start;Form;Tilbud',
      ...talks(random, today, people, [...staff, ...personaStaff], blocked),
    ]),
  };
}

/** The personas whose calendars get talks too; as in db/demo/caseworkers.csv. */
const personaStaff: Caseworker[] = [
  {
    centre: '07510',
    email: 'mette.holm@aarhus.example',
    team: 'Nord',
    hours: weeks[0][0],
    pause: weeks[0][1],
  },
  {
    centre: '07510',
    email: 'jens.krogh@aarhus.example',
    team: 'Syd',
    hours: weeks[1][0],
    pause: weeks[1][1],
  },
  {
    centre: '07510',
    email: 'lone.friis@aarhus.example',
    team: 'Nord',
    hours: 'man-ons 8-15.30',
    pause: '12.00-12.30',
  },
];

/** One or two talks a citizen, most of them in the coming three weeks; never two of one offer. */
function talks(
  random: Random,
  today: number,
  people: readonly Citizen[],
  staff: readonly Caseworker[],
  blocked: (email: string, day: number) => boolean,
): string[] {
  const taken = new Set<string>();
  const rows: string[] = [];
  for (const { centre, cpr } of people) {
    const days = new Set<number>();
    for (const offer of ['Jobsamtale', 'Opfølgningssamtale']) {
      if (offer === 'Opfølgningssamtale' && (centre === '07300' || random.whole(3) === 0)) continue;
      const fits = staff.filter(
        (s) =>
          s.centre === centre && (centre === '07300' || (s.team === 'Nord') === (offer === 'Jobsamtale')),
      );
      // A few tries: a talk that finds no room is left out.
      for (let attempt = 0; attempt < 8; attempt++) {
        const who = random.pick(fits);
        const day = today + 1 + random.whole(random.whole(3) > 0 ? 21 : DAYS_OF_BOOKINGS);
        const start = random.pick(starts(who, weekdayOf(day), offer === 'Jobsamtale' ? 45 : 30));
        const key = `${who.email} ${day} ${start}`;
        if (start === undefined || days.has(day) || taken.has(key) || blocked(who.email, day)) continue;
        taken.add(key);
        days.add(day);
        const form = random.whole(4) === 0 ? 'Telefon' : 'Fremmøde';
        rows.push(`${cpr};${who.email};${isoOfDay(day)} ${clock(start)};${form};${offer}`);
        break;
      }
    }
  }
  return rows;
}

/** Starts as the offer's grid gives them, thinned so that the buffer after a talk meets no other. */
function starts({ hours, pause }: Caseworker, weekday: number, minutes: number): number[] {
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
  const step = minutes === 45 ? 90 : 30;
  return pieces.flatMap(([from = 0, to = 0]) => {
    const count = Math.max(0, Math.floor((to - from - minutes) / step) + 1);
    return Array.from({ length: count }, (_, index) => from + index * step);
  });
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`;
const csv = (rows: readonly string[]) => Buffer.from(`${rows.join('\r\n')}\r\n`, 'utf8');
