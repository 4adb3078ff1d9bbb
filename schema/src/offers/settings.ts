import type { offer } from '@planner/db';
import { keepStorable } from '../idempotency.ts';
import { InvalidInput, type Language } from '../refusals.ts';
import { settingSentence as sentence } from './setting-sentences.ts';

type Row = typeof offer.$inferSelect;
/**
 * What an administrator decides of an offer. Publication is in local days: the first and the last on which citizens can
 * book; without a first one it is a draft.
 */
export type OfferSettings = Omit<
  Row,
  'id' | 'jobCentreId' | 'publishedFrom' | 'publishedTo' | 'pausedAt' | 'version'
> & { publishedFrom: string | null; publishedTo: string | null };

/** The least and the most of each figure. Those that may be missing have no limit then. */
const bounds = {
  durationMinutes: [5, 480],
  gridMinutes: [5, 240],
  bufferBeforeMinutes: [0, 240],
  bufferAfterMinutes: [0, 240],
  roomBufferMinutes: [0, 240],
  noticeMinutes: [0, 30 * 1440],
  horizonDays: [1, 400],
  dailyCap: [1, 100],
  weeklyCap: [1, 500],
  quotaPerDay: [1, 1000],
  quotaPerWeek: [1, 5000],
  ownCaseworkerDays: [0, 60],
  seats: [1, 500],
  rebookUntilMinutes: [0, 30 * 1440],
  cancelUntilMinutes: [0, 30 * 1440],
  maxOpen: [1, 20],
} satisfies { [Name in keyof OfferSettings]?: [number, number] };

/** "Held at the workplace" belongs to referrals (type 8) in the national code lists. */
const referral = 8;
const maxWindows = 28;

/**
 * Settings as they are stored: texts trimmed, codes once. Throws InvalidInput with the path of the first that can't be.
 * Whether team and type exist is the database's to say.
 */
export function readSettings(typed: OfferSettings, language: Language): OfferSettings {
  const refuse = (path: string, text: { readonly [L in Language]: string }): never => {
    throw new InvalidInput(path, text[language]);
  };
  const text = (
    path: 'titleDa' | 'titleEn' | 'descriptionDa' | 'descriptionEn' | 'place',
    longest: number,
  ) => {
    const trimmed = (typed[path] ?? '').trim();
    keepStorable(path, trimmed, language);
    if (trimmed.length > longest) refuse(path, sentence.textLong(longest));
    return trimmed;
  };
  const settings = {
    ...typed,
    titleDa: text('titleDa', 100),
    titleEn: text('titleEn', 100),
    descriptionDa: text('descriptionDa', 1000) || null,
    descriptionEn: text('descriptionEn', 1000) || null,
    place: text('place', 200) || null,
    forms: [...new Set(typed.forms)],
    groups: [...new Set(typed.groups.map((code) => code.trim()).filter(Boolean))],
    ownHours: typed.ownHours && typed.ownHours.length > 0 ? typed.ownHours : null,
  };
  if (settings.titleDa === '') refuse('titleDa', sentence.titleMissing);
  if (settings.titleEn === '') refuse('titleEn', sentence.titleMissing);
  if (settings.forms.length === 0) refuse('forms', sentence.formsMissing);
  if (settings.forms.includes('WORKPLACE') && settings.interviewType !== referral)
    refuse('forms', sentence.workplaceForReferral);
  for (const code of settings.groups) {
    if (!/^[\dA-Za-zÆØÅæøå.-]{1,20}$/.test(code)) refuse('groups', sentence.groupCode);
  }
  if (settings.groups.length > 50) refuse('groups', sentence.groupCode);
  for (const [name, [least, most]] of Object.entries(bounds)) {
    const value = settings[name as keyof typeof bounds];
    if (value !== null && !(value >= least && value <= most)) refuse(name, sentence.figure(least, most));
  }
  for (const { weekday, startMinute, endMinute } of settings.ownHours ?? []) {
    const possible = weekday >= 1 && weekday <= 7 && startMinute >= 0 && endMinute <= 1440;
    if (!possible || startMinute >= endMinute) refuse('ownHours', sentence.windowBackwards);
    if (endMinute - startMinute < settings.durationMinutes) refuse('ownHours', sentence.windowShort);
  }
  if ((settings.ownHours?.length ?? 0) > maxWindows) refuse('ownHours', sentence.windowsMany);
  if (settings.noticeMinutes >= settings.horizonDays * 1440) refuse('noticeMinutes', sentence.noticeLong);
  const { publishedFrom, publishedTo } = settings;
  if (publishedTo && !publishedFrom) refuse('publishedFrom', sentence.endsUnpublished);
  if (publishedFrom && publishedTo && publishedTo < publishedFrom) refuse('publishedTo', sentence.endsFirst);
  return settings;
}

/** The settings of a stored offer, with its publication on the job centre's calendar. */
export function settingsOf(row: Row, zone: string): OfferSettings {
  const { id, jobCentreId, publishedFrom, publishedTo, pausedAt, version, ...rest } = row;
  const day = (at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
  return {
    ...rest,
    publishedFrom: publishedFrom && day(publishedFrom),
    // It ends with the midnight after its last day.
    publishedTo: publishedTo && day(new Date(publishedTo.getTime() - 1)),
  };
}
