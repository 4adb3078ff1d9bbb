import { expect, it } from 'vitest';
import { recentlyAsked } from './asked.ts';
import type { AskedFor } from './documents/asked.ts';

const asked = (number: string, answeredAt: string | null) => ({ node: { number, answeredAt } as AskedFor });

it('shows what waits however old it is, and answers for a fortnight, the newest first', () => {
  const edges = [
    asked('waits', null),
    asked('old', '2026-11-09T08:00:00Z'),
    asked('new', '2026-11-11T08:00:00Z'),
  ];
  const shown = recentlyAsked({ edges }, '2026-11-24T08:00:00.000Z');
  expect(shown.map(({ number }) => number)).toEqual(['new', 'waits']);
});
