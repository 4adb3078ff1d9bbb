import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

const headings = {
  name: { names: ['navn'], required: true },
  email: { names: ['email'] },
  hours: { names: ['arbejdstid'] },
} as const;
const read = (text: string | Buffer) => readCsv(Buffer.from(text as string), headings);

describe('a CSV file from a spreadsheet', () => {
  it('is read with semicolons or commas, whatever the order of its columns', () => {
    const cells = { name: 'Åse Ørsted', email: 'aa@x.dk' };
    expect(read('Navn;E-mail\r\nÅse Ørsted;aa@x.dk\r\n').rows).toEqual([{ line: 2, cells }]);
    expect(read('E-mail,Navn\naa@x.dk,Åse Ørsted').rows).toEqual([{ line: 2, cells }]);
    expect(read('sep=,\nE-mail,Navn\naa@x.dk,Åse Ørsted').rows).toEqual([{ line: 3, cells }]);
  });

  it('is read as UTF-8 with its mark, UTF-16 and Windows-1252 alike', () => {
    const text = 'Navn;E-mail\nÅse Ørsted;æ@x.dk\n';
    const [utf8] = read(`\ufeff${text}`).rows;
    expect(utf8?.cells['name']).toBe('Åse Ørsted');
    expect(read(Buffer.from(text, 'latin1')).rows).toEqual([utf8]);
    expect(read(Buffer.from(`\ufeff${text}`, 'utf16le')).rows).toEqual([utf8]);
  });

  it('keeps delimiters and line breaks in quotes, and counts lines as the file shows them', () => {
    const { rows, faults } = read(
      'Navn;Arbejdstid\nBo;"man 8-12; tir 8-12"\n\nIb;"man 8-9\ntir 8-9"\nUlla;fre 8-9\n',
    );
    expect(faults).toEqual([]);
    expect(rows.map(({ line, cells }) => [line, cells['name'], cells['hours']])).toEqual([
      [2, 'Bo', 'man 8-12; tir 8-12'],
      [4, 'Ib', 'man 8-9\ntir 8-9'],
      [6, 'Ulla', 'fre 8-9'],
    ]);
  });

  it('loses only the line whose quotation marks do not fit', () => {
    const { rows, faults } = read('Navn;E-mail\nBo;b@x.dk\n"Ib;i@x.dk\nUlla;u@x.dk\n');
    expect(rows.map(({ line, cells }) => [line, cells['name']])).toEqual([
      [2, 'Bo'],
      [4, 'Ulla'],
    ]);
    expect(faults).toMatchObject([{ line: 3, outcome: 'refused' }]);
  });

  it('reports rows with too many cells and headings that are not known, without repeating them', () => {
    const { rows, faults } = read('Navn;0101701234\nBo;x\nIb;x;y\n');
    expect(rows).toEqual([{ line: 2, cells: { name: 'Bo' } }]);
    expect(faults.map(({ line }) => line)).toEqual([1, 3]);
    expect(JSON.stringify(faults)).not.toContain('0101701234');
  });

  it('reads nothing without the headings it needs, from a workbook, or from an empty file', () => {
    expect(read('E-mail\nx@x.dk')).toMatchObject({
      rows: [],
      faults: [{ line: 1, reason: expect.stringContaining('"navn"') }],
    });
    expect(read('PK\u0003\u0004')).toMatchObject({
      rows: [],
      faults: [{ reason: expect.stringContaining('workbook') }],
    });
    expect(read('')).toMatchObject({ rows: [], faults: [{ reason: 'The file is empty.' }] });
  });
});
