import { randomBytes } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { acrValuesFor, assuranceOf, reaches } from './assurance.ts';
import { cookieNames, readCookies, setCookie } from './cookies.ts';
import { localPath } from './return-to.ts';
import { seal, unseal } from './secrets.ts';

describe('the assurance level of an ID token', () => {
  it.each([
    [{ acr: 'https://data.gov.dk/concept/core/nsis/Substantial' }, 'substantial'],
    [{ loa: 'https://data.gov.dk/concept/core/nsis/loa/High' }, 'high'],
    [{ acr: 'Low' }, 'low'],
    [{ acr: 'urn:dk:nsis:substantial' }, 'substantial'],
    [{ acr: 'high', loa: 'low' }, 'low'],
    [{ acr: 'high', loa: 'gold' }, null],
    [{ acr: 'insubstantial' }, null],
    [{ acr: 3 }, null],
    [{}, null],
  ])('of %j is %s', (claims, level) => expect(assuranceOf(claims)).toBe(level));

  it('reaches itself and those below', () => {
    expect(reaches('substantial', 'substantial')).toBe(true);
    expect(reaches('high', 'substantial')).toBe(true);
    expect(reaches('low', 'substantial')).toBe(false);
  });

  it('asks the broker for the required level and above', () => {
    expect(acrValuesFor('substantial')).toBe(
      'https://data.gov.dk/concept/core/nsis/Substantial https://data.gov.dk/concept/core/nsis/High',
    );
  });
});

describe('the path to return to', () => {
  const base = new URL('https://planner.example.dk');
  it.each([
    ['/aftaler?uge=48', '/aftaler?uge=48'],
    ['/a/../b', '/b'],
    ['/..//evil.dk', '/'],
    ['/.//evil.dk', '/'],
    ['//evil.dk', '/'],
    ['/\\evil.dk', '/'],
    ['/x\\..\\evil.dk', '/'],
    ['/\n/evil.dk', '/'],
    ['https://planner.example.dk/x', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-out', '/'],
    ['/x/../sign-in', '/'],
    [null, '/'],
    [`/${'a'.repeat(1001)}`, '/'],
  ])('of %j is %s', (given, path) => expect(localPath(given, base)).toBe(path));
});

describe('a sealed value', () => {
  const key = randomBytes(32);
  const sealed = seal(key, 'a', { x: 1 }, 1000, 60);
  it('opens with its key, for its use, in its time', () => {
    expect(unseal(key, 'a', sealed, 60_999)).toEqual({ x: 1 });
  });
  it('opens neither late, nor for another use, nor with another key, nor changed', () => {
    expect(unseal(key, 'a', sealed, 61_000)).toBeNull();
    expect(unseal(key, 'b', sealed, 2000)).toBeNull();
    expect(unseal(randomBytes(32), 'a', sealed, 2000)).toBeNull();
    expect(unseal(key, 'a', `${sealed.slice(0, -4)}AAAA`, 2000)).toBeNull();
    expect(unseal(key, 'a', '', 2000)).toBeNull();
  });
});

describe('the session cookie', () => {
  const sent = (publicUrl: string, maxAgeSeconds: number | null) => {
    const res = new ServerResponse(new IncomingMessage(new Socket()));
    const { session: name, secure } = cookieNames(new URL(publicUrl));
    setCookie(res, { name, value: 'v', secure, maxAgeSeconds });
    return res.getHeader('set-cookie');
  };
  it('is bound to host and https, out of reach of scripts and of other sites’ forms', () => {
    expect(sent('https://planner.example.dk', null)).toBe(
      '__Host-planner=v; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
  });
  it('has a plain name on plain http', () => {
    expect(sent('http://localhost:4000', 0)).toBe(
      'planner_session=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
    );
  });
  it('is read from the header, the first of a name', () => {
    const req = new IncomingMessage(new Socket());
    req.headers.cookie = 'a=1; planner_session=x=y; a=2; =z; broken';
    expect([...readCookies(req)]).toEqual([
      ['a', '1'],
      ['planner_session', 'x=y'],
    ]);
  });
});
