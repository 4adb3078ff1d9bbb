/** Refusals in the viewer's language. */
export const sentence = {
  noCpr: {
    da: 'Det er ikke et CPR-nummer. Skriv ti cifre, fx 010190-1234.',
    en: 'This is no CPR number. Write ten digits, such as 010190-1234.',
  },
  reasonMissing: {
    da: 'Skriv, hvorfor borgeren henvises, fx “Jobklub fra 1. marts”.',
    en: 'Write why the citizen is referred, such as “Job club from 1 March”.',
  },
  reasonLong: {
    da: 'Begrundelsen må højst have 500 tegn.',
    en: 'The reason may have 500 characters at most.',
  },
  assignedAlready: {
    da: 'Borgeren er allerede hos den anden aktør i en del af perioden.',
    en: 'The citizen is with the other actor for a part of the period already.',
  },
  endAssignment: {
    da: 'Afslut den henvisning først, eller vælg en anden periode.',
    en: 'End that assignment first, or choose another period.',
  },
  sameCitizen: {
    da: (line: number) => `Borgeren står allerede i linje ${line}.`,
    en: (line: number) => `The citizen is in line ${line} already.`,
  },
  noDate: {
    da: 'Det er ikke en dato. Skriv den som 31-12-2026 eller 2026-12-31.',
    en: 'That is no date. Write it as 31-12-2026 or 2026-12-31.',
  },
} as const;
