import { error, fail, redirect } from '@sveltejs/kit';
import { forParam } from '#lib/acting.ts';
import type { Form } from '#lib/documents/document.ts';
import { stillDue } from '#lib/documents/meetings.ts';
import {
  makeRequestDocument,
  openRequestsDocument,
  type PartOfDay,
  type RequestKind,
  requestFormDocument,
} from '#lib/documents/requests.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Asks the job centre for a time or a later deadline: `?offer=` says for which talk. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const citizen = citizenOnly(viewer, event.url);
  const { offer, deadlines, node } = await ask(event, requestFormDocument, {
    offer: event.url.searchParams.get('offer') ?? '',
    citizen: citizen.id,
  });
  if (!offer) error(404, { message: 'no such offer' });
  return {
    title: m.request_title(),
    citizen,
    offer,
    deadline:
      deadlines.find(
        ({ state, interviewType }) =>
          stillDue.includes(state) && interviewType.code === offer.interviewType.code,
      ) ?? null,
    phone: node?.phone ?? '',
    idempotencyKey: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const text = (name: string) => String(fields.get(name) ?? '');
    const all = <T extends string>(name: string) => fields.getAll(name).map(String) as T[];
    const kind = (text('kind') || 'TIME') as RequestKind;
    const typed = {
      kind,
      message: text('message'),
      phone: text('phone'),
      ticked: [...all('forms'), ...all('otherPlaces'), ...all('partsOfDay')],
    };
    const offer = event.url.searchParams.get('offer') ?? undefined;
    const citizen = forParam(event.url);
    const { makeRequest: answer } = await ask(event, makeRequestDocument, {
      input: {
        kind,
        offer,
        deadline: kind === 'DEADLINE' ? text('deadline') || undefined : undefined,
        citizen,
        wishes: {
          forms: all<Form>('forms'),
          otherPlaces: fields.has('otherPlaces'),
          partsOfDay: all<PartOfDay>('partsOfDay'),
        },
        message: typed.message,
        phone: typed.phone,
        idempotencyKey: text('idempotencyKey'),
      },
    });
    if ('id' in answer) redirect(303, `/requests/${encodeURIComponent(answer.id)}`);
    if (answer.code === 'ALREADY_ASKED') await leadToTheFirst(event, kind, offer);
    const { message, whatNext, path = null } = answer as Extract<typeof answer, { message: string }>;
    return fail(409, { typed, refusal: { message, whatNext, path } });
  },
};

/** Who asks twice sees the receipt of what she asked first. */
async function leadToTheFirst(event: RequestEvent, kind: RequestKind, offer: string | undefined) {
  const { viewer } = await ask(event, viewerDocument);
  const { requests } = await ask(event, openRequestsDocument, {
    citizen: citizenOnly(viewer, event.url).id,
  });
  const first = requests.edges.find(({ node }) => node.kind === kind && node.offer?.id === offer);
  if (first) redirect(303, `/requests/${encodeURIComponent(first.node.id)}?again=1`);
}
