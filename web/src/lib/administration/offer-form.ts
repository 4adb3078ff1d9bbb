import type { OfferSettings, OfferWindow } from '../documents/administration/offers.ts';
import type { Form } from '../documents/document.ts';

/** The steps of an offer's form, and the settings that each asks for; errors lead to the step of their path. */
export const steps = {
  what: ['interviewType', 'titleDa', 'titleEn', 'descriptionDa', 'descriptionEn', 'forms', 'seats', 'place'],
  whom: ['groups'],
  who: ['team', 'teamId', 'assignment', 'ownCaseworkerDays'],
  when: [
    'durationMinutes',
    'gridMinutes',
    'gridFrom',
    'bufferBeforeMinutes',
    'bufferAfterMinutes',
    'ownHours',
    'noticeMinutes',
    'horizonDays',
  ],
  rules: [
    'needsRoom',
    'roomBufferMinutes',
    'dailyCap',
    'weeklyCap',
    'quotaPerDay',
    'quotaPerWeek',
    'maxOpen',
    'rebookUntilMinutes',
    'cancelUntilMinutes',
  ],
  publish: ['publishedFrom', 'publishedTo', 'pausedAt'],
} as const;
export type Step = keyof typeof steps;
export const stepNames = Object.keys(steps) as Step[];

/** `short`: the four questions of a new offer. */
export const isStep = (name: unknown): name is Step | 'short' =>
  name === 'short' || stepNames.includes(name as Step);
export const stepOf = (path: string): Step =>
  stepNames.find((step) => (steps[step] as readonly string[]).includes(path)) ?? 'what';

const texts = [
  'titleDa',
  'titleEn',
  'descriptionDa',
  'descriptionEn',
  'place',
  'team',
  'assignment',
  'gridFrom',
  'publishedFrom',
  'publishedTo',
] as const;
const figures = [
  'interviewType',
  'seats',
  'durationMinutes',
  'gridMinutes',
  'bufferBeforeMinutes',
  'bufferAfterMinutes',
  'roomBufferMinutes',
  'noticeMinutes',
  'horizonDays',
  'rebookUntilMinutes',
  'cancelUntilMinutes',
  'maxOpen',
] as const;
const limits = ['ownCaseworkerDays', 'dailyCap', 'weeklyCap', 'quotaPerDay', 'quotaPerWeek'] as const;

/** An offer's form as it is filled in: all as text, so that what was typed comes back whatever it was. */
export type Typed = Record<
  (typeof texts)[number] | (typeof figures)[number] | (typeof limits)[number],
  string
> & {
  forms: string[];
  groups: string[];
  /** Codes that were typed, beside those that were ticked. */
  otherGroups: string;
  needsRoom: boolean;
  windows: { weekday: number; from: string; to: string }[];
};

const names = [...texts, ...figures, ...limits];

export function typedOf(settings: OfferSettings): Typed {
  const text = Object.fromEntries(
    names.map((name) => {
      const value = settings[name];
      return [name, value === null ? '' : typeof value === 'object' ? value.id : String(value)];
    }),
  ) as Record<(typeof names)[number], string>;
  return {
    ...text,
    forms: settings.forms,
    groups: settings.groups,
    otherGroups: '',
    needsRoom: settings.needsRoom,
    windows: (settings.ownHours ?? []).map(({ weekday, startMinute, endMinute }) => ({
      weekday,
      from: clockOf(startMinute),
      to: clockOf(endMinute),
    })),
  };
}

export function readTyped(fields: FormData): Typed {
  const text = Object.fromEntries(
    names.map((name) => [name, String(fields.get(name) ?? '').trim()]),
  ) as Record<(typeof names)[number], string>;
  const [from, to] = [fields.getAll('windowFrom'), fields.getAll('windowTo')];
  return {
    ...text,
    forms: fields.getAll('forms').map(String),
    groups: fields.getAll('groups').map(String),
    otherGroups: String(fields.get('otherGroups') ?? ''),
    needsRoom: fields.has('needsRoom'),
    windows: fields
      .getAll('windowDay')
      .map((weekday, i) => ({
        weekday: Number(weekday),
        from: String(from[i] ?? ''),
        to: String(to[i] ?? ''),
      }))
      .filter((window) => window.from !== '' || window.to !== ''),
  };
}

/** What was typed as the API takes it. What is no number is sent as −1, which it refuses with words. */
export function settingsOf(typed: Typed): OfferSettings<string> {
  const figure = (text: string) => (/^-?\d{1,9}$/.test(text) ? Number(text) : -1);
  return {
    ...(Object.fromEntries(texts.map((name) => [name, typed[name] || null])) as Pick<
      OfferSettings<string>,
      Exclude<(typeof texts)[number], 'titleDa' | 'titleEn'>
    >),
    ...(Object.fromEntries(figures.map((name) => [name, figure(typed[name])])) as Pick<
      OfferSettings<string>,
      (typeof figures)[number]
    >),
    ...(Object.fromEntries(
      limits.map((name) => [name, typed[name] === '' ? null : figure(typed[name])]),
    ) as Pick<OfferSettings<string>, (typeof limits)[number]>),
    titleDa: typed.titleDa,
    titleEn: typed.titleEn,
    forms: typed.forms as Form[],
    groups: [...typed.groups, ...typed.otherGroups.split(/[,;\s]+/).filter(Boolean)],
    needsRoom: typed.needsRoom,
    ownHours: typed.windows.length > 0 ? typed.windows.map(windowOf) : null,
  };
}

function windowOf({ weekday, from, to }: Typed['windows'][number]): OfferWindow {
  return { weekday, startMinute: minuteOf(from), endMinute: minuteOf(to) };
}

/** "08:15" of minutes from midnight, as a time field takes it; the end of the day is a minute before. */
function clockOf(minute: number): string {
  const at = Math.min(minute, 1439);
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

/** Minutes from midnight of "8:15" or "8.15"; −1 of anything else. */
function minuteOf(text: string): number {
  const [, hour, minute] = /^(\d{1,2})(?:[.:](\d{2}))?$/.exec(text.trim()) ?? [];
  if (hour === undefined) return -1;
  const at = Number(hour) * 60 + Number(minute ?? 0);
  // A time field has no midnight after the day.
  return at === 1439 ? 1440 : at;
}

/** What the preview shows: how many weeks, and which hour is asked about. */
export type Look = { weeks: number; cell: { weekday: number; hour: number } | null };

export const lookWeeks = [1, 4, 12] as const;

export function looked(fields: FormData | null): Look {
  const weeks = Number(fields?.get('weeks'));
  const [, weekday, hour] = /^([1-7])-(\d{1,2})$/.exec(String(fields?.get('cell') ?? '')) ?? [];
  return {
    weeks: lookWeeks.find((one) => one === weeks) ?? 4,
    cell: weekday && hour ? { weekday: Number(weekday), hour: Number(hour) } : null,
  };
}
