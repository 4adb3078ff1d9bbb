import { describe, expect, it } from 'vitest';
import { type EngineInput, explainSlot, packSpans, packTalks, type RuleName } from './engine.ts';
import { ruleText } from './rule-text.ts';
import { always, at, caseworker, talk, thursday } from './testing.ts';

/** What one rule says of a start, in Danish unless asked otherwise. */
function said(input: EngineInput, start: string, rule: RuleName, language: 'da' | 'en' = 'da') {
  const verdict = explainSlot(input, at(start)).rules.find((one) => one.rule === rule);
  return verdict && `${verdict.ok ? '✓' : '✕'} ${ruleText(verdict, language, input.zone)}`;
}

describe('ruleText', () => {
  it('names the break and since when it holds', () => {
    const anna = caseworker('anna', {
      breaks: [{ weekday: 4, startMinute: 510, endMinute: 540, ...always, validFrom: '2026-02-01' }],
    });
    const input = thursday({}, { caseworkers: [anna] });
    expect(said(input, '2026-03-05T07:30Z', 'break')).toBe(
      '✕ Pause 8.30–9.00 · fra arbejdstid gældende fra 1. februar 2026',
    );
    expect(said(input, '2026-03-05T07:30Z', 'break', 'en')).toBe(
      '✕ Break 8:30–9:00 · in hours since 1 February 2026',
    );
  });

  it('names the hours, an exception to them, and a day without any', () => {
    expect(said(thursday(), '2026-03-05T09:30Z', 'hours')).toBe(
      '✕ Uden for arbejdstiden 8.00–10.00 · gældende fra 1. januar 2026',
    );
    expect(said(thursday(), '2026-03-05T07:30Z', 'hours')).toBe('✓ Inden for arbejdstiden 8.00–10.00');
    const away = caseworker('anna', { exceptions: [{ day: '2026-03-05', pieces: [] }] });
    expect(said(thursday({}, { caseworkers: [away] }), '2026-03-05T07:30Z', 'hours')).toBe(
      '✕ Ingen arbejdstid den dag · ændret for denne dag',
    );
  });

  it('names what takes the time, without the room that must be left around it', () => {
    const anna = caseworker('anna', {
      talks: packTalks([talk('2026-03-05T07:45Z', '2026-03-05T08:15Z')]),
      absences: packSpans([[at('2026-03-05T08:00Z'), at('2026-03-06T08:00Z')]]),
    });
    const input = thursday({ bufferAfterMinutes: 15 }, { caseworkers: [anna] });
    expect(said(input, '2026-03-05T07:30Z', 'occupied')).toBe(
      '✕ Optaget af en samtale 8.45–9.15 · 15 min. skal være fri imellem',
    );
    expect(said(input, '2026-03-05T08:30Z', 'absence')).toBe(
      '✕ Fravær 5. marts kl. 9.00 – 6. marts kl. 9.00',
    );
  });

  it('names the forms that are left in a span', () => {
    const anna = caseworker('anna', {
      formSpans: [
        { start: at('2026-03-05T07:00Z'), end: at('2026-03-05T08:00Z'), forms: ['PHONE', 'DIGITAL'] },
      ],
    });
    const inPerson = thursday({ forms: ['IN_PERSON'] }, { caseworkers: [anna] });
    expect(said(inPerson, '2026-03-05T07:30Z', 'form')).toBe('✕ Kun telefon eller video 8.00–9.00');
    expect(said(inPerson, '2026-03-05T07:30Z', 'form', 'en')).toBe('✕ Only by phone or by video 8:00–9:00');
    const either = thursday({}, { caseworkers: [anna] });
    expect(said(either, '2026-03-05T07:30Z', 'form')).toBe('✓ Form: telefon');
    expect(said(either, '2026-03-05T08:30Z', 'form')).toBe('✓ Form: fremmøde eller telefon');
  });

  it('names the closing day and its hours, whole days by name alone', () => {
    const closing = { day: '2026-03-05', startMinute: 0, endMinute: 1440, caseworkerIds: null };
    const named = { ...closing, name: { da: 'Flyttedag', en: 'Moving day' } };
    expect(said(thursday({}, { closings: [named] }), '2026-03-05T07:30Z', 'closing')).toBe(
      '✕ Lukket · Flyttedag',
    );
    const hours = { ...named, startMinute: 480, endMinute: 540 };
    expect(said(thursday({}, { closings: [hours] }), '2026-03-05T07:30Z', 'closing', 'en')).toBe(
      '✕ Closed · 8:00–9:00 · Moving day',
    );
  });

  it('says from when and until when', () => {
    const input = thursday({ noticeMinutes: 1500, horizonDays: 0, quotaPerDay: 5 });
    expect(said(input, '2026-03-05T07:30Z', 'notice')).toBe(
      '✕ For tæt på nu · tidligst 5. marts kl. 12.00 · varsel 25 timer',
    );
    expect(said(input, '2026-03-05T07:30Z', 'horizon')).toBe(
      '✕ Så langt frem er der ikke åbnet · åbent til og med 4. marts',
    );
    expect(said(input, '2026-03-05T07:31Z', 'grid')).toBe(
      '✕ Starttiden passer ikke · hvert 30. minut fra kl. 8.00',
    );
    const full = thursday({ quotaPerDay: 1 }, { quotaUsed: [{ day: '2026-03-05', count: 1 }] });
    expect(said(full, '2026-03-05T07:30Z', 'quota')).toBe('✕ Kvoten er brugt · 1 om dagen');
  });

  it('says of an offer that is not open whether it opens, or is a draft', () => {
    const later = thursday({ publishedFrom: at('2026-04-01T06:00Z') });
    expect(said(later, '2026-03-05T07:30Z', 'offer-published')).toBe(
      '✕ Tilbuddet er ikke åbent · åbner 1. april kl. 8.00',
    );
    const draft = thursday({ publishedFrom: 2 ** 31 - 1 });
    expect(said(draft, '2026-03-05T07:30Z', 'offer-published')).toBe('✕ Tilbuddet er en kladde');
  });
});
