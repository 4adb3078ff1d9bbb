import { readCsv } from './read-csv.ts';

/** The lines of a file of assignments, `CPR;from;to;reason`; a first line of headings is left out. */
export function assignmentLines(bytes: Uint8Array) {
  return readCsv(bytes)
    .filter(({ cells }, i) => !(i === 0 && /^\D*$/.test(cells[0] ?? '')))
    .map(({ line, cells: [cpr = '', from = '', to = '', reason = ''] }) => ({ line, cpr, from, to, reason }));
}
