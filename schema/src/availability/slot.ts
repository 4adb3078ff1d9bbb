import type { Form } from './model.ts';

/** A start time that an offer has free. `key` names it within its offer, for live changes. */
export type Slot = {
  key: string;
  startsAt: Date;
  endsAt: Date;
  seatsLeft: number;
  /** In the order in which they would be given the talk. */
  caseworkerIds: string[];
  /** In which of the offer's forms one or another of them can hold it. */
  forms: readonly Form[];
  sessionId: string | null;
};

export const minute = 60_000;
/** Epoch minute, rounded down. */
export const toMinute = (instant: Date | number) => Math.floor(Number(instant) / minute);
export const fromMinute = (minutes: number) => new Date(minutes * minute);
