import type { Viewer } from '@planner/db';
import { explainSlot } from '../availability/engine.ts';
import type { Ask, Found } from '../availability/find.ts';
import { toMinute } from '../availability/slot.ts';
import { NotAllowed } from '../refusals.ts';
import { formNotFree } from './forms.ts';
import { taken } from './nearest.ts';
import { sentence } from './sentences.ts';

/**
 * A start that never was a slot (off the grid, past, beyond the horizon) is told apart from one that was taken, and from one that
 * is free in another form.
 */
export function refuseSlot(
  viewer: Viewer,
  ask: Ask,
  citizenId: string,
  caseworkerId: string | null,
  around: Found,
) {
  if (explainSlot({ ...around.input, form: null }, toMinute(ask.from), caseworkerId).open)
    return formNotFree(viewer.language, { ask, citizenId, found: around });
  const takenBy = new Set([
    'occupied',
    'room',
    'session-seats',
    'external-busy',
    'absence',
    'form',
    'daily-cap',
    'weekly-cap',
    'quota',
  ]);
  const failed = explainSlot(around.input, toMinute(ask.from)).rules.filter((rule) => !rule.ok);
  const never = failed.find(
    (rule) =>
      !takenBy.has(rule.rule) &&
      ['grid', 'notice', 'horizon', 'offer-published', 'group'].includes(rule.rule),
  );
  if (never)
    return new NotAllowed(
      never.rule.toUpperCase().replaceAll('-', '_'),
      sentence.notOffered[viewer.language],
      sentence.chooseListed[viewer.language],
    );
  return taken(viewer, ask, citizenId, around);
}
