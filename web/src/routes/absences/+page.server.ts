import { fail, redirect } from '@sveltejs/kit';
import { addDays, DEFAULT_ZONE, instantOf, isLocalDate, localDateOf } from '#lib/dates.ts';
import {
  type AbsenceKind,
  absencesDocument,
  addExtraHoursDocument,
  enterAbsenceDocument,
  enterFormSpanDocument,
  formSpansDocument,
  removeAbsenceDocument,
  removeFormSpanDocument,
  talksHitDocument,
} from '#lib/documents/absences.ts';
import { teamsDocument } from '#lib/documents/calendar.ts';
import type { Form, Instant, LocalDate } from '#lib/documents/document.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const WEEKS_AHEAD = 12;

/** Closed time of my team ahead, and the forms that close and open more. `?team=` shows another team. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const { teams } = await ask(event, teamsDocument);
  const me = viewer.caseworker?.id ?? null;
  const team =
    teams.find(({ id }) => id === event.url.searchParams.get('team')) ??
    teams.find(({ caseworkers }) => caseworkers.some(({ id }) => id === me)) ??
    teams[0];
  const zone = team?.jobCentre.zone ?? DEFAULT_ZONE;
  const today = localDateOf(viewer.now, zone);
  const window = { from: viewer.now, to: instantOf(addDays(today, WEEKS_AHEAD * 7), zone) };
  const [{ absences }, { formSpans, node }] = team
    ? await Promise.all([
        ask(event, absencesDocument, { team: team.id, ...window }),
        ask(event, formSpansDocument, { team: team.id, ...window }),
      ])
    : [{ absences: [] }, { formSpans: [], node: null }];
  return {
    title: m.absences_title(),
    me,
    team: team ?? null,
    teams: teams.map(({ id, name }) => ({ id, name })),
    zone,
    today,
    absences,
    formSpans,
    talkForms: node?.jobCentre.talkForms ?? [],
    idempotencyKey: crypto.randomUUID(),
    done: event.url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  /** What it would hit, asked before anything is written. */
  preview: async (event) => {
    const values = valuesOf(await event.request.formData());
    const asked = askOf(values);
    if ('field' in asked) return fail(400, { values, ...asked });
    const { talksHit } = await ask(event, talksHitDocument, {
      team: asked.team,
      caseworkers: asked.caseworkers,
      from: asked.startsAt,
      to: asked.endsAt,
    });
    return { values, hits: talksHit };
  },
  enter: async (event) => {
    const fields = await event.request.formData();
    const values = valuesOf(fields);
    const asked = askOf(values);
    if ('field' in asked) return fail(400, { values, ...asked });
    const { enterAbsence } = await ask(event, enterAbsenceDocument, {
      input: { ...asked, idempotencyKey: String(fields.get('idempotencyKey')) },
    });
    if (enterAbsence.__typename === 'EnteredAbsences') redirect(303, doneHref(event.url, 'entered'));
    const { message = '', whatNext = null } = enterAbsence;
    return fail(409, { values, field: 'from-date', message, whatNext });
  },
  remove: async (event) => {
    const fields = await event.request.formData();
    const { removeAbsence } = await ask(event, removeAbsenceDocument, {
      input: { absence: String(fields.get('absence')), wholeSeries: fields.get('series') === 'yes' },
    });
    if (removeAbsence.__typename === 'RemovedAbsences') redirect(303, doneHref(event.url, 'removed'));
    const { message = '', whatNext = null } = removeAbsence;
    return fail(409, { field: 'coming', message, whatNext });
  },
  forms: async (event) => {
    const fields = await event.request.formData();
    const spanTyped = spanTypedIn(fields);
    const refused = (field: string, message: string, whatNext: string | null = null) =>
      fail(409, { spanTyped, field, message, whatNext });
    if (spanTyped.forms.length === 0) return refused('span-forms', m.span_forms_fill_in());
    const { zone, day, from, to, every, until } = spanTyped;
    if (!isLocalDate(day) || minuteOf(from) === null || minuteOf(to) === null)
      return refused('span-day', m.extra_fill_in());
    if (every === 'WEEK' && !isLocalDate(until)) return refused('span-until', m.absences_until_fill_in());
    const { enterFormSpan } = await ask(event, enterFormSpanDocument, {
      input: {
        caseworker: spanTyped.caseworker,
        forms: spanTyped.forms,
        startsAt: instantOf(`${day}T${from}`, zone),
        endsAt: instantOf(`${day}T${to}`, zone),
        repeat: every === 'WEEK' ? { every, until } : undefined,
        idempotencyKey: String(fields.get('idempotencyKey')),
      },
    });
    if (enterFormSpan.__typename === 'EnteredFormSpans') redirect(303, doneHref(event.url, 'forms'));
    return refused('span-day', enterFormSpan.message ?? '', enterFormSpan.whatNext);
  },
  removeForms: async (event) => {
    const fields = await event.request.formData();
    const { removeFormSpan } = await ask(event, removeFormSpanDocument, {
      input: { formSpan: String(fields.get('span')), wholeSeries: fields.get('series') === 'yes' },
    });
    if (removeFormSpan.__typename === 'RemovedFormSpans') redirect(303, doneHref(event.url, 'forms-removed'));
    const { message = '', whatNext = null } = removeFormSpan;
    return fail(409, { field: 'spans', message, whatNext });
  },
  extra: async (event) => {
    const fields = await event.request.formData();
    const [day, from, to] = ['day', 'from', 'to'].map((name) => String(fields.get(`extra-${name}`) ?? ''));
    const [startMinute, endMinute] = [minuteOf(from), minuteOf(to)];
    if (!isLocalDate(day) || startMinute === null || endMinute === null) {
      return fail(400, { field: 'extra-day', message: m.extra_fill_in(), whatNext: null });
    }
    const { addExtraHours } = await ask(event, addExtraHoursDocument, {
      input: { caseworker: String(fields.get('caseworker')), day, startMinute, endMinute },
    });
    if (addExtraHours.__typename === 'Caseworker') redirect(303, doneHref(event.url, 'extra'));
    const { message = '', whatNext = null } = addExtraHours;
    return fail(409, { field: 'extra-day', message, whatNext });
  },
};

