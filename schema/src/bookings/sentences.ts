import { closedSentence } from '../offers/sentences.ts';

/** Refusals in the viewer's language: what was wrong and what to do, never blame. */
export const sentence = {
  ...closedSentence,
  notOffered: { da: 'Tiden kan ikke bookes.', en: 'This time cannot be booked.' },
  chooseListed: { da: 'Vælg en af tiderne på listen.', en: 'Choose one of the listed times.' },
  tooLateToMove: {
    da: 'Det er for sent at flytte mødet her.',
    en: 'It is too late to move the meeting here.',
  },
  tooLateToCancel: {
    da: 'Det er for sent at afbestille mødet her.',
    en: 'It is too late to cancel the meeting here.',
  },
  afterDeadline: {
    da: 'Tiden ligger efter den sidste dag, samtalen kan holdes.',
    en: 'The time is after the last day on which the meeting can be held.',
  },
  chooseEarlier: { da: 'Vælg en tidligere tid.', en: 'Choose an earlier time.' },
  prolongedEnough: {
    da: 'Tiden kan ikke holdes længere.',
    en: 'The time cannot be held any longer.',
  },
  bookOrChoose: { da: 'Book tiden nu, eller vælg en anden.', en: 'Book the time now, or choose another.' },
  chooseLater: { da: 'Vælg en senere tid.', en: 'Choose a later time.' },
  overlapsSeveral: {
    da: 'Vejlederen har flere samtaler på det tidspunkt.',
    en: 'The caseworker has several meetings at that time.',
  },
  notBooked: { da: 'Mødet er ikke længere booket.', en: 'The meeting is no longer booked.' },
} as const;
