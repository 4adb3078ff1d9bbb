import { expect, it } from 'vitest';
import { csv } from './csv.ts';

it('writes cells that a spreadsheet neither splits nor runs', () => {
  expect(
    csv([
      ['a;b', 'say "hi"', null, 3],
      ['=cmd()', '-1', '@x', 'to\nlines'],
    ]),
  ).toBe('\uFEFF"a;b";"say ""hi""";;3\r\n\'=cmd();\'-1;\'@x;"to\nlines"\r\n');
});
