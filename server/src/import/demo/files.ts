import { readFileSync } from 'node:fs';
import { isoOfDay } from '@planner/schema/availability/wall-time.ts';
import type { ImportKind } from '../run.ts';
import { emailOf, newName } from './names.ts';
import { madeUpCpr, seeded } from './random.ts';
import { demoSessions, sessionRow } from './sessions.ts';
import { type DemoCaseworker, type DemoCitizen, talks } from './talks.ts';

export type DemoFiles = Record<ImportKind, Buffer>;

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

/**
 * The demo's CSV files: the personas' from `db/demo/` and made-up people around them, the same for the same day and
 * scale. `today` counts days since 1970-01-01.
 */
export function demoFiles(today: number, scale: number, isHoliday: (day: number) => boolean): DemoFiles {
  const random = seeded(20_260_101);
  const personas = (name: string) =>
    readFileSync(new URL(`../../../../db/demo/${name}.csv`, import.meta.url), 'utf8')
      .trim()
      .replaceAll('{cpr}', () => madeUpCpr(random))
      .replace(/\{\+(\d+)\}/g, (_, days) => isoOfDay(today + Number(days)));
  const names = new Set<string>();
  const staff: DemoCaseworker[] = [];
  const staffRows = teams.flatMap(({ centre, team, domain, size }) =>
    Array.from({ length: Math.max(1, Math.round(size * scale)) }, () => {
      const name = newName(random, names);
      const email = emailOf(name, domain);
      const [hours, pause] = random.pick(weeks);
      const competences = random.pick(['4, 7', '4, 7, 10', '4, 7, 8, 12', '4, 7, 15']);
      staff.push({ centre, email, team, hours, pause, holdsCvTalks: competences.endsWith('10') });
      return `${centre};${name};${email};${team};${competences};"${hours}";${pause}`;
    }),
  );
  const personaCitizens = personas('citizens');
  const people: DemoCitizen[] = [];
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
  const sessions = demoSessions(today, isHoliday);
  const blocked = (email: string, day: number) =>
    isHoliday(day) || sessions.some((session) => session.caseworker === email && session.day === day);
  return {
    caseworkers: csv([personas('caseworkers'), ...staffRows]),
    rooms: csv([personas('rooms')]),
    sessions: csv(['Jobcenter;Tilbud;Vejleder;Start;Lokale;Pladser', ...sessions.map(sessionRow)]),
    citizens: csv([personaCitizens, ...citizenRows]),
    bookings: csv([
      'CPR;Vejleder;Start;Form;Tilbud',
      ...talks(random, today, people, [...staff, ...personaStaff], blocked, sessions),
    ]),
  };
}

/** The personas whose calendars get talks too; as in db/demo/caseworkers.csv. */
const personaStaff: DemoCaseworker[] = [
  {
    centre: '07510',
    email: 'mette.holm@aarhus.example',
    team: 'Nord',
    hours: weeks[0][0],
    pause: weeks[0][1],
    holdsCvTalks: true,
  },
  {
    centre: '07510',
    email: 'jens.krogh@aarhus.example',
    team: 'Syd',
    hours: weeks[1][0],
    pause: weeks[1][1],
    holdsCvTalks: false,
  },
  {
    centre: '07510',
    email: 'lone.friis@aarhus.example',
    team: 'Nord',
    hours: 'man-ons 8-15.30',
    pause: '12.00-12.30',
    holdsCvTalks: false,
  },
];

const csv = (rows: readonly string[]) => Buffer.from(`${rows.join('\r\n')}\r\n`, 'utf8');
