import { mentionsCpr } from '@planner/schema/citizens/cpr.ts';
import { cprCell, dateCell, emailCell, nameCell, phoneCell, quoted, yesNoCell } from './cells.ts';
import type { CsvRow, Headings } from './csv.ts';
import { type Decision, decideEach, RowRefused } from './decision.ts';

export const citizenHeadings = {
  jobCentre: { names: ['jobcenter', 'jobcenterkode', 'jobcentre'], required: true },
  name: { names: ['navn', 'name'], required: true },
  cpr: { names: ['cpr', 'cprnummer', 'personnummer'], required: true },
  contactGroup: { names: ['kontaktgruppe', 'contactgroup'], required: true },
  ownCaseworker: { names: ['egenvejleder', 'egenvejlederemail', 'owncaseworker'] },
  phone: { names: ['telefon', 'telefonnummer', 'tlf', 'phone'] },
  email: { names: ['email', 'mail', 'emailadresse'] },
  language: { names: ['sprog', 'language'] },
  exempt: { names: ['fritaget', 'exempt'] },
  caseId: { names: ['sagsnr', 'sagsnummer', 'caseid'] },
  deadlineType: { names: ['fristtype', 'frist', 'deadlinetype'] },
  bookBy: { names: ['booksenest', 'bookby'] },
  holdBy: { names: ['holdsenest', 'holdby'] },
} as const satisfies Headings;

export type KnownCitizen = {
  id: string;
  centreId: string;
  name: string;
  contactGroup: string;
  ownCaseworkerId: string | null;
  exempt: boolean;
  caseId: string | null;
  phone: string | null;
  email: string | null;
  language: string;
  deadlines: { id: string; interviewType: number; bookBy: string; holdBy: string; open: boolean }[];
};

export type KnownCitizens = {
  /** By code. */
  centres: Map<string, { id: string; today: string }>;
  interviewTypes: ReadonlySet<number>;
  /** By e-mail in lower case; the job centres they work at. */
  caseworkers: Map<string, { id: string; centres: readonly string[] }>;
  /** By keyed hash of the CPR number. */
  citizens: Map<string, KnownCitizen>;
  /** By job centre's id and the file's case number: whose it is. */
  cases: Map<string, string>;
};

export type CitizenWrite = {
  id: string;
  /** The ten digits of a new citizen, sealed when written; null for one who is stored. */
  cpr: string | null;
  facts: Omit<KnownCitizen, 'id' | 'deadlines'>;
  newCaseworker: boolean;
  factsDiffer: boolean;
  /** `id` null: a new one. */
  deadline: { id: string | null; interviewType: number; bookBy: string; holdBy: string } | null;
};

