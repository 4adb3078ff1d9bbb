/** Refusals in the viewer's language. */
export const sentence = {
  noCpr: {
    da: 'Det er ikke et CPR-nummer. Skriv ti cifre, fx 010190-1234.',
    en: 'This is no CPR number. Write ten digits, such as 010190-1234.',
  },
} as const;
