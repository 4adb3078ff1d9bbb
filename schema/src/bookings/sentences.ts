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
  wholeMinute: { da: 'En tid begynder på et helt minut.', en: 'A time starts on a whole minute.' },
  formNotOffered: {
    da: 'Mødet kan ikke holdes på den måde.',
    en: 'The meeting cannot be held in that way.',
  },
  seatOnly: {
    da: 'En plads på et gruppemøde bookes på den almindelige måde.',
    en: 'A seat in a group meeting is booked in the ordinary way.',
  },
  messageTooLong: {
    da: 'Beskeden er for lang. Den må fylde 2.000 tegn.',
    en: 'The message is too long. It may have 2,000 characters.',
  },
  reasonNeeded: { da: 'Skriv, hvorfor mødet bliver aflyst.', en: 'Write why the meeting is cancelled.' },
  reasonTooLong: {
    da: 'Begrundelsen er for lang. Den må fylde 500 tegn.',
    en: 'The reason is too long. It may have 500 characters.',
  },
  anotherDay: {
    da: 'Mødet er ikke i dag. Fremmøde registreres på dagen.',
    en: 'The meeting is not today. Arrivals are registered on the day.',
  },
  notBooked: { da: 'Mødet er ikke længere booket.', en: 'The meeting is no longer booked.' },
} as const;
