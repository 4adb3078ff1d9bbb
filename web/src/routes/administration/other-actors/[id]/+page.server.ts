import { error, fail } from '@sveltejs/kit';
import { assignmentLines } from '#lib/administration/assignment-file.ts';
import { listState, pageOf } from '#lib/administration/list.ts';
import { isLocalDate, localDateOf } from '#lib/dates.ts';
import {
  assignableDocument,
  assignCitizensDocument,
  endAssignmentDocument,
  type NewAssignment,
  otherActorDocument,
  previewAssignmentsDocument,
  saveOtherActorDocument,
} from '#lib/documents/administration/other-actors.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { administratorOnly, finish, type Problem, within } from '#lib/server/administration.ts';
import { foundBy, readSearch } from '#lib/server/find-citizen.ts';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const maxLines = 1_000;

/** An other actor and its citizens; `new` as the id is one to be made. */
export const load: PageServerLoad = async (event) => {
  const { administration, viewer } = await event.parent();
  const fresh = event.params.id === 'new';
  const { centre } = administration;
  const ended = event.url.searchParams.get('show') === 'ended';
  const { orderBy: _, descending: __, search: ___, ...page } = pageOf(listState(event.url), {});
  const { otherActor, jobCentre } = await ask(event, otherActorDocument, {
    centre: centre.id,
    actor: fresh ? centre.id : event.params.id,
    ended,
    ...page,
  });
  if (!fresh && !otherActor?.name) error(404, { message: 'no such other actor' });
  const users = jobCentre.users.edges.map(({ node }) => node);
  return {
    title: fresh ? m.actor_new() : (otherActor?.name ?? ''),
    actor: fresh ? null : otherActor,
    users: users.filter(({ roles }) =>
      roles.some((role) => role.state !== 'ENDED' && role.otherActor?.id === event.params.id),
    ),
    ended,
    today: localDateOf(viewer.now, centre.zone),
    idempotencyKey: crypto.randomUUID(),
    list: within(event.url, '/administration/other-actors'),
    done: event.url.searchParams.get('done'),
    count: Number(event.url.searchParams.get('count') ?? 0),
  };
};

async function read(event: RequestEvent) {
  const { viewer } = await ask(event, viewerDocument);
  const { centre } = administratorOnly(viewer, event.url);
  const fields = await event.request.formData();
  const text = (name: string) => String(fields.get(name) ?? '');
  const today = localDateOf(viewer.now, centre.zone);
  return { centre, today, fields, text, actor: event.params.id };
}
const page = (event: RequestEvent, id: string, more: Record<string, string>) =>
  within(event.url, `/administration/other-actors/${encodeURIComponent(id)}`, more);
function wrong(path: string, message: string) {
  const problem: Problem = { message, whatNext: null, path, code: 'INVALID_INPUT' };
  return fail(400, { problem });
}

export const actions: Actions = {
  save: async (event) => {
    const { centre, text, actor } = await read(event);
    const name = text('name');
    const { saveOtherActor } = await ask(event, saveOtherActorDocument, {
      input: {
        jobCentre: centre.id,
        otherActor: actor === 'new' ? null : { id: actor, version: Number(text('version')) },
        name,
        idempotencyKey: text('idempotencyKey'),
      },
    });
    const id = 'id' in saveOtherActor ? saveOtherActor.id : actor;
    return finish(saveOtherActor, 'OtherActor', page(event, id, { done: 'saved' }), {
      name,
      assigning: null,
    });
  },
  /** The one search for citizens; posted, so that a CPR number is in no address. */
  find: async (event) => {
    const { text } = await read(event);
    const found = await readSearch(event, text('words'), 'RECORD');
    if ('message' in found) return wrong('words', found.message);
    if ('words' in found) {
      const { citizens = [] } = (await foundBy(event, found.words)) ?? {};
      return { found: { words: found.words, citizens } };
    }
    const { citizen } = await ask(event, assignableDocument, { id: found.citizen });
    return { found: { words: '', citizens: citizen ? [citizen] : [] } };
  },
  assign: async (event) => {
    const { text, today, actor } = await read(event);
    const [citizen = '', citizenName = ''] = text('citizen').split('|');
    if (!citizen) return wrong('words', m.actor_choose_citizen());
    const assignment = {
      citizen,
      from: isLocalDate(text('from')) ? text('from') : today,
      to: isLocalDate(text('to')) ? text('to') : null,
      reason: text('reason'),
    };
    const { assignCitizens } = await ask(event, assignCitizensDocument, {
      input: { otherActor: actor, assignments: [assignment], idempotencyKey: text('idempotencyKey') },
    });
    const values = { name: null, assigning: { ...assignment, citizenName } };
    return finish(assignCitizens, 'OtherActor', page(event, actor, { done: 'assigned' }), values);
  },
  end: async (event) => {
    const { text, actor } = await read(event);
    const assignment = text('assignment');
    const { endAssignment } = await ask(event, endAssignmentDocument, { input: { assignment } });
    return finish(endAssignment, 'Assignment', page(event, actor, { done: 'ended' }), null);
  },
  preview: async (event) => {
    const { fields, actor } = await read(event);
    const file = fields.get('file');
    const lines = file instanceof File ? assignmentLines(new Uint8Array(await file.arrayBuffer())) : [];
    if (lines.length === 0) return wrong('file', m.actor_import_empty());
    if (lines.length > maxLines) return wrong('file', m.actor_import_long());
    const input = { otherActor: actor, lines };
    const { previewAssignments } = await ask(event, previewAssignmentsDocument, { input });
    if ('rows' in previewAssignments) return { preview: previewAssignments.rows };
    return finish(previewAssignments, '', '', null);
  },
  /** What the preview showed: citizens by their ids, so that no CPR number is sent back and forth. */
  import: async (event) => {
    const { fields, text, actor } = await read(event);
    const assignments = fields.getAll('assignment').map((one) => JSON.parse(String(one)) as NewAssignment);
    const { assignCitizens } = await ask(event, assignCitizensDocument, {
      input: { otherActor: actor, assignments, idempotencyKey: text('idempotencyKey') },
    });
    const count = String(assignments.length);
    return finish(assignCitizens, 'OtherActor', page(event, actor, { done: 'imported', count }), null);
  },
};
