import type { Language } from '../refusals.ts';
import type { ClosedCode } from './rules.ts';

/** Why a citizen can't book an offer and what she can do, as a hold's refusals say it, too. */
export const closedSentence = {
  exempt: {
    da: 'Du skal ikke selv booke. Jobcenteret indkalder dig.',
    en: 'You do not have to book yourself. The job centre will call you in.',
  },
  callUs: { da: 'Ring til jobcenteret, så hjælper vi.', en: 'Call the job centre and we will help.' },
  group: {
    da: 'Mødet er for borgere i en anden gruppe end din.',
    en: 'The meeting is for citizens in another group than yours.',
  },
  groupNext: {
    da: 'Mener du, at det er en fejl, så ring til jobcenteret.',
    en: 'If you think this is a mistake, call the job centre.',
  },
  notYet: { da: 'Mødet kan ikke bookes endnu.', en: 'The meeting cannot be booked yet.' },
  paused: { da: 'Mødet kan ikke bookes lige nu.', en: 'The meeting cannot be booked at the moment.' },
  maxOpen: {
    da: 'Du har allerede booket så mange af disse samtaler, som man kan.',
    en: 'You have already booked as many of these meetings as one can.',
  },
  moveInstead: { da: 'Flyt eller afbestil det møde, du har.', en: 'Move or cancel the meeting you have.' },
} as const;

type Sentences = { readonly [L in Language]: string };
export type Told = { message: Sentences; whatNext: Sentences | null };

export function tellClosed(code: ClosedCode): Told {
  const { exempt, callUs, group, groupNext, notYet, paused, maxOpen, moveInstead } = closedSentence;
  return {
    EXEMPT: { message: exempt, whatNext: callUs },
    GROUP: { message: group, whatNext: groupNext },
    OFFER_PUBLISHED: { message: notYet, whatNext: null },
    OFFER_PAUSED: { message: paused, whatNext: callUs },
    MAX_OPEN: { message: maxOpen, whatNext: moveInstead },
  }[code];
}
