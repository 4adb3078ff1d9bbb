import { emailCell, listCell, nameCell, quoted } from './cells.ts';
import type { CsvRow, Headings } from './csv.ts';
import { type Decision, decideEach, RowRefused } from './decision.ts';
import { readBreaks, readHours, type WeeklyPiece } from './hours.ts';

export const caseworkerHeadings = {
  jobCentre: { names: ['jobcenter', 'jobcenterkode', 'jobcentre'], required: true },
  name: { names: ['navn', 'name'], required: true },
  email: { names: ['email', 'mail', 'emailadresse'], required: true },
  team: { names: ['team', 'teams'] },
  competences: { names: ['kompetencer', 'kompetence', 'competences'] },
  hours: { names: ['arbejdstid', 'arbejdstider', 'workinghours'] },
  breaks: { names: ['pause', 'pauser', 'break', 'breaks'] },
} as const satisfies Headings;

/** One who is stored. Teams, competences, hours and breaks by job centre id; hours are those from today on. */
export type KnownCaseworker = {
  id: string;
  name: string;
  /** Job centres that she has left. */
  ended: ReadonlySet<string>;
  at: Map<string, { teams: string[]; competences: number[]; hours: WeeklyPiece[]; breaks: WeeklyPiece[] }>;
};

export type KnownOrganisation = {
  /** By code. */
  centres: Map<string, { id: string; zone: string; teams: Map<string, string> }>;
  interviewTypes: ReadonlySet<number>;
  /** By e-mail in lower case. */
  caseworkers: Map<string, KnownCaseworker>;
};

/** What to write; null leaves a part as it is, a list replaces the whole part at this job centre. */
export type CaseworkerWrite = {
  id: string;
  create: boolean;
  name: string;
  email: string;
  centreId: string;
  zone: string;
  teams: string[] | null;
  competences: number[] | null;
  hours: WeeklyPiece[] | null;
  breaks: WeeklyPiece[] | null;
};

/**
 * Decides each row. The e-mail address tells who it is; several rows with it are one person at several job centres.
 * A blank cell leaves what is stored.
 */
export function planCaseworkers(
  rows: readonly CsvRow[],
  known: KnownOrganisation,
  newId: () => string,
): Decision<CaseworkerWrite>[] {
  const seen = new Map<string, { line: number; name: string; id: string; centres: Map<string, number> }>();
  return decideEach<CsvRow, CaseworkerWrite>(rows, ({ line, cells }) => {
    const centre = known.centres.get(cells['jobCentre'] ?? '');
    if (!centre) throw new RowRefused('There is no job centre with this code.');
    const name = nameCell(cells['name'] ?? '');
    const email = emailCell(cells['email'] ?? '');
    if (email === '') throw new RowRefused('The e-mail address is missing.');
    const stored = known.caseworkers.get(email);
    if (stored?.ended.has(centre.id))
      throw new RowRefused('This caseworker has left the job centre; take them back in the planner first.');
    const before = seen.get(email);
    const twin = before?.centres.get(centre.id);
    if (twin) throw new RowRefused(`The same e-mail address and job centre are on line ${twin}.`);
    if (before && before.name !== name)
      throw new RowRefused(`The same e-mail address is on line ${before.line} with another name.`);

    const at = stored?.at.get(centre.id) ?? { teams: [], competences: [], hours: [], breaks: [] };
    const teams = listCell(cells['team'] ?? '').map((team) => {
      const id = centre.teams.get(team.toLowerCase());
      if (!id) throw new RowRefused(`The job centre has no team ${quoted(team)}; create it first.`);
      return id;
    });
    if (teams.length === 0 && at.teams.length === 0) throw new RowRefused('The team is missing.');
    const competences = listCell(cells['competences'] ?? '').map((code) => {
      if (!/^\d{1,4}$/.test(code) || !known.interviewTypes.has(Number(code)))
        throw new RowRefused(`There is no interview type ${quoted(code)}.`);
      return Number(code);
    });
    const hours = cells['hours'] ? readHours(cells['hours']) : null;
    const breaks = cells['breaks'] ? readBreaks(cells['breaks'], hours ?? at.hours) : null;

    const id = stored?.id ?? before?.id ?? newId();
    const place = before ?? { line, name, id, centres: new Map<string, number>() };
    place.centres.set(centre.id, line);
    seen.set(email, place);
    const write: CaseworkerWrite = {
      id,
      create: !stored && !before,
      name,
      email,
      centreId: centre.id,
      zone: centre.zone,
      teams: differs(teams, at.teams),
      competences: differs(competences, at.competences),
      hours: hours && sameWeek(hours, at.hours) ? null : hours,
      breaks: breaks && sameWeek(breaks, at.breaks) ? null : breaks,
    };
    if (stored && name === stored.name && !write.teams && !write.competences && !write.hours && !write.breaks)
      return { line, outcome: 'unchanged' };
    const removed = at.teams.length + at.competences.length + at.hours.length + at.breaks.length;
    const added = [write.teams, write.competences, write.hours, write.breaks].reduce(
      (n, l) => n + (l?.length ?? 0),
      2, // The person and her employment.
    );
    return { line, outcome: stored?.at.has(centre.id) ? 'changed' : 'new', write, weight: removed + added };
  });
}

/** The wanted values without twins; null when there are none, or the same as stored. */
function differs<T extends string | number>(wanted: readonly T[], stored: readonly T[]): T[] | null {
  const unique = [...new Set(wanted)];
  const same = unique.length === stored.length && unique.every((value) => stored.includes(value));
  return unique.length === 0 || same ? null : unique;
}

const key = (pieces: readonly WeeklyPiece[]) =>
  pieces
    .map((p) => `${p.weekday}:${p.start}-${p.end}`)
    .sort()
    .join();
const sameWeek = (a: readonly WeeklyPiece[], b: readonly WeeklyPiece[]) => key(a) === key(b);
