import { describe, expect, it } from 'vitest';
import { accessDays } from './access-days.ts';
import type { AccessEntry } from './documents/access-log.ts';

const look = (at: string, more: Partial<AccessEntry> = {}): AccessEntry => ({
  at,
  kind: 'READ',
  purpose: null,
  role: 'caseworker',
  organisation: 'Jobcenter Aarhus',
  staff: null,
  ...more,
});

describe('who has looked, by day', () => {
  it('tells the same use once, with its times from the first to the last', () => {
    const days = accessDays(
      [
        look('2026-11-24T09:00:00Z'),
        look('2026-11-24T08:30:00Z', { kind: 'CPR' }),
        look('2026-11-24T08:00:00Z'),
      ],
      'Europe/Copenhagen',
    );
    expect(days).toMatchObject([
      {
        date: '2026-11-24',
        looks: [
          { kind: 'READ', times: ['2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z'] },
          { kind: 'CPR', times: ['2026-11-24T08:30:00Z'] },
        ],
      },
    ]);
  });
  it('keeps those of different organisations and purposes apart', () => {
    const [day] = accessDays(
      [
        look('2026-11-24T09:00:00Z', { organisation: 'Aktør A/S' }),
        look('2026-11-24T08:00:00Z', { purpose: 'x' }),
        look('2026-11-24T08:00:00Z'),
      ],
      'Europe/Copenhagen',
    );
    expect(day?.looks).toHaveLength(3);
  });
  it('counts a day as the job centre’s clock does', () => {
    const days = accessDays(
      [look('2026-11-24T23:30:00Z'), look('2026-11-24T22:30:00Z')],
      'Europe/Copenhagen',
    );
    expect(days.map(({ date }) => date)).toEqual(['2026-11-25', '2026-11-24']);
  });
});
