import type { OfferFigure, OfferState } from '../documents/administration/offers.ts';
import { m } from '../generated/paraglide/messages.js';
import { getLocale } from '../generated/paraglide/runtime.js';
import type { Step } from './offer-form.ts';

export const stateName: Record<OfferState, () => string> = {
  DRAFT: m.offer_state_DRAFT,
  UPCOMING: m.offer_state_UPCOMING,
  PUBLISHED: m.offer_state_PUBLISHED,
  PAUSED: m.offer_state_PAUSED,
  ENDED: m.offer_state_ENDED,
};

export const stepName: Record<Step, () => string> = {
  what: m.offer_what,
  whom: m.offer_whom,
  who: m.offer_who,
  when: m.offer_when,
  rules: m.offer_rules,
  publish: m.offer_publish,
};

/** A span in words: "2 timer", "1 dag", "90 minutter"; none at all: "intet varsel". */
export function span(minutes: number): string {
  if (minutes === 0) return m.offer_span_none();
  const [unit, count] =
    minutes % 1440 === 0
      ? ['day', minutes / 1440]
      : minutes % 60 === 0
        ? ['hour', minutes / 60]
        : ['minute', minutes];
  return new Intl.NumberFormat(getLocale() === 'da' ? 'da-DK' : 'en-GB', {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'long',
  }).format(Number(count));
}

/** The label of each setting, in the form and in the history. */
export const settingName: Record<string, () => string> = {
  interviewType: m.offer_type,
  titleDa: m.offer_title_da,
  titleEn: m.offer_title_en,
  descriptionDa: m.offer_description_da,
  descriptionEn: m.offer_description_en,
  forms: m.offer_forms,
  seats: m.offer_seats,
  place: m.offer_place,
  groups: m.offer_groups,
  teamId: m.offer_team,
  assignment: m.offer_assignment,
  ownCaseworkerDays: m.offer_own_days,
  durationMinutes: m.offer_duration,
  gridMinutes: m.offer_grid,
  gridFrom: m.offer_grid_from,
  bufferBeforeMinutes: m.offer_buffer_before,
  bufferAfterMinutes: m.offer_buffer_after,
  ownHours: m.offer_hours,
  noticeMinutes: m.offer_notice,
  horizonDays: m.offer_horizon,
  needsRoom: m.offer_needs_room,
  roomBufferMinutes: m.offer_room_buffer,
  dailyCap: m.offer_daily_cap,
  weeklyCap: m.offer_weekly_cap,
  quotaPerDay: m.offer_quota_day,
  quotaPerWeek: m.offer_quota_week,
  maxOpen: m.offer_max_open,
  rebookUntilMinutes: m.offer_rebook,
  cancelUntilMinutes: m.offer_cancel,
  publishedFrom: m.offer_from,
  publishedTo: m.offer_to,
  pausedAt: m.offer_state_PAUSED,
};

/** Figures that can be set in many offers at once, by the settings that have their labels. */
export const figures: readonly { figure: OfferFigure; setting: string; unit: () => string }[] = [
  { figure: 'NOTICE_MINUTES', setting: 'noticeMinutes', unit: m.offer_unit_minutes },
  { figure: 'HORIZON_DAYS', setting: 'horizonDays', unit: m.offer_unit_days },
  { figure: 'DURATION_MINUTES', setting: 'durationMinutes', unit: m.offer_unit_minutes },
  { figure: 'BUFFER_BEFORE_MINUTES', setting: 'bufferBeforeMinutes', unit: m.offer_unit_minutes },
  { figure: 'BUFFER_AFTER_MINUTES', setting: 'bufferAfterMinutes', unit: m.offer_unit_minutes },
  { figure: 'REBOOK_UNTIL_MINUTES', setting: 'rebookUntilMinutes', unit: m.offer_unit_minutes },
  { figure: 'CANCEL_UNTIL_MINUTES', setting: 'cancelUntilMinutes', unit: m.offer_unit_minutes },
  { figure: 'DAILY_CAP', setting: 'dailyCap', unit: m.offer_unit_talks },
  { figure: 'WEEKLY_CAP', setting: 'weeklyCap', unit: m.offer_unit_talks },
  { figure: 'MAX_OPEN', setting: 'maxOpen', unit: m.offer_unit_talks },
];