/** Decides each row. The CPR number tells who it is; a blank cell leaves what is stored. */
export function planCitizens(
  rows: readonly CsvRow[],
  known: KnownCitizens,
  hash: (cpr: string) => string,
  newId: () => string,
): Decision<CitizenWrite>[] {
  const seen = new Map<string, number>();
  const casesSeen = new Set<string>();
  return decideEach<CsvRow, CitizenWrite>(rows, ({ line, cells }) => {
    const cpr = cprCell(cells['cpr'] ?? '');
    const key = hash(cpr);
    const twin = seen.get(key);
    if (twin) throw new RowRefused(`The same CPR number is on line ${twin}.`);
    const centre = known.centres.get(cells['jobCentre'] ?? '');
    if (!centre) throw new RowRefused('There is no job centre with this code.');
    const stored = known.citizens.get(key);
    if (stored && stored.centreId !== centre.id)
      throw new RowRefused('This citizen belongs to another job centre; move them in the planner first.');
    const facts = {
      centreId: centre.id,
      name: nameCell(cells['name'] ?? ''),
      contactGroup: contactGroup(cells['contactGroup'] ?? '') || stored?.contactGroup || missingGroup(),
      ownCaseworkerId: caseworker(cells['ownCaseworker'] ?? '', centre.id) ?? stored?.ownCaseworkerId ?? null,
      exempt: yesNoCell(cells['exempt'] ?? '') ?? stored?.exempt ?? false,
      caseId: caseNumber(cells['caseId'] ?? '', centre.id, stored?.id) ?? stored?.caseId ?? null,
      phone: phoneCell(cells['phone'] ?? '') || stored?.phone || null,
      email: emailCell(cells['email'] ?? '') || stored?.email || null,
      language: language(cells['language'] ?? '') || stored?.language || 'da',
    };
    const deadline = deadlineOf(cells, stored?.deadlines ?? [], centre.today);
    seen.set(key, line);
    if (facts.caseId) casesSeen.add(caseKey(centre.id, facts.caseId));
    const names = Object.keys(facts) as (keyof typeof facts)[];
    const factsDiffer = !stored || names.some((name) => facts[name] !== stored[name]);
    if (!factsDiffer && !deadline) return { line, outcome: 'unchanged' };
    const newCaseworker = facts.ownCaseworkerId !== (stored?.ownCaseworkerId ?? null);
    const write = {
      id: stored?.id ?? newId(),
      cpr: stored ? null : cpr,
      facts,
      newCaseworker,
      factsDiffer,
      deadline,
    };
    return { line, outcome: stored ? 'changed' : 'new', write, weight: deadline ? 2 : 1 };
  });

  function caseworker(text: string, centreId: string): string | null {
    const email = emailCell(text);
    if (email === '') return null;
    const found = known.caseworkers.get(email);
    if (!found?.centres.includes(centreId))
      throw new RowRefused(`No caseworker of this job centre has the e-mail address ${quoted(email)}.`);
    return found.id;
  }

  function caseNumber(text: string, centreId: string, citizenId: string | undefined): string | null {
    if (text === '') return null;
    if (mentionsCpr(text)) throw new RowRefused('The case number looks like a CPR number.');
    if (text.length > 50) throw new RowRefused('The case number has more than 50 characters.');
    const key = caseKey(centreId, text);
    const holder = known.cases.get(key);
    if (casesSeen.has(key) || (holder && holder !== citizenId))
      throw new RowRefused('Another citizen has the same case number.');
    return text;
  }

  function deadlineOf(
    cells: CsvRow['cells'],
    stored: KnownCitizen['deadlines'],
    today: string,
  ): CitizenWrite['deadline'] {
    const [type = '', bookBy, holdBy] = [
      cells['deadlineType'],
      dateCell(cells['bookBy'] ?? ''),
      dateCell(cells['holdBy'] ?? ''),
    ];
    if (type === '' && !bookBy && !holdBy) return null;
    if (type === '' || !bookBy || !holdBy)
      throw new RowRefused('A deadline needs all three: type, book by and hold by.');
    const interviewType = Number(type);
    if (!/^\d{1,4}$/.test(type) || !known.interviewTypes.has(interviewType))
      throw new RowRefused(`There is no interview type ${quoted(type)}.`);
    if (bookBy > holdBy) throw new RowRefused('The deadline to hold the talk is before the one to book it.');
    const same = stored.filter((one) => one.interviewType === interviewType);
    // In any state: a deadline that was met since the last import is not opened again.
    if (same.some((one) => one.bookBy === bookBy && one.holdBy === holdBy)) return null;
    if (bookBy < today) throw new RowRefused('The deadline to book has passed.');
    return { id: same.find((one) => one.open)?.id ?? null, interviewType, bookBy, holdBy };
  }
}

/** Unique in its job centre. */
export const caseKey = (centreId: string, caseId: string) => `${centreId} ${caseId}`;

function contactGroup(text: string): string {
  if (text !== '' && !/^[\d.]{1,5}$/.test(text))
    throw new RowRefused('The contact group is not a code such as 2 or 12.');
  return text;
}

function missingGroup(): never {
  throw new RowRefused('The contact group is missing.');
}

function language(text: string): string {
  if (text === '') return '';
  if (/^(da|dansk|danish)$/i.test(text)) return 'da';
  if (/^(en|engelsk|english)$/i.test(text)) return 'en';
  throw new RowRefused(`The language ${quoted(text)} is not known; write "da" or "en".`);
}
