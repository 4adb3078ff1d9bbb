import { describe, expect, it } from 'vitest';
import { readSearch } from './rules.ts';

const found = (typed: string) => {
  const search = readSearch(typed);
  if (search === null || search === 'cpr') return search;
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== null && `${value}` !== ''),
  );
};

describe('a search among citizens', () => {
  it.each<[string, object]>([
    ['Åse  holm-', { words: ['åse', 'holm'] }],
    ['Lise-Lotte', { words: ['lise', 'lotte'] }],
    ['010190', { birthday: '010190', caseId: '010190' }],
    ['1/2 1990', { birthday: '010290', caseId: '1/2 1990' }],
    ['01.02.90', { birthday: '010290', caseId: '01.02.90' }],
    ['01021990', { birthday: '010290', phone: '01021990', caseId: '01021990' }],
    ['+45 20 00 00 01', { phone: '20000001', caseId: '+45 20 00 00 01' }],
    ['20 00 00 01', { phone: '20000001', caseId: '20 00 00 01' }],
    ['SAG-2026-17', { caseId: 'SAG-2026-17' }],
    ['99 99 99', { caseId: '99 99 99' }],
  ])('%s', (typed, expected) => expect(found(typed)).toEqual(expected));

  it.each(['0102031234', '010203-1234', ' 010203 1234 ', 'Anna 010203-1234', '01.02.03 1234', 'x0102031234'])(
    'knows a CPR number in %s',
    (typed) => expect(readSearch(typed)).toBe('cpr'),
  );

  it.each(['', ' ', 'a', '.', '- -', 'a\0b', 'x'.repeat(101)])('has nothing to go by in %j', (typed) =>
    expect(readSearch(typed)).toBeNull(),
  );
});
