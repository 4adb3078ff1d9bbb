import { error } from '@sveltejs/kit';
import {
  removeTeamDocument,
  saveTeamDocument,
  teamFormDocument,
} from '#lib/documents/administration/teams.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { administratorOnly, finish, within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad } from './$types';

/** A team's form; `new` as the id is a team to be made. */
export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const fresh = event.params.id === 'new';
  const { centre } = administration;
  const { team, jobCentre } = await ask(event, teamFormDocument, {
    centre: centre.id,
    team: fresh ? centre.id : event.params.id,
  });
  if (!fresh && !team?.name) error(404, { message: 'no such team' });
  return {
    title: fresh ? m.team_new() : (team?.name ?? ''),
    team: fresh ? null : team,
    places: jobCentre.places,
    caseworkers: jobCentre.caseworkers.edges.map(({ node }) => node),
    idempotencyKey: crypto.randomUUID(),
    list: within(event.url, '/administration/teams'),
  };
};

export const actions: Actions = {
  save: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const fields = await event.request.formData();
    const values = {
      name: String(fields.get('name') ?? ''),
      place: String(fields.get('place') ?? ''),
      members: fields.getAll('member').map(String),
      version: Number(fields.get('version')),
    };
    const { saveTeam } = await ask(event, saveTeamDocument, {
      input: {
        jobCentre: centre.id,
        team: event.params.id === 'new' ? null : { id: event.params.id, version: values.version },
        name: values.name,
        place: values.place || null,
        members: values.members,
        idempotencyKey: String(fields.get('idempotencyKey')),
      },
    });
    return finish(saveTeam, 'Team', within(event.url, '/administration/teams', { done: 'saved' }), values);
  },
  remove: async (event) => {
    const version = Number((await event.request.formData()).get('version'));
    const { removeTeam } = await ask(event, removeTeamDocument, {
      input: { team: { id: event.params.id, version } },
    });
    return finish(
      removeTeam,
      'RemovedTeam',
      within(event.url, '/administration/teams', { done: 'removed' }),
      null,
    );
  },
};
