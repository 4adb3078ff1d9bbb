import { describe, expect, it } from 'vitest';
import type { OfferSettings } from '../documents/administration/offers.ts';
import { readTyped, settingsOf, stepOf, typedOf } from './offer-form.ts';

const settings: OfferSettings = {
  titleDa: 'Jobsamtale',
  titleEn: 'Job talk',
  descriptionDa: null,
  descriptionEn: 'Bring your CV.',
  interviewType: 7,
  forms: ['IN_PERSON', 'PHONE'],
  seats: 1,
  place: null,
  team: { id: 'team', name: 'Nord' },
  groups: ['2', '8'],
  ownCaseworkerDays: null,
  assignment: 'OWN_FIRST',
  durationMinutes: 45,
  gridMinutes: 60,
  gridFrom: 'PIECE',
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 15,
  roomBufferMinutes: 0,
  needsRoom: true,
  noticeMinutes: 1440,
  horizonDays: 84,
  dailyCap: 6,
  weeklyCap: null,
  quotaPerDay: null,
  quotaPerWeek: null,
  ownHours: [
    { weekday: 1, startMinute: 495, endMinute: 720 },
    { weekday: 5, startMinute: 780, endMinute: 1440 },
  ],
  rebookUntilMinutes: 1440,
  cancelUntilMinutes: 0,
  maxOpen: 1,
  publishedFrom: '2026-12-01',
  publishedTo: null,
};

describe('an offer’s form', () => {
  it('gives back what it was filled with', () => {
    expect(settingsOf(typedOf(settings))).toEqual({ ...settings, team: 'team' });
  });

  it('takes what is no number as one that is refused, and an empty limit as none', () => {
    const typed = { ...typedOf(settings), durationMinutes: 'tre', dailyCap: '', weeklyCap: '1,5' };
    expect(settingsOf(typed)).toMatchObject({ durationMinutes: -1, dailyCap: null, weeklyCap: -1 });
  });

  it('reads hours in pairs, leaves empty ones out, and keeps half ones to be refused', () => {
    const fields = new FormData();
    for (const [day, from, to] of [
      ['1', '8', '12.30'],
      ['2', '', ''],
      ['3', '9:00', ''],
    ] as const) {
      fields.append('windowDay', day);
      fields.append('windowFrom', from);
      fields.append('windowTo', to);
    }
    fields.append('groups', '2');
    fields.set('otherGroups', '12, 13');
    expect(settingsOf(readTyped(fields))).toMatchObject({
      groups: ['2', '12', '13'],
      ownHours: [
        { weekday: 1, startMinute: 480, endMinute: 750 },
        { weekday: 3, startMinute: 540, endMinute: -1 },
      ],
    });
  });

  it('leads from a wrong value to its step', () => {
    expect(['ownHours', 'groups', 'dailyCap', 'anything'].map(stepOf)).toEqual([
      'when',
      'whom',
      'rules',
      'what',
    ]);
  });
});