type Values = ReturnType<typeof valuesOf>;

/** What was typed, to be shown again as it is. */
function valuesOf(fields: FormData) {
  const text = (name: string) => String(fields.get(name) ?? '');
  return {
    zone: text('zone') || DEFAULT_ZONE,
    team: text('team'),
    caseworkers: fields.getAll('caseworker').map(String),
    kind: text('kind'),
    fromDate: text('from-date'),
    fromTime: text('from-time'),
    toDate: text('to-date'),
    toTime: text('to-time'),
    every: text('every'),
    until: text('until'),
  };
}

/** What was typed of a form span, to be shown again as it is. */
function spanTypedIn(fields: FormData) {
  const text = (name: string) => String(fields.get(name) ?? '');
  return {
    zone: text('zone') || DEFAULT_ZONE,
    caseworker: text('caseworker'),
    forms: fields.getAll('form') as Form[],
    day: text('span-day'),
    from: text('span-from'),
    to: text('span-to'),
    every: text('every'),
    until: text('span-until'),
  };
}

type Asked = {
  team: string | undefined;
  caseworkers: string[];
  kind: AbsenceKind;
  startsAt: Instant;
  endsAt: Instant;
  repeat: { every: 'WORKDAY' | 'WEEK'; until: LocalDate } | undefined;
};

/** The API's input, or which field has to be filled in. */
function askOf(values: Values): Asked | { field: string; message: string; whatNext: null } {
  const missing = (field: string, message: string) => ({ field, message, whatNext: null });
  const { zone, caseworkers, team, every } = values;
  if (caseworkers.length === 0 && !team) return missing('who', m.absences_who_fill_in());
  const at = (date: string, time: string) =>
    isLocalDate(date) && minuteOf(time) !== null ? instantOf(`${date}T${time}`, zone) : null;
  const startsAt = at(values.fromDate, values.fromTime);
  const endsAt = at(values.toDate || values.fromDate, values.toTime);
  if (!startsAt || !endsAt) return missing(startsAt ? 'to-time' : 'from-date', m.absences_fill_in());
  const repeats = every === 'WORKDAY' || every === 'WEEK';
  if (repeats && !isLocalDate(values.until)) return missing('until', m.absences_until_fill_in());
  return {
    team: team || undefined,
    caseworkers,
    kind: kinds.find((kind) => kind === values.kind) ?? 'ABSENCE',
    startsAt,
    endsAt,
    repeat: repeats ? { every, until: values.until } : undefined,
  };
}

const kinds: AbsenceKind[] = ['ABSENCE', 'MEETING', 'CASE_WORK', 'RESERVED'];

/** Minutes from midnight of "9:05"; null when it is no time of the day. */
function minuteOf(time: string | undefined): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time ?? '') ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

function doneHref(url: URL, done: string): string {
  const team = url.searchParams.get('team');
  return `${url.pathname}?${new URLSearchParams({ ...(team ? { team } : {}), done })}`;
}
