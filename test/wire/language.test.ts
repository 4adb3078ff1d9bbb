import { readTrustedDocuments } from '@planner/server/graphql.ts';
import { CookieJar } from '@planner/server/testing.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancel, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  await planner.owner`update user_account set language = 'en' where name = 'frida'`;
});
afterAll(() => planner[Symbol.asyncDispose]());

const danish = 'Det findes ikke, eller du har ikke adgang til det.';
const english = 'It does not exist, or you have no access to it.';

/** A refusal by bearer token, under this Accept-Language. */
async function refusedTo(who: string, language: string | null): Promise<string | undefined> {
  const input = { booking: planner.gid('Booking', 'none'), idempotencyKey: key() };
  const answer = await fetch(`${planner.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${planner.tokens[who]}`,
      // fetch sends "*" by itself.
      ...(language && { 'accept-language': language }),
    },
    body: JSON.stringify({ query: cancel, variables: { input } }),
  });
  const { data } = (await answer.json()) as { data: { cancelBooking: { message: string } } };
  return data.cancelBooking.message;
}

describe('a program', () => {
  it('is answered in the language it asks for, else in its account’s', async () => {
    expect(await refusedTo('anna', null)).toBe(danish);
    expect(await refusedTo('anna', 'en-GB, da;q=0.5')).toBe(english);
    expect(await refusedTo('anna', 'ar')).toBe(danish);
    expect(await refusedTo('frida', null)).toBe(english);
    expect(await refusedTo('frida', 'da')).toBe(danish);
  });
});

describe('a page', () => {
  const documents = readTrustedDocuments(new URL('../../web/trusted-documents.json', import.meta.url));
  const [viewerId] = [...documents].find(([, text]) => text.startsWith('query Viewer')) ?? [];

  const languageOf = async (jar: CookieJar, acceptLanguage: string) => {
    const answer = await jar.fetch(`${planner.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': acceptLanguage },
      body: JSON.stringify({ documentId: viewerId }),
    });
    return ((await answer.json()) as { data: { viewer: { language: string } } }).data.viewer.language;
  };

  it('is answered in the language chosen on it, else in the account’s, whatever the browser speaks', async () => {
    const jar = new CookieJar();
    await jar.signIn(planner.url, 'anna');
    expect(await languageOf(jar, 'en')).toBe('da');
    jar.set('lang', 'en');
    expect(await languageOf(jar, 'da')).toBe('en');
  });

  it('keeps a chosen language over a sign-out; one that came with the account goes with it', async () => {
    const jar = new CookieJar();
    await jar.signIn(planner.url, 'anna');
    jar.set('lang', 'en');
    await jar.signOut(planner.url);
    expect(jar.get('lang')).toBe('en');

    await jar.signIn(planner.url, 'anna');
    jar.set('lang_from_account', '1');
    await jar.signOut(planner.url);
    expect([jar.get('lang'), jar.get('lang_from_account')]).toEqual([undefined, undefined]);
  });

  it('forgets the account’s language at the next sign-in when its session just ran out', async () => {
    const jar = new CookieJar();
    jar.set('lang', 'en');
    jar.set('lang_from_account', '1');
    await jar.signIn(planner.url, 'anna');
    expect(jar.get('lang')).toBeUndefined();
    expect(await languageOf(jar, 'en')).toBe('da');
  });
});
