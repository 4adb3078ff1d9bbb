import type { Language } from '../refusals.ts';
import type { RuleName, RuleVerdict } from './engine.ts';

const texts: Record<RuleName, Record<Language, [ok: string, not: string]>> = {
  'offer-published': {
    da: ['Tilbuddet er åbent', 'Tilbuddet er ikke åbent'],
    en: ['The offer is open', 'The offer is not open'],
  },
  group: {
    da: ['Gruppen må booke', 'Gruppen må ikke booke her'],
    en: ['The group may book', 'The group may not book here'],
  },
  notice: {
    da: ['Varslet er langt nok', 'For tæt på nu: varslet er for kort'],
    en: ['Enough notice', 'Too soon: the notice is too short'],
  },
  horizon: {
    da: ['Dagen er åbnet', 'Så langt frem er der ikke åbnet'],
    en: ['The day is open', 'Not open that far ahead'],
  },
  quota: {
    da: ['Kvoten er ikke brugt', 'Kvoten er brugt'],
    en: ['The quota is not used up', 'The quota is used up'],
  },
  'offer-hours': {
    da: ['Inden for tilbuddets tider', 'Uden for tilbuddets tider'],
    en: ['Within the offer’s hours', 'Outside the offer’s hours'],
  },
  room: { da: ['Et lokale er ledigt', 'Intet lokale er ledigt'], en: ['A room is free', 'No room is free'] },
  session: {
    da: ['Der er et møde', 'Der er intet møde her'],
    en: ['There is a session', 'There is no session here'],
  },
  'session-seats': {
    da: ['Der er pladser', 'Mødet er fuldt'],
    en: ['There are seats', 'The session is full'],
  },
  competence: {
    da: ['Kan holde samtalen', 'Har ikke kompetencen eller er ikke i teamet'],
    en: ['Can hold the talk', 'Lacks the competence or is not in the team'],
  },
  'own-caseworker': {
    da: ['Er åben for denne borger', 'Egen vejleder først'],
    en: ['Open to this citizen', 'Own caseworker first'],
  },
  hours: {
    da: ['Inden for arbejdstiden', 'Uden for arbejdstiden'],
    en: ['Within working hours', 'Outside working hours'],
  },
  break: { da: ['Ingen pause', 'Pause'], en: ['No break', 'Break'] },
  grid: {
    da: ['Starttiden passer', 'Starttiden ligger ikke på gitteret'],
    en: ['The start fits', 'The start is not on the grid'],
  },
  closing: { da: ['Åbent', 'Lukkedag'], en: ['Open', 'Closing day'] },
  absence: { da: ['Intet fravær', 'Fravær'], en: ['No absence', 'Absence'] },
  'external-busy': {
    da: ['Kalenderen er fri', 'Optaget i kalenderen'],
    en: ['The calendar is free', 'Busy in the calendar'],
  },
  occupied: {
    da: ['Ingen anden samtale', 'Optaget af en samtale'],
    en: ['No other talk', 'Taken by a talk'],
  },
  'daily-cap': {
    da: ['Dagens loft er ikke nået', 'Dagens loft er nået'],
    en: ['The day’s cap is not reached', 'The day’s cap is reached'],
  },
  'weekly-cap': {
    da: ['Ugens loft er ikke nået', 'Ugens loft er nået'],
    en: ['The week’s cap is not reached', 'The week’s cap is reached'],
  },
};

/** One rule's verdict as a short sentence. */
export const ruleText = (verdict: RuleVerdict, language: Language) =>
  texts[verdict.rule][language][verdict.ok ? 0 : 1];
