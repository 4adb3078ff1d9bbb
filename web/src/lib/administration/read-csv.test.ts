import { describe, expect, it } from 'vitest';
import { assignmentLines } from './assignment-file.ts';
import { readCsv } from './read-csv.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const cells = (text: string) => readCsv(utf8(text)).map((row) => row.cells);

describe('a CSV file', () => {
  it('is read with semicolons, tabs or commas, quotes and either line end', () => {
    expect(cells('a;b,c\r\nd;"e;""f"""\n')).toEqual([
      ['a', 'b,c'],
      ['d', 'e;"f"'],
    ]);
    expect(cells('a\tb')).toEqual([['a', 'b']]);
    expect(cells('a,b')).toEqual([['a', 'b']]);
  });

  it('is read in what Danish Windows writes, and without its byte order mark', () => {
    expect(readCsv(new Uint8Array([0xc6, 0x3b, 0xe5]))).toEqual([{ line: 1, cells: ['Æ', 'å'] }]);
    expect(cells('\uFEFFa;b')).toEqual([['a', 'b']]);
  });

  it('knows on which line each row begins, blank ones and line breaks in quotes counted', () => {
    expect(readCsv(utf8('a;b\n\n"c\nd";e\nf;g')).map(({ line }) => line)).toEqual([1, 3, 5]);
    expect(readCsv(utf8(' ;\n;'))).toEqual([]);
  });
});

it('a file of assignments may begin with headings', () => {
  const row = { cpr: '010190-1234', from: '', to: '31-12-2026', reason: 'Jobklub' };
  const text = '010190-1234;;31-12-2026;Jobklub';
  expect(assignmentLines(utf8(`CPR;fra;til;begrundelse\n${text}`))).toEqual([{ line: 2, ...row }]);
  expect(assignmentLines(utf8(text))).toEqual([{ line: 1, ...row }]);
});
