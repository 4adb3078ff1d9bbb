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
  maxOpenOfCitizen: {
    da: 'Borgeren har allerede booket så mange af disse samtaler, som man kan.',
    en: 'The citizen has already booked as many of these meetings as one can.',
  },
  moveTheirsInstead: {
    da: 'Flyt eller afbestil det møde, borgeren har.',
    en: 'Move or cancel the meeting that the citizen has.',
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
  roomTaken: {
    da: 'Lokalet er optaget på det tidspunkt.',
    en: 'The room is taken at that time.',
  },
  chooseRoom: { da: 'Vælg et andet lokale.', en: 'Choose another room.' },
  roomNeeded: { da: 'Mødet skal have et lokale.', en: 'The meeting needs a room.' },
  roomOfSession: {
    da: 'Lokalet hører til gruppemødet og kan ikke skiftes her.',
    en: 'The room belongs to the group meeting and cannot be changed here.',
  },
  tooLateToChange: {
    da: 'Mødet er begyndt og kan ikke ændres.',
    en: 'The meeting has begun and cannot be changed.',
  },
  notUndoable: {
    da: 'Det kan ikke fortrydes længere.',
    en: 'It cannot be undone any more.',
  },
  changeInstead: {
    da: 'Flyt, ret eller afbestil mødet i stedet.',
    en: 'Move, change or cancel the meeting instead.',
  },
  undone: { da: 'Booket ved en fejl', en: 'Booked by mistake' },
  /** Who did something, where no name can be told. */
  who: {
    staff: { da: 'En medarbejder', en: 'A member of staff' },
    citizen: { da: 'Borgeren', en: 'The citizen' },
    agent: { da: 'En, der handler for borgeren', en: 'Someone who acts for the citizen' },
    planner: { da: 'Planner', en: 'Planner' },
  },
  noteNeeded: { da: 'Skriv et notat.', en: 'Write a note.' },
  noteTooLong: {
    da: 'Et notat må højst være på 2.000 tegn.',
    en: 'A note has at most 2,000 characters.',
  },
  noCprInNotes: {
    da: 'Skriv ikke CPR-numre i notater.',
    en: 'Do not write CPR numbers in notes.',
  },
  overlapsSeveral: {
    da: 'Vejlederen har flere samtaler på det tidspunkt.',
    en: 'The caseworker has several meetings at that time.',
  },
  wholeMinute: { da: 'En tid begynder på et helt minut.', en: 'A time starts on a whole minute.' },
  formNotOffered: {
    da: 'Mødet kan ikke holdes på den måde.',
    en: 'The meeting cannot be held in that way.',
  },
  formNotFree: {
    da: 'Ingen kan holde mødet på den måde på det tidspunkt.',
    en: 'Nobody can hold the meeting in that way at that time.',
  },
  chooseFormOrTime: {
    da: 'Vælg en anden måde eller en anden tid.',
    en: 'Choose another way or another time.',
  },
  numberNeeded: {
    da: 'Skriv det telefonnummer, vi skal ringe til.',
    en: 'Write the phone number that we are to call.',
  },
  noNumber: {
    da: 'Vi har intet nummer at ringe til. Skriv det under dine oplysninger, eller vælg en anden måde at mødes på.',
    en: 'We have no number to call. Write it in your details, or choose another way to meet.',
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
