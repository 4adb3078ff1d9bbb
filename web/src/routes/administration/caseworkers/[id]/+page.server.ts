import { error, fail } from '@sveltejs/kit';
import { addDays, instantOf, isLocalDate, localDateOf } from '#lib/dates.ts';
import {
  caseworkerFormDocument,
  endCaseworkerDocument,
  saveCaseworkerDocument,
  talksToMoveDocument,
} from '#lib/documents/administration/caseworkers.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { administratorOnly, finish, within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad } from './$types';

/** A caseworker's form; `new` as the id is one to be made. */
export const load: PageServerLoad = async (event) => {
  const { administration, viewer } = await event.parent();
  const fresh = event.params.id === 'new';
  const { centre } = administration;
  const { caseworker, jobCentre } = await ask(event, caseworkerFormDocument, {
    centre: centre.id,
    caseworker: fresh ? centre.id : event.params.id,
  });
  if (!fresh && !caseworker?.employment) error(404, { message: 'no such caseworker' });
  return {
    title: fresh ? m.caseworker_new() : (caseworker?.name ?? ''),
    caseworker: fresh ? null : caseworker,
    teams: jobCentre.teams.edges.map(({ node }) => node),
    interviewTypes: jobCentre.interviewTypes,
    today: localDateOf(viewer.now, centre.zone),
    idempotencyKey: crypto.randomUUID(),
    list: within(event.url, '/administration/caseworkers'),
    hours: within(event.url, `/administration/caseworkers/${encodeURIComponent(event.params.id)}/hours`),
    done: event.url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  save: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const fields = await event.request.formData();
    const values = {
      name: String(fields.get('name') ?? ''),
      email: String(fields.get('email') ?? ''),
      teams: fields.getAll('team').map(String),
      competences: fields.getAll('competence').map(Number),
      summonable: fields.has('summonable'),
      alsoWorksHere: fields.has('alsoWorksHere'),
    };
    const { saveCaseworker } = await ask(event, saveCaseworkerDocument, {
      input: {
        jobCentre: centre.id,
        caseworker:
          event.params.id === 'new' ? null : { id: event.params.id, version: Number(fields.get('version')) },
        ...values,
        idempotencyKey: String(fields.get('idempotencyKey')),
      },
    });
    return finish(
      saveCaseworker,
      'Caseworker',
      within(event.url, '/administration/caseworkers', { done: 'saved' }),
      values,
    );
  },
  end: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const fields = await event.request.formData();
    const lastDay = String(fields.get('lastDay') ?? '');
    const back = fields.has('back');
    if (!back && !isLocalDate(lastDay)) {
      const answer = {
        __typename: 'InvalidInput',
        message: m.caseworker_last_day_missing(),
        path: 'lastDay',
      };
      const { status, data } = finish(answer, 'Caseworker', '', null);
      return fail(status, { ...data, ending: { lastDay, talks: [], more: false } });
    }
    const { endCaseworker } = await ask(event, endCaseworkerDocument, {
      input: {
        jobCentre: centre.id,
        caseworker: { id: event.params.id, version: Number(fields.get('version')) },
        lastDay: back ? null : lastDay,
      },
    });
    const done = within(event.url, '/administration/caseworkers', { done: back ? 'back' : 'ended' });
    const refused = finish(endCaseworker, 'Caseworker', done, null);
    if (back) return refused;
    const from = instantOf(addDays(lastDay, 1), centre.zone);
    const { bookings } = await ask(event, talksToMoveDocument, {
      caseworkers: [event.params.id],
      from: from > viewer.now ? from : viewer.now,
    });
    const talks = bookings.edges.map(({ node }) => node);
    return fail(refused.status, {
      ...refused.data,
      ending: { lastDay, talks, more: bookings.pageInfo.hasNextPage },
    });
  },
};
