import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../refusals.ts';
import { differences } from './history.ts';
import { type OfferSettings, readSettings } from './settings.ts';
import { templates } from './templates.ts';

const good = templates[0]?.settings as OfferSettings;
const wrong = (change: Partial<OfferSettings>) => {
  try {
    readSettings({ ...good, ...change }, 'da');
    return null;
  } catch (error) {
    if (error instanceof InvalidInput) return `${error.path}: ${error.message}`;
    throw error;
  }
};
const window = { weekday: 1, startMinute: 480, endMinute: 720 };

describe('an offer’s settings', () => {
  it.each(templates)('are in order as they come ready-made: $key', ({ settings }) => {
    expect(readSettings(settings, 'en')).toEqual(settings);
  });

  it.each<[string, Partial<OfferSettings>]>([
    ['titleDa: Skriv en titel', { titleDa: ' ' }],
    ['titleEn: Skriv en titel', { titleEn: '' }],
    ['titleDa: Skriv højst 100 tegn', { titleDa: 'x'.repeat(101) }],
    ['descriptionDa: Teksten har et tegn', { descriptionDa: 'a\0b' }],
    ['forms: Vælg mindst én', { forms: [] }],
    ['forms: Samtaler på arbejdspladsen', { forms: ['WORKPLACE'] }],
    ['groups: Skriv kontaktgruppernes koder', { groups: ['2', 'a b'] }],
    ['durationMinutes: Skriv et helt tal fra 5 til 480', { durationMinutes: 4 }],
    ['gridMinutes: Skriv et helt tal fra 5 til 240', { gridMinutes: 241 }],
    ['bufferAfterMinutes: Skriv', { bufferAfterMinutes: -1 }],
    ['dailyCap: Skriv et helt tal fra 1 til 100', { dailyCap: 0 }],
    ['seats: Skriv', { seats: 501 }],
    ['maxOpen: Skriv', { maxOpen: 0 }],
    ['ownHours: Skriv et tidspunkt', { ownHours: [{ ...window, endMinute: 480 }] }],
    ['ownHours: Skriv et tidspunkt', { ownHours: [{ ...window, weekday: 8 }] }],
    ['ownHours: Et tidsrum er kortere', { ownHours: [{ ...window, endMinute: 500 }] }],
    ['noticeMinutes: Varslet er længere', { noticeMinutes: 2880, horizonDays: 2 }],
    ['publishedFrom: Vælg en første dag', { publishedTo: '2026-12-01' }],
    ['publishedTo: Vælg en sidste dag', { publishedFrom: '2026-12-02', publishedTo: '2026-12-01' }],
  ])('are refused with path and words: %s', (told, change) => {
    expect(wrong(change)).toContain(told);
  });

  it('are kept trimmed, each code once, and no hours at all as all hours', () => {
    const kept = readSettings(
      { ...good, titleDa: ' Samtale ', place: ' ', groups: [' 2', '2', ''], ownHours: [] },
      'da',
    );
    expect(kept).toMatchObject({ titleDa: 'Samtale', place: null, groups: ['2'], ownHours: null });
  });
});

it('tells what became other in a change, in words', () => {
  const before = {
    version: 1,
    notice_minutes: 60,
    team_id: 'a',
    needs_room: false,
    groups: [],
    own_hours: null,
  };
  const after = {
    version: 2,
    notice_minutes: 60,
    team_id: null,
    needs_room: true,
    groups: ['2', '8'],
    own_hours: [window],
  };
  const told = differences(before, after, () => 'Nord', { language: 'da', zone: 'Europe/Copenhagen' });
  expect(told).toEqual([
    { field: 'teamId', before: 'Nord', after: null },
    { field: 'needsRoom', before: 'nej', after: 'ja' },
    { field: 'groups', before: null, after: '2, 8' },
    { field: 'ownHours', before: null, after: 'man. 8.00–12.00' },
  ]);
});
