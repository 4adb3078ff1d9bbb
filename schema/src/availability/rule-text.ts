import type { Language } from '../refusals.ts';
import type { RuleName, RuleVerdict } from './engine.ts';
import { type Figures, figuresFor } from './rule-figures.ts';

type Say = (figures: Figures) => string;
type Texts = Record<Language, [ok: string | Say, not: string | Say]>;

/** After a dot in the middle, if there is anything to say. */
const also = (...more: (string | null)[]) => more.flatMap((text) => (text ? [` · ${text}`] : [])).join('');

const texts: Record<RuleName, Texts> = {
  'offer-published': {
    da: [
      'Tilbuddet er åbent',
      ({ instant, isDraft, number }) =>
        isDraft('from')
          ? 'Tilbuddet er en kladde'
          : number('paused')
            ? 'Tilbuddet er sat på pause'
            : `Tilbuddet er ikke åbent${also(
                instant('from', (at) => `åbner ${at}`),
                instant('to', (at) => `lukker ${at}`),
              )}`,
    ],
    en: [
      'The offer is open',
      ({ instant, isDraft, number }) =>
        isDraft('from')
          ? 'The offer is a draft'
          : number('paused')
            ? 'The offer is paused'
            : `The offer is not open${also(
                instant('from', (at) => `opens ${at}`),
                instant('to', (at) => `closes ${at}`),
              )}`,
    ],
  },
  group: {
    da: [
      'Gruppen må booke',
      ({ text }) => `Gruppen må ikke booke her${also(text('allowed', (codes) => `kun ${codes}`))}`,
    ],
    en: [
      'The group may book',
      ({ text }) => `The group may not book here${also(text('allowed', (codes) => `only ${codes}`))}`,
    ],
  },
  notice: {
    da: [
      'Varslet er langt nok',
      ({ instant, duration }) =>
        `For tæt på nu${also(
          instant('earliest', (at) => `tidligst ${at}`),
          `varsel ${duration('noticeMinutes')}`,
        )}`,
    ],
    en: [
      'Enough notice',
      ({ instant, duration }) =>
        `Too soon${also(
          instant('earliest', (at) => `${at} at the earliest`),
          `notice ${duration('noticeMinutes')}`,
        )}`,
    ],
  },
  horizon: {
    da: [
      'Dagen er åbnet',
      ({ lastDay }) =>
        `Så langt frem er der ikke åbnet${also(lastDay('end', (day) => `åbent til og med ${day}`))}`,
    ],
    en: [
      'The day is open',
      ({ lastDay }) => `Not open that far ahead${also(lastDay('end', (day) => `open until ${day}`))}`,
    ],
  },
  quota: {
    da: [
      'Kvoten er ikke brugt',
      ({ text }) =>
        `Kvoten er brugt${also(
          text('perDay', (n) => `${n} om dagen`),
          text('perWeek', (n) => `${n} om ugen`),
        )}`,
    ],
    en: [
      'The quota is not used up',
      ({ text }) =>
        `The quota is used up${also(
          text('perDay', (n) => `${n} a day`),
          text('perWeek', (n) => `${n} a week`),
        )}`,
    ],
  },
  'offer-hours': {
    da: ['Inden for tilbuddets tider', 'Uden for tilbuddets tider'],
    en: ['Within the offer’s hours', 'Outside the offer’s hours'],
  },
  room: {
    da: [
      'Lokale er i orden',
      ({ text }) => `Intet lokale er ledigt${also(text('rooms', (n) => `${n} i alt`))}`,
    ],
    en: ['A room is in order', ({ text }) => `No room is free${also(text('rooms', (n) => `${n} in all`))}`],
  },
  session: {
    da: ['Der er et møde', 'Der er intet møde her'],
    en: ['There is a session', 'There is no session here'],
  },
  'session-seats': {
    da: [
      ({ number }) => `Der er ${number('left')} pladser`,
      ({ number }) => `Mødet er fuldt${also(`${number('seats')} pladser`)}`,
    ],
    en: [
      ({ number }) => `There are ${number('left')} seats`,
      ({ number }) => `The session is full${also(`${number('seats')} seats`)}`,
    ],
  },
  competence: {
    da: ['Kan holde samtalen', 'Har ikke kompetencen eller er ikke i teamet'],
    en: ['Can hold the talk', 'Lacks the competence or is not in the team'],
  },
  'own-caseworker': {
    da: [
      'Er åben for denne borger',
      ({ instant }) => `Egen vejleder først${also(instant('colleaguesFrom', (at) => `kolleger fra ${at}`))}`,
    ],
    en: [
      'Open to this citizen',
      ({ instant }) =>
        `Own caseworker first${also(instant('colleaguesFrom', (at) => `colleagues from ${at}`))}`,
    ],
  },
  hours: {
    da: [
      ({ hours }) => `Inden for arbejdstiden ${hours()}`,
      ({ hours, number, date }) =>
        `${hours() ? `Uden for arbejdstiden ${hours()}` : 'Ingen arbejdstid den dag'}${also(
          number('exception') ? 'ændret for denne dag' : date('validFrom', (day) => `gældende fra ${day}`),
        )}`,
    ],
    en: [
      ({ hours }) => `Within working hours ${hours()}`,
      ({ hours, number, date }) =>
        `${hours() ? `Outside working hours ${hours()}` : 'No working hours that day'}${also(
          number('exception') ? 'changed for this day' : date('validFrom', (day) => `since ${day}`),
        )}`,
    ],
  },
  break: {
    da: [
      'Ingen pause',
      ({ wall, date }) =>
        `Pause ${wall()}${also(date('validFrom', (day) => `fra arbejdstid gældende fra ${day}`))}`,
    ],
    en: [
      'No break',
      ({ wall, date }) => `Break ${wall()}${also(date('validFrom', (day) => `in hours since ${day}`))}`,
    ],
  },
  grid: {
    da: [
      'Starttiden passer',
      ({ number, clock }) =>
        `Starttiden passer ikke${also(`hvert ${number('gridMinutes')}. minut fra kl. ${clock('countedFrom')}`)}`,
    ],
    en: [
      'The start fits',
      ({ number, clock }) =>
        `The start does not fit${also(`every ${number('gridMinutes')} minutes from ${clock('countedFrom')}`)}`,
    ],
  },
  closing: {
    da: [
      'Åbent',
      ({ wall, text }) =>
        `Lukket${also(
          wall(),
          text('nameDa', (name) => name),
        )}`,
    ],
    en: [
      'Open',
      ({ wall, text }) =>
        `Closed${also(
          wall(),
          text('nameEn', (name) => name),
        )}`,
    ],
  },
  absence: {
    da: ['Intet fravær', ({ span }) => `Fravær ${span()}`],
    en: ['No absence', ({ span }) => `Absence ${span()}`],
  },
  form: {
    da: [({ forms }) => `Form: ${forms('forms')}`, ({ forms, span }) => `Kun ${forms('allowed')} ${span()}`],
    en: [({ forms }) => `Form: ${forms('forms')}`, ({ forms, span }) => `Only ${forms('allowed')} ${span()}`],
  },
  'external-busy': {
    da: ['Egen kalender er fri', ({ span, buffer }) => `Optaget i egen kalender ${span()}${also(buffer())}`],
    en: ['Own calendar is free', ({ span, buffer }) => `Busy in own calendar ${span()}${also(buffer())}`],
  },
  occupied: {
    da: ['Ingen anden samtale', ({ span, buffer }) => `Optaget af en samtale ${span()}${also(buffer())}`],
    en: ['No other talk', ({ span, buffer }) => `Taken by a talk ${span()}${also(buffer())}`],
  },
  'daily-cap': {
    da: [
      'Dagens loft er ikke nået',
      ({ number }) => `Dagens loft er nået${also(`${number('taken')} af ${number('cap')} samtaler`)}`,
    ],
    en: [
      'The day’s cap is not reached',
      ({ number }) => `The day’s cap is reached${also(`${number('taken')} of ${number('cap')} talks`)}`,
    ],
  },
  'weekly-cap': {
    da: [
      'Ugens loft er ikke nået',
      ({ number }) => `Ugens loft er nået${also(`${number('taken')} af ${number('cap')} samtaler`)}`,
    ],
    en: [
      'The week’s cap is not reached',
      ({ number }) => `The week’s cap is reached${also(`${number('taken')} of ${number('cap')} talks`)}`,
    ],
  },
};

/** One rule's verdict as a short sentence with its figures, on the wall clock of `zone`. */
export function ruleText(verdict: RuleVerdict, language: Language, zone: string): string {
  const say = texts[verdict.rule][language][verdict.ok ? 0 : 1];
  return typeof say === 'string' ? say : say(figuresFor(verdict.params, language, zone));
}
