import { describe, expect, it } from 'vitest';
import { canUndo, type Facts, type TrailRow, tell } from './events.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 8, minutes));
const facts = (more: Partial<Facts> = {}): Facts => ({
  status: 'booked',
  starts_at: '2026-12-08T09:00:00+00:00',
  form: 'PHONE',
  room_id: null,
  replaces_id: null,
  cancel_reason: null,
  arrived_at: null,
  ...more,
});
const row = (
  minutes: number,
  before: Facts | null,
  after: Facts | null,
  more: Partial<TrailRow> = {},
): TrailRow => ({
  xid: String(minutes),
  booking: 'a',
  at: at(minutes),
  who: 'staff',
  userId: 'mette',
  entity: 'booking',
  action: before ? 'UPDATE' : 'INSERT',
  before,
  after,
  ...more,
});
const kinds = (rows: TrailRow[]) => tell(rows).map((event) => event.kind);

describe('the history of a talk', () => {
  it('begins when a hold is booked, and a message written with it is no event', () => {
    const rows = [
      row(0, null, facts({ status: 'held' })),
      row(1, facts({ status: 'held' }), facts()),
      row(1, null, null, { entity: 'booking_message' }),
      row(2, null, null, { entity: 'booking_message', action: 'UPDATE' }),
    ];
    expect(kinds(rows)).toEqual(['booked', 'message']);
  });

  it('goes on through a move, and says from when to when', () => {
    const moved = facts({ replaces_id: 'a', starts_at: '2026-12-09T10:00:00+00:00' });
    const rows = [
      row(0, null, facts()),
      row(1, null, moved, { booking: 'b' }),
      row(1, facts(), facts({ status: 'moved' })),
    ];
    expect(tell(rows)[1]).toMatchObject({
      kind: 'moved',
      from: new Date('2026-12-08T09:00:00Z'),
      to: new Date('2026-12-09T10:00:00Z'),
    });
    expect(kinds(rows)).toEqual(['booked', 'moved']);
  });

  it('tells cancelling with its reason, restoring, form, room and arrival', () => {
    const cancelled = facts({ status: 'cancelled', cancel_reason: 'Syg' });
    const rows = [
      row(0, facts(), cancelled),
      row(1, cancelled, facts()),
      row(2, facts(), facts({ form: 'IN_PERSON', room_id: 'r' })),
      row(3, facts(), facts({ arrived_at: '2026-12-08T08:58:00+00:00' })),
    ];
    expect(kinds(rows)).toEqual(['cancelled', 'restored', 'form', 'room', 'arrived']);
    expect(tell(rows)[0]?.reason).toBe('Syg');
  });

  it('has nothing to say of what is erased, of holds let go and of what is not told', () => {
    const held = facts({ status: 'held' });
    expect(
      kinds([row(0, null, null), row(1, held, facts({ status: 'expired' })), row(2, facts(), facts())]),
    ).toEqual([]);
  });
});

describe('what can be taken back', () => {
  const starts = new Date('2026-12-08T09:00:00Z');
  const booked = row(0, null, facts());
  it('is the last thing that the same person did, for a quarter of an hour', () => {
    expect(canUndo(booked, 'mette', starts, at(15))).toBe('booked');
    expect(canUndo(booked, 'mette', starts, at(16))).toBeNull();
    expect(canUndo(booked, 'jens', starts, at(1))).toBeNull();
    expect(canUndo(null, 'mette', starts, at(1))).toBeNull();
  });
  it('is nothing once the talk has begun, and nothing a citizen did', () => {
    expect(canUndo(booked, 'mette', at(5), at(5))).toBeNull();
    expect(canUndo({ ...booked, who: 'citizen' }, 'mette', starts, at(1))).toBeNull();
  });
  it('is neither an arrival nor what was taken back already', () => {
    expect(canUndo(row(0, facts(), facts({ arrived_at: 'x' })), 'mette', starts, at(1))).toBeNull();
    expect(canUndo(row(0, facts({ status: 'cancelled' }), facts()), 'mette', starts, at(1))).toBeNull();
  });
});
