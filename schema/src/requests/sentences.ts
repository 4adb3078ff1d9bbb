import type { Language } from '../refusals.ts';

/** Refusals in the viewer's language: what was wrong and what to do, never blame. */
export const sentence = {
  offerNeeded: {
    da: 'Vælg, hvilken samtale du beder om en tid til.',
    en: 'Choose which meeting you are asking for a time for.',
  },
  deadlineNeeded: {
    da: 'Vælg, hvilken frist du beder om at få flyttet.',
    en: 'Choose which deadline you are asking us to move.',
  },
  deadlineClosed: {
    da: 'Fristen løber ikke længere.',
    en: 'The deadline is no longer running.',
  },
  messageTooLong: {
    da: 'Beskeden er for lang. Den må fylde 2.000 tegn.',
    en: 'The message is too long. It may have 2,000 characters.',
  },
  answerNeeded: { da: 'Skriv et svar til borgeren.', en: 'Write an answer to the citizen.' },
  waitForAnswer: {
    da: 'Du behøver ikke gøre mere. Du får svar på den, du har sendt.',
    en: 'You do not have to do anything more. The one you sent will be answered.',
  },
  notOpen: {
    da: 'Anmodningen er allerede besvaret eller trukket tilbage.',
    en: 'The request has already been answered or withdrawn.',
  },
} as const;

export const alreadyAsked: Record<Language, (number: string) => string> = {
  da: (number) => `Du har allerede bedt om det. Din anmodning har nummer ${number}.`,
  en: (number) => `You have already asked for this. Your request has number ${number}.`,
};
