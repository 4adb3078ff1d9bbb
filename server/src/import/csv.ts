import { CsvError, parse } from 'csv-parse/sync';
import type { RowOutcome } from './decision.ts';

/** A column's name in code → the headings it may have, normalised: lower case, letters and digits only. */
export type Headings = Readonly<
  Record<string, { readonly names: readonly string[]; readonly required?: true }>
>;

/** One row: cells by column, trimmed; a blank or missing cell is ''. `line` counts from 1 as the file is shown. */
export type CsvRow = { line: number; cells: Readonly<Record<string, string>> };

/** What could be read, and what could not, by line. No reason contains text of the file: it may be a CPR number. */
export type CsvFile = { rows: CsvRow[]; faults: (RowOutcome & { outcome: 'refused' })[] };

type Raw = { line: number; cells: string[] };

/**
 * Reads a CSV file as spreadsheets write it: `;`, `,` or tab; UTF-8, UTF-16 or Windows-1252; Danish headings in any
 * order. A line that can't be read becomes a fault and costs no other line.
 */
export function readCsv(file: Buffer, headings: Headings): CsvFile {
  if (file.subarray(0, 2).toString('latin1') === 'PK')
    return only(1, 'This is a workbook, not a CSV file; save it as "CSV (UTF-8)" and import that.');
  const text = decode(file);
  const { raw, faults } = split(text);
  const [first, ...rest] = raw;
  if (!first) return faults.length > 0 ? { rows: [], faults } : only(1, 'The file is empty.');
  const columns = first.cells.map((cell) => columnOf(cell, headings));
  const missing = Object.keys(headings).filter((name) => headings[name]?.required && !columns.includes(name));
  if (missing.length > 0) {
    const names = missing.map((name) => `"${headings[name]?.names[0]}"`).join(', ');
    return only(first.line, `The headings lack ${names}, so nothing was read.`);
  }
  columns.forEach((column, index) => {
    if (column === null)
      refuse(first.line, `The heading of column ${index + 1} is not known; the column was left out.`);
    else if (column !== '' && columns.indexOf(column) < index)
      refuse(
        first.line,
        `Column ${index + 1} has the same heading as an earlier one; the column was left out.`,
      );
  });
  const rows: CsvRow[] = [];
  for (const { line, cells } of rest) {
    if (cells.every((cell) => cell === '')) continue;
    if (cells.slice(columns.length).some((cell) => cell !== ''))
      refuse(
        line,
        'The row has more cells than there are headings; put a cell that holds the delimiter in quotes.',
      );
    else rows.push({ line, cells: named(columns, cells) });
  }
  return { rows, faults };

  function refuse(line: number, reason: string) {
    faults.push({ line, outcome: 'refused', reason });
  }
}

const only = (line: number, reason: string): CsvFile => ({
  rows: [],
  faults: [{ line, outcome: 'refused', reason }],
});

/** Bytes that are no UTF-8 were written by a Danish Windows, whose æ, ø and å are single bytes. */
function decode(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

function split(text: string): { raw: Raw[]; faults: CsvFile['faults'] } {
  const said = /^sep=(.)\r?\n/.exec(text);
  const offset = said ? 1 : 0;
  const body = said ? text.slice(said[0].length) : text;
  const delimiter = said?.[1] ?? delimiterOf(body);
  const read = (part: string): Raw[] =>
    (
      parse(part, {
        delimiter,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        trim: true,
      }) as never as {
        info: { lines: number };
        record: string[];
      }[]
    ).map(({ info, record }) => ({
      // csv-parse names a record's last line.
      line: info.lines - record.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 0) + offset,
      cells: record.map((cell) => cell.normalize('NFC')),
    }));
  try {
    return { raw: read(body), faults: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  // A stray quote swallows what follows it. Line by line it costs one line (and cells of several lines, which are rare).
  const raw: Raw[] = [];
  const faults: CsvFile['faults'] = [];
  body.split(/\r\n|\r|\n/).forEach((one, index) => {
    const line = index + 1 + offset;
    try {
      raw.push(...read(one).map(({ cells }) => ({ line, cells })));
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      faults.push({
        line,
        outcome: 'refused',
        reason: 'The quotation marks of this line do not fit together.',
      });
    }
  });
  return { raw, faults };
}

/** The one that parts the headings most often; a semicolon when they tie, as in a file with one column. */
function delimiterOf(text: string): string {
  const first = (/^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string) => first.split(sign).length;
  return [';', ',', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** '' for a blank heading, null for one that is not known. */
function columnOf(heading: string, headings: Headings): string | null {
  const plain = heading
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (plain === '') return '';
  return Object.keys(headings).find((name) => headings[name]?.names.includes(plain)) ?? null;
}

function named(columns: readonly (string | null)[], cells: readonly string[]): Record<string, string> {
  const row: Record<string, string> = {};
  columns.forEach((column, index) => {
    if (column) row[column] ??= cells[index] ?? '';
  });
  return row;
}
