import type { Booking } from '../take.ts';

/** What the trail keeps of a talk, as far as its history is told. */
export type Facts = {
  status: Booking['status'];
  starts_at: string;
  form: Booking['form'];
  room_id: string | null;
  replaces_id: string | null;
  cancel_reason: string | null;
  arrived_at: string | null;
};
export type Who = 'staff' | 'citizen' | 'agent' | 'planner';

/** One change of a talk. Before and after are null where there was nothing, and after their erasure. */
export type TrailRow = {
  xid: string;
  booking: string;
  at: Date;
  who: Who;
  userId: string | null;
  entity: 'booking' | 'booking_message';
  action: 'INSERT' | 'UPDATE' | 'DELETE';
  before: Facts | null;
  after: Facts | null;
};

export type EventKind =
  | 'booked'
  | 'moved'
  | 'cancelled'
  | 'restored'
  | 'form'
  | 'room'
  | 'message'
  | 'arrived';

export type BookingEvent = {
  kind: EventKind;
  at: Date;
  who: Who;
  userId: string | null;
  /** When the talk was, and is from now on. */
  from: Date | null;
  to: Date | null;
  form: Booking['form'] | null;
  roomId: string | null;
  reason: string | null;
};

/**
 * The history of a talk through all its moves, earliest first. Holds are no talks yet: theirs begins when they are
 * booked. A message written with the booking is no event of its own.
 */
export function tell(rows: readonly TrailRow[]): BookingEvent[] {
  const starts = new Map<string, string>();
  for (const { booking, after } of rows) if (after) starts.set(booking, after.starts_at);
  const booked = new Set(rows.filter((row) => row.entity === 'booking').map((row) => row.xid));
  return rows.flatMap((row) => {
    if (row.entity === 'booking') return eventsOf(row, starts);
    return booked.has(row.xid) ? [] : [event(row, 'message')];
  });
}

/** What one change of a talk's row was; nothing for what is not told. */
export function eventsOf(row: TrailRow, starts: ReadonlyMap<string, string> = new Map()): BookingEvent[] {
  const { before, after } = row;
  if (!after) return [];
  const to = new Date(after.starts_at);
  const was = before?.status === 'booked';
  if (!was && after.status === 'booked') {
    if (before?.status === 'cancelled') return [event(row, 'restored', { to })];
    const from = after.replaces_id && starts.get(after.replaces_id);
    return [
      after.replaces_id
        ? event(row, 'moved', { from: from ? new Date(from) : null, to })
        : event(row, 'booked', { to }),
    ];
  }
  if (was && after.status === 'cancelled')
    return [event(row, 'cancelled', { from: to, reason: after.cancel_reason })];
  if (!was || after.status !== 'booked') return [];
  return [
    ...(before.form === after.form ? [] : [event(row, 'form', { form: after.form })]),
    ...(before.room_id === after.room_id ? [] : [event(row, 'room', { roomId: after.room_id })]),
    ...(before.arrived_at || !after.arrived_at ? [] : [event(row, 'arrived')]),
  ];
}

function event(row: TrailRow, kind: EventKind, more: Partial<BookingEvent> = {}): BookingEvent {
  const { at, who, userId } = row;
  return { kind, at, who, userId, from: null, to: null, form: null, roomId: null, reason: null, ...more };
}

const minute = 60_000;
export const undoMinutes = 15;
export type Undoable = 'booked' | 'moved' | 'cancelled' | 'form' | 'room';
const undoable: readonly string[] = ['booked', 'moved', 'cancelled', 'form', 'room'] satisfies Undoable[];

/**
 * What a member of staff can take back: the last thing that happened to the talk, if it was hers, was within a quarter
 * of an hour, and the talk is still to come. Null: nothing.
 */
export function canUndo(
  last: TrailRow | null,
  userId: string | null,
  startsAt: Date,
  now: Date,
): Undoable | null {
  if (last?.who !== 'staff' || last.userId !== userId || startsAt <= now) return null;
  if (now.getTime() - last.at.getTime() > undoMinutes * minute) return null;
  const [kind] = eventsOf(last).map((one) => one.kind);
  return kind && undoable.includes(kind) ? (kind as Undoable) : null;
}
