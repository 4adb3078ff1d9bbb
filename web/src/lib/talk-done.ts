import { m } from '#lib/generated/paraglide/messages.js';

const texts = {
  moved: m.done_moved,
  cancelled: m.done_cancelled,
  booked: m.done_booked,
  changed: m.talk_done_changed,
  noted: m.talk_done_noted,
  undone: m.talk_done_undone,
};

/** What was just done to a talk, as the address says it (`done`); null when nothing was. */
export function talkDone(done: string | null): string | null {
  return done && done in texts ? texts[done as keyof typeof texts]() : null;
}
