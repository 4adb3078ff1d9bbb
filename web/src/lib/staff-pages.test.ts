import { expect, it } from 'vitest';
import { staffHome, staffPages } from './staff-pages.ts';

const menu = (...roles: string[]) => staffPages(roles).map(({ href }) => href);

it('offers each role the pages that it has something on, and begins on the first', () => {
  expect(menu('caseworker')).toEqual(['/calendar', '/today', '/citizens', '/absences']);
  expect(menu('reception')).toEqual(['/reception']);
  expect(menu('auditor')).toEqual(['/audit']);
  expect(menu('coordinator')).toEqual(['/calendar', '/absences']);
  expect(staffHome([{ role: 'reception' }, { role: 'auditor' }])).toBe('/reception');
  expect(staffHome([{ role: 'caseworker' }])).toBe('/calendar');
  expect(staffHome([{ role: 'manager' }])).toBe('/guide');
});
