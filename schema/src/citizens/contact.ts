/** Danish numbers have eight digits; others begin with + and their country (ITU-T E.164: fifteen at most). */
const danish = /^\d{8}$/;
const foreign = /^\+[1-9]\d{6,14}$/;
/** Something before and after one @, and a dot in what follows: more is for the mail server to know. */
const address = /^[^\s@<>",;:\\()[\]\p{C}]{1,64}@[^\s@<>",;:\\()[\]\p{C}]{1,180}\.[\p{L}\d-]{2,63}$/u;

/** A telephone number as it is kept, `20 00 00 01` or `+4915112345678`; null when it isn't one. A CPR number isn't. */
export function readPhone(text: string): string | null {
  if (text.length > 30) return null;
  const digits = text
    .replace(/[\s().\-/]/g, '')
    .replace(/^00/, '+')
    .replace(/^\+45(?=\d{8}$)/, '');
  if (danish.test(digits)) return digits.replace(/(..)(?=.)/g, '$1 ');
  return foreign.test(digits) ? digits : null;
}

/** An e-mail address without blanks around it; null when it can't be one. */
export function readEmail(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length <= 254 && trimmed.isWellFormed() && address.test(trimmed) ? trimmed : null;
}

/** What to write instead of what can't be used. */
export const contactSentence = {
  phone: {
    da: 'Skriv telefonnummeret med 8 tal, eller begynd med + og landekoden.',
    en: 'Write the phone number with 8 digits, or begin with + and the country code.',
  },
  email: {
    da: 'Skriv e-mailadressen som navn@eksempel.dk.',
    en: 'Write the e-mail address like name@example.com.',
  },
} as const;
