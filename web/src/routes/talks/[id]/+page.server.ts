import { error } from '@sveltejs/kit';
import { m } from '#lib/generated/paraglide/messages.js';
import { staffOnly } from '#lib/server/guard.ts';
import { openTalk, talkActions } from '#lib/server/talk.ts';
import type { Actions, PageServerLoad } from './$types';

/** One talk as staff see it. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const open = await openTalk(event, event.params.id, viewer.now);
  if (!open) error(404, { message: 'no such talk' });
  return {
    title: m.talk_open(),
    open,
    correct: event.url.searchParams.get('correct'),
    idempotencyKey: crypto.randomUUID(),
    done: event.url.searchParams.get('done'),
  };
};

export const actions: Actions = talkActions(
  (_, booking, done) => `/talks/${encodeURIComponent(booking)}?${new URLSearchParams({ done })}`,
);
