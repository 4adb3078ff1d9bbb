import { describe, expect, it } from 'vitest';
import { listHref, listState, pageOf, ROWS } from './list.ts';

const at = (search: string) => new URL(`https://planner.example/administration/teams${search}`);
const orders = { name: 'NAME', members: 'MEMBERS' } as const;

describe('a list in its address', () => {
  it('asks for the first page as the list comes', () => {
    expect(pageOf(listState(at('')), orders)).toMatchObject({ first: ROWS, descending: false });
    expect(pageOf(listState(at('')), orders).orderBy).toBeUndefined();
  });

  it('goes back from the first row of a page', () => {
    const page = pageOf(listState(at('?before=c&sort=members&descending=yes')), orders);
    expect(page).toMatchObject({ last: ROWS, before: 'c', orderBy: 'MEMBERS', descending: true });
    expect(page.first).toBeUndefined();
  });

  it('takes no column that is none', () => {
    expect(pageOf(listState(at('?sort=constructor')), orders).orderBy).toBeUndefined();
  });

  it('begins on the first page when it is sorted or searched anew, and forgets what was done', () => {
    const url = at('?search=nord&after=c&done=saved');
    expect(listHref(url, { sort: 'name' })).toBe('/administration/teams?search=nord&sort=name');
    expect(listHref(url, { search: '' })).toBe('/administration/teams');
    expect(listHref(url, { after: 'd' })).toBe('/administration/teams?search=nord&after=d');
  });
});
