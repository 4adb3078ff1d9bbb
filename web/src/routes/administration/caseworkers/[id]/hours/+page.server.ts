import { error, fail } from '@sveltejs/kit';
import { minuteOf, periodOn, rowsOf, weekdays } from '#lib/administration/hours.ts';
import { isLocalDate, localDateOf } from '#lib/dates.ts';
import { hoursDocument, setHoursDocument } from '#lib/documents/administration/hours.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { administratorOnly, finish, within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad } from './$types';

/** A caseworker's hours; `?copy=` fills the form with a colleague's. */
export const load: PageServerLoad = async (event) => {
  const { administration, viewer } = await event.parent();
  const { centre } = administration;
  const copy = event.url.searchParams.get('copy');
  const { caseworker, colleague, jobCentre } = await ask(event, hoursDocument, {
    centre: centre.id,
    caseworker: event.params.id,
    colleague: copy ?? '',
    copying: !!copy && copy !== event.params.id,
  });
  if (!caseworker?.employment) error(404, { message: 'no such caseworker' });
  const today = localDateOf(viewer.now, centre.zone);
  const copied = colleague?.employment ? colleague : null;
  return {
    title: m.hours_of({ name: caseworker.name }),
    today,
    version: caseworker.employment.version,
    team: caseworker.employment.teams[0]?.id ?? null,
    periods: caseworker.employment.hours.filter(({ validTo }) => validTo === null || validTo >= today),
    ended: caseworker.employment.hours.filter(({ validTo }) => validTo !== null && validTo < today),
    copied: copied?.name ?? null,
    rows: rowsOf(periodOn((copied ?? caseworker).employment?.hours ?? [], today)),
    colleagues: jobCentre.caseworkers.edges.flatMap(({ node }) => (node.id === caseworker.id ? [] : node)),
    idempotencyKey: crypto.randomUUID(),
    back: within(event.url, `/administration/caseworkers/${encodeURIComponent(event.params.id)}`),
    done: event.url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  save: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const fields = await event.request.formData();
    const get = (name: string) => String(fields.get(name) ?? '');
    const values = {
      from: get('from'),
      to: get('to'),
      everyWeeks: Number(get('everyWeeks')),
      besideOthers: fields.has('besideOthers'),
      days: weekdays.map((weekday) => ({
        weekday,
        startMinute: minuteOf(get(`start-${weekday}`)),
        endMinute: minuteOf(get(`end-${weekday}`)),
        breakStart: minuteOf(get(`break-${weekday}`)),
        breakEnd: minuteOf(get(`breakEnd-${weekday}`)),
      })),
    };
    if (!isLocalDate(values.from)) {
      const answer = { __typename: 'InvalidInput', message: m.hours_from_missing(), path: 'from' };
      return finish(answer, 'Caseworker', '', values);
    }
    const { setWorkingHours: answer } = await ask(event, setHoursDocument, {
      input: {
        jobCentre: centre.id,
        caseworker: { id: event.params.id, version: Number(get('version')) },
        ...values,
        to: isLocalDate(values.to) ? values.to : null,
        rehearse: fields.has('rehearse'),
        idempotencyKey: get('idempotencyKey'),
      },
    });
    if (answer.__typename === 'Rehearsal') return fail(200, { values, problem: null, hit: answer });
    return finish(answer, 'Caseworker', within(event.url, event.url.pathname, { done: 'saved' }), values);
  },
};
