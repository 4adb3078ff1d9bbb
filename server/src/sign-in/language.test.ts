import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { acceptedLanguage, chosenLanguage, pageLanguage } from './language.ts';

const request = (headers: Record<string, string>) =>
  Object.assign(new IncomingMessage(new Socket()), { headers });

describe('the language a request asks for', () => {
  it.each([
    ['en', 'en'],
    ['da-DK,da;q=0.9,en;q=0.8', 'da'],
    ['en-GB;q=0.3, da;q=0.7', 'da'],
    ['ar, de;q=0.9, en;q=0.2', 'en'],
    ['da;q=0, en;q=0.1', 'en'],
    ['english, dar', null],
    ['*', null],
    ['', null],
  ])('by Accept-Language %j is %s', (header, language) =>
    expect(acceptedLanguage(request({ 'accept-language': header }))).toBe(language),
  );

  it('by the cookie is one of ours or none', () => {
    expect(chosenLanguage(request({ cookie: 'a=1; lang=en' }))).toBe('en');
    expect(chosenLanguage(request({ cookie: 'lang=ar' }))).toBeNull();
    expect(chosenLanguage(request({ 'accept-language': 'en' }))).toBeNull();
  });

  it('on a page for nobody in particular: the chosen one before the browser’s, Danish before none', () => {
    expect(pageLanguage(request({ cookie: 'lang=da', 'accept-language': 'en' }))).toBe('da');
    expect(pageLanguage(request({ 'accept-language': 'en' }))).toBe('en');
    expect(pageLanguage(request({}))).toBe('da');
  });
});
