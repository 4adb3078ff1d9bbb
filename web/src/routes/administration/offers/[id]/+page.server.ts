import { error, redirect } from '@sveltejs/kit';
import {
  isStep,
  looked,
  readTyped,
  type Step,
  settingsOf,
  stepNames,
  typedOf,
} from '#lib/administration/offer-form.ts';
import {
  type OfferSettings,
  offerFormDocument,
  pauseOfferDocument,
  type Rehearsal,
  saveOfferDocument,
} from '#lib/documents/administration/offers.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { type Answer, administratorOnly, finish, type Problem, within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import { previewOf } from '#lib/server/offer-preview.ts';
import type { Actions, PageServerLoad } from './$types';

/** An offer's form; `new` as the id is one to be made, `from` a ready-made one or as a `copy` of another. */
export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const { searchParams } = event.url;
  const fresh = event.params.id === 'new';
  const { centre } = administration;
  const { offer, jobCentre } = await ask(event, offerFormDocument, {
    centre: centre.id,
    offer: fresh ? (searchParams.get('copy') ?? centre.id) : event.params.id,
  });
  const template = jobCentre.offerTemplates.find(({ key }) => key === searchParams.get('from'));
  const settings = fresh && template ? template.settings : (offer?.settings ?? null);
  if (!settings && fresh) redirect(303, within(event.url, '/administration/offers/ready-made'));
  if (!settings) error(404, { message: 'no such offer' });
  const asked = searchParams.get('step');
  const typed = typedOf(fresh && !template ? copyOf(settings) : settings);
  return {
    title: fresh ? m.offer_new() : (offer?.title ?? ''),
    offer: fresh || !offer ? null : { id: offer.id, version: offer.version, state: offer.state },
    typed,
    preview: await previewOf(event, { centre: centre.id, typed, look: looked(null) }),
    step: isStep(asked) ? asked : template && fresh ? ('short' as const) : ('what' as const),
    choices: jobCentre,
    idempotencyKey: crypto.randomUUID(),
    list: within(event.url, '/administration/offers'),
  };
};

/** A copy is a draft of another name. */
const copyOf = (settings: OfferSettings): OfferSettings => ({
  ...settings,
  titleDa: `${settings.titleDa} (kopi)`,
  titleEn: `${settings.titleEn} (copy)`,
  publishedFrom: null,
  publishedTo: null,
});

/** The form as it was sent, and what it was sent for. */
async function sent(request: Request) {
  const fields = await request.formData();
  const step = fields.get('step');
  const current = isStep(step) ? step : 'what';
  return {
    typed: readTyped(fields),
    version: Number(fields.get('version')),
    idempotencyKey: String(fields.get('idempotencyKey')),
    step: next(current, fields.get('go')),
    publishNow: fields.has('publishNow'),
    /** What the change would hit has been seen. */
    sure: fields.has('sure'),
    look: looked(fields),
  };
}

/** Where a button leads: a step by name, the one before or the one after. */
function next(current: Step | 'short', go: unknown): Step | 'short' {
  if (isStep(go)) return go;
  const at = current === 'short' ? -1 : stepNames.indexOf(current);
  const by = go === 'next' ? 1 : go === 'back' ? -1 : 0;
  return by === 0 ? current : (stepNames[at + by] ?? current);
}

export const actions: Actions = {
  step: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const values = await sent(event.request);
    const preview = await previewOf(event, { centre: centre.id, ...values });
    return { values, preview, problem: null as Problem | null, rehearsal: null as Rehearsal | null };
  },
  save: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const values = await sent(event.request);
    const fresh = event.params.id === 'new';
    const input = {
      jobCentre: centre.id,
      offer: fresh ? null : { id: event.params.id, version: values.version },
      settings: settingsOf(values.typed),
      publishNow: values.publishNow,
      rehearse: !fresh && !values.sure,
      idempotencyKey: values.idempotencyKey,
    };
    let { saveOffer } = await ask(event, saveOfferDocument, { input });
    if (saveOffer.__typename === 'Rehearsal') {
      const rehearsal = saveOffer as Rehearsal;
      if (rehearsal.talkCount + rehearsal.holds + rehearsal.deadlineCount > 0)
        return { values, rehearsal, problem: null, preview: null };
      ({ saveOffer } = await ask(event, saveOfferDocument, { input: { ...input, rehearse: false } }));
    }
    const done = values.publishNow ? 'published' : 'saved';
    // What is tried again with other content is another request.
    const again = { ...values, idempotencyKey: crypto.randomUUID() };
    return finish(saveOffer as Answer, 'Offer', within(event.url, '/administration/offers', { done }), again);
  },
  pause: async (event) => {
    const paused = (await event.request.formData()).get('paused') === 'yes';
    const { pauseOffer } = await ask(event, pauseOfferDocument, {
      input: { offer: event.params.id, paused },
    });
    const done = paused ? 'paused' : 'resumed';
    return finish(pauseOffer, 'Offer', within(event.url, '/administration/offers', { done }), null);
  },
};
