import type { OfferSettings } from './settings.ts';

/** What a ready-made offer leaves as it is unless it says otherwise: lawful, and what most job centres use. */
const ordinary: OfferSettings = {
  teamId: null,
  interviewType: 12,
  titleDa: '',
  titleEn: '',
  descriptionDa: null,
  descriptionEn: null,
  forms: ['IN_PERSON', 'PHONE'],
  durationMinutes: 30,
  gridMinutes: 30,
  gridFrom: 'piece',
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 15,
  roomBufferMinutes: 0,
  needsRoom: false,
  place: null,
  noticeMinutes: 1440,
  // A citizen has at least eight days to book in, and the talk itself comes later: twelve weeks leave room for both.
  horizonDays: 84,
  dailyCap: null,
  weeklyCap: null,
  quotaPerDay: null,
  quotaPerWeek: null,
  ownCaseworkerDays: null,
  ownHours: null,
  groups: [],
  assignment: 'ownFirst',
  seats: 1,
  rebookUntilMinutes: 1440,
  cancelUntilMinutes: 1440,
  maxOpen: 1,
  publishedFrom: null,
  publishedTo: null,
};

export type OfferTemplate = { key: string; settings: OfferSettings };
const template = (key: string, settings: Partial<OfferSettings>): OfferTemplate => ({
  key,
  settings: { ...ordinary, ...settings },
});

/** Ready-made offers, by the national types of talk (domain list, § 6). */
export const templates: readonly OfferTemplate[] = [
  template('job-talk', {
    interviewType: 7,
    titleDa: 'Jobsamtale',
    titleEn: 'Job talk',
    descriptionDa: 'Vi taler om, hvordan du kommer i job. Tag gerne dit CV med.',
    descriptionEn: 'We talk about how you get a job. Please bring your CV.',
    durationMinutes: 45,
    gridMinutes: 60,
  }),
  // Who must book at once needs times within about ten days, tomorrow's among them.
  template('job-talk-at-once', {
    interviewType: 7,
    titleDa: 'Første jobsamtale',
    titleEn: 'First job talk',
    descriptionDa: 'Den første samtale, når du er blevet ledig eller rask.',
    descriptionEn: 'The first talk once you are out of work, or well again.',
    durationMinutes: 45,
    gridMinutes: 60,
    noticeMinutes: 120,
    horizonDays: 14,
  }),
  template('follow-up', {
    interviewType: 4,
    titleDa: 'Opfølgningssamtale',
    titleEn: 'Follow-up talk',
    descriptionDa: 'Vi følger op på din plan og aftaler det næste.',
    descriptionEn: 'We follow up on your plan and agree on what is next.',
  }),
  template('referral', {
    interviewType: 8,
    titleDa: 'Samtale på arbejdspladsen',
    titleEn: 'Talk at the workplace',
    forms: ['WORKPLACE'],
    noticeMinutes: 2880,
    bufferBeforeMinutes: 30,
    bufferAfterMinutes: 30,
    gridMinutes: 60,
  }),
  template('information', {
    interviewType: 9,
    titleDa: 'Informationsmøde',
    titleEn: 'Information meeting',
    descriptionDa: 'For dig, der er ny ledig. Du hører om regler, kurser og hjælp til at søge job.',
    descriptionEn: 'For those newly out of work: the rules, courses and help with finding a job.',
    forms: ['IN_PERSON'],
    durationMinutes: 90,
    seats: 20,
    needsRoom: true,
    assignment: 'leastLoaded',
  }),
  template('cv-talk', {
    interviewType: 10,
    titleDa: 'CV-samtale',
    titleEn: 'CV talk',
    descriptionDa: 'Vi gennemgår dit CV sammen.',
    descriptionEn: 'We go through your CV together.',
    durationMinutes: 45,
    gridMinutes: 60,
  }),
  template('availability', {
    interviewType: 15,
    titleDa: 'Rådighedssamtale',
    titleEn: 'Availability talk',
    forms: ['IN_PERSON'],
  }),
  template('other', { titleDa: 'Samtale', titleEn: 'Talk' }),
];
