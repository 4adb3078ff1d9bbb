import { expect, it } from 'vitest';
import { staffHome, staffPages } from './staff-pages.ts';

const menu = (...roles: string[]) => staffPages(roles).map(({ href }) => href);

it('offers each role the pages that it has something on, and begins on the first', () => {
  expect(menu('caseworker')).toEqual(['/calendar', '/today', '/citizens', '/absences']);
  expect(menu('reception')).toEqual(['/reception']);
  expect(menu('auditor')).toEqual(['/audit']);
  expect(menu('coordinator')).toEqual(['/calendar', '/absences']);
  const home = (operates: boolean, ...roles: string[]) =>
    staffHome({ operates, roles: roles.map((role) => ({ role })) });
  expect(home(false, 'auditor', 'reception')).toBe('/reception');
  expect(home(false, 'caseworker')).toBe('/calendar');
  expect(home(true)).toBe('/installation');
  expect(home(false, 'manager')).toBe('/guide');
});
