import { error } from '@sveltejs/kit';
import { createJobCentreDocument, jobCentresDocument } from '#lib/documents/installation.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { finish } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** For who operates the installation: its job centres, and new ones. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  if (!viewer.operates) error(403, { message: 'no operator' });
  const { jobCentres } = await ask(event, jobCentresDocument);
  return {
    title: m.installation_title(),
    jobCentres,
    idempotencyKey: crypto.randomUUID(),
    done: event.url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const text = (name: string) => String(fields.get(name) ?? '');
    const values = {
      code: text('code'),
      name: text('name'),
      administrator: text('administrator'),
      email: text('email'),
      subject: text('subject'),
    };
    const { createJobCentre } = await ask(event, createJobCentreDocument, {
      input: {
        ...values,
        email: values.email || null,
        subject: values.subject || null,
        idempotencyKey: text('idempotencyKey'),
      },
    });
    return finish(createJobCentre, 'JobCentre', '/installation?done=made', values);
  },
};
