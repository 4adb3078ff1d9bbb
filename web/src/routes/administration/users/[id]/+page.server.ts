import { error } from '@sveltejs/kit';
import { givenRole, roleFields } from '#lib/administration/role-fields.ts';
import { localDateOf } from '#lib/dates.ts';
import {
  addUserDocument,
  endRoleDocument,
  giveRoleDocument,
  saveUserDocument,
  userFormDocument,
} from '#lib/documents/administration/users.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { administratorOnly, finish, within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A user's form; `new` as the id is a user to be made. */
export const load: PageServerLoad = async (event) => {
  const { administration, viewer } = await event.parent();
  const fresh = event.params.id === 'new';
  const { centre } = administration;
  const { user, jobCentre } = await ask(event, userFormDocument, {
    centre: centre.id,
    user: fresh ? centre.id : event.params.id,
  });
  if (!fresh && !user?.roles?.length) error(404, { message: 'no such user' });
  return {
    title: fresh ? m.user_new() : (user?.name ?? ''),
    user: fresh ? null : user,
    today: localDateOf(viewer.now, centre.zone),
    otherActors: jobCentre.otherActors.edges.map(({ node }) => node),
    caseworkers: jobCentre.caseworkers.edges.map(({ node }) => node),
    idempotencyKey: crypto.randomUUID(),
    list: within(event.url, '/administration/users'),
    done: event.url.searchParams.get('done'),
  };
};

async function read(event: RequestEvent) {
  const { viewer } = await ask(event, viewerDocument);
  const { centre } = administratorOnly(viewer, event.url);
  const fields = await event.request.formData();
  const values = {
    form: String(fields.get('form') ?? ''),
    name: String(fields.get('name') ?? ''),
    email: String(fields.get('email') ?? ''),
    subject: String(fields.get('subject') ?? ''),
    caseworker: String(fields.get('caseworker') ?? ''),
    version: Number(fields.get('version')),
    ...roleFields(fields),
  };
  return { centre, fields, values, idempotencyKey: String(fields.get('idempotencyKey')) };
}
const page = (event: RequestEvent, done: string) =>
  within(event.url, `/administration/users/${encodeURIComponent(event.params.id)}`, { done });

export const actions: Actions = {
  add: async (event) => {
    const { centre, values, idempotencyKey } = await read(event);
    const { addUser } = await ask(event, addUserDocument, {
      input: {
        jobCentre: centre.id,
        name: values.name,
        email: values.email || null,
        subject: values.subject || null,
        caseworker: values.caseworker || null,
        role: givenRole(values, centre.zone),
        idempotencyKey,
      },
    });
    return finish(addUser, 'User', within(event.url, '/administration/users', { done: 'saved' }), values);
  },
  save: async (event) => {
    const { centre, values } = await read(event);
    const { saveUser } = await ask(event, saveUserDocument, {
      input: {
        jobCentre: centre.id,
        user: { id: event.params.id, version: values.version },
        name: values.name,
        caseworker: values.caseworker || null,
      },
    });
    return finish(saveUser, 'User', page(event, 'saved'), values);
  },
  give: async (event) => {
    const { centre, values, idempotencyKey } = await read(event);
    const role = givenRole(values, centre.zone);
    const { giveRole } = await ask(event, giveRoleDocument, {
      input: { jobCentre: centre.id, user: event.params.id, role, idempotencyKey },
    });
    return finish(giveRole, 'User', page(event, 'given'), values);
  },
  end: async (event) => {
    const { fields, values } = await read(event);
    const { endRole } = await ask(event, endRoleDocument, { input: { role: String(fields.get('grant')) } });
    return finish(endRole, 'User', page(event, 'ended'), values);
  },
};
