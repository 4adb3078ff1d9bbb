import { mentionsCpr } from './cpr.ts';

/** What a CPR number may be asked for; kept in the access log, which the citizen may read. */
export const cprPurposes = ['identify', 'prepare', 'book', 'record'] as const;
export type CprPurpose = (typeof cprPurposes)[number];

/** What was typed into the search for citizens, read in every way that fits; a citizen who fits one is found. */
export type Search = {
  /** Beginnings of the name's words, in lower case. */
  words: string[];
  /** `ddmmyy`, as a CPR number begins. */
  birthday: string | null;
  /** The last eight digits. */
  phone: string | null;
  caseId: string | null;
};

const dated = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](?:\d\d)?(\d\d)$/;
const undated = /^(\d\d)(\d\d)(?:\d\d)?(\d\d)$/;

/**
 * Reads a search. `cpr`: it has a CPR number in it, which is looked up another way and never logged. Null: too little
 * to search for.
 */
export function readSearch(typed: string): Search | 'cpr' | null {
  const text = typed.trim().replace(/\s+/g, ' ');
  if (mentionsCpr(text)) return 'cpr';
  if (text.length < 2 || text.length > 100 || text.includes('\0') || !text.isWellFormed()) return null;
  if (!/\d/.test(text)) {
    const words = text
      .toLowerCase()
      .split(/[\s,.-]+/)
      .filter((word) => word !== '');
    return words.length > 0 ? { words, birthday: null, phone: null, caseId: null } : null;
  }
  const [, day = '', month = '', year = ''] = dated.exec(text) ?? undated.exec(text) ?? [];
  const isDay = Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
  const digits = text.replace(/^(\+|00)45/, '').replace(/\D/g, '');
  return {
    words: [],
    birthday: isDay ? `${day.padStart(2, '0')}${month.padStart(2, '0')}${year}` : null,
    phone: digits.length >= 8 && /^\+?[\d ]+$/.test(text) ? digits.slice(-8) : null,
    caseId: text,
  };
}
