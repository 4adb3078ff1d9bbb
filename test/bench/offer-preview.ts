import { templates } from '@planner/schema/offers/templates.ts';
import type { Planner } from '../src/planner.ts';
import { absolute, type Figure, median } from './figure.ts';
import type { Population } from './population.ts';

const document = `query ($input: OfferPreviewInput!) { offerPreview(input: $input) { ... on OfferPreview {
  times cells { weekday hour times } weeks { monday times } bestChange { text } fits { fit } } } }`;

/**
 * What an administrator waits for beside the form: 50 caseworkers, twelve weeks, the heat map, the best of some ten
 * changes each run through the engine, and who fits; over HTTP, each time with another draft.
 */
export async function benchOfferPreview(planner: Planner, people: Population): Promise<Figure> {
  const [{ settings }] = templates as [(typeof templates)[number]];
  const { teamId: _, ...ready } = settings;
  const took: number[] = [];
  for (let round = 0; round < 30; round++) {
    const draft = {
      ...ready,
      interviewType: 8,
      assignment: 'OWN_FIRST',
      gridFrom: 'CLOCK',
      durationMinutes: 30,
      gridMinutes: 15,
      dailyCap: 20,
      weeklyCap: 90,
      noticeMinutes: 1440 + round,
      ownHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startMinute: 540, endMinute: 900 })),
    };
    const input = {
      jobCentre: planner.gid('JobCentre', 'north'),
      settings: draft,
      from: people.from.toISOString().slice(0, 10),
      weeks: 12,
    };
    const begin = performance.now();
    const { data } = await planner.ask<{ offerPreview: { times: number } }>('ida', document, { input });
    took.push(performance.now() - begin);
    if (!data?.offerPreview.times) throw new Error('The preview has no times.');
  }
  return absolute('offer preview, 50 caseworkers × 12 weeks (ms)', median(took.slice(5)), { atMost: 150 });
}
