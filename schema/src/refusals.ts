import type { Ask, Found } from './availability/find.ts';
import type { Slot } from './availability/slot.ts';

export type Language = 'da' | 'en';

/**
 * A refusal is data: a command throws it, its transaction rolls back, and it is a member of the mutation's result.
 * `code` is for programs; `message` and `whatNext` are sentences in the viewer's language.
 */
export abstract class Refusal extends Error {
  readonly code: string;
  readonly whatNext: string | null;
  constructor(code: string, message: string, whatNext: string | null = null) {
    super(message);
    this.code = code;
    this.whatNext = whatNext;
  }
}

type Seen = { ask: Ask; citizenId: string; found: Found };

export class SlotTaken extends Refusal {
  /** The nearest starts that were free at the moment of refusal, earliest first; may be empty. */
  readonly nearest: Slot[];
  /** What was asked for whom, and the state in which it was not free; null where none was looked at. */
  readonly seen: Seen | null;
  constructor(language: Language, nearest: Slot[], seen: Seen | null = null) {
    const [message, next] = {
      da: ['Tiden er lige blevet taget.', 'Vælg en af de nærmeste ledige tider.'],
      en: ['The time has just been taken.', 'Choose one of the nearest free times.'],
    }[language] as [string, string];
    super('SLOT_TAKEN', message, next);
    this.nearest = nearest;
    this.seen = seen;
  }
}

export class OverlapsOwnTalk extends Refusal {
  /** Staff are told about the citizen, everybody else about themselves. */
  constructor({ language, kind }: { language: Language; kind: 'anonymous' | 'citizen' | 'staff' }) {
    const who = kind === 'staff' ? { da: 'Borgeren', en: 'The citizen' } : { da: 'Du', en: 'You' };
    const has = kind === 'staff' ? 'has' : 'have';
    const [message, next] = {
      da: [
        `${who.da} har allerede en anden aftale på det tidspunkt.`,
        'Vælg en anden tid, eller flyt den anden aftale først.',
      ],
      en: [
        `${who.en} already ${has} another meeting at that time.`,
        'Choose another time, or move the other meeting first.',
      ],
    }[language] as [string, string];
    super('OVERLAPS_OWN_TALK', message, next);
  }
}

/** A limit of the offer or of the hold; the sentence names it. */
export class LimitReached extends Refusal {}
/** The viewer may not do this, or the thing isn't there: the two are told alike. */
export class NotAllowed extends Refusal {
  /** What was asked for whom, and the state in which it was not to be had; null where none was looked at. */
  readonly seen: Seen | null;
  constructor(code: string, message: string, whatNext: string | null = null, seen: Seen | null = null) {
    super(code, message, whatNext);
    this.seen = seen;
  }
}

export class HoldExpired extends Refusal {
  constructor(language: Language) {
    const [message, next] = {
      da: ['Vi holder ikke længere tiden til dig.', 'Vælg tiden igen, hvis den stadig er ledig.'],
      en: ['We are no longer holding the time for you.', 'Choose the time again if it is still free.'],
    }[language] as [string, string];
    super('HOLD_EXPIRED', message, next);
  }
}

export class KeyReused extends Refusal {
  constructor(language: Language) {
    const [message, next] = {
      da: ['Det er allerede sendt én gang, med et andet indhold.', 'Genindlæs siden, og prøv igen.'],
      en: ['This was sent once before, with another content.', 'Load the page again and retry.'],
    }[language] as [string, string];
    super('KEY_REUSED', message, next);
  }
}

export class InvalidInput extends Refusal {
  /** The input's field, such as `startsAt`. */
  readonly path: string;
  constructor(path: string, message: string) {
    super('INVALID_INPUT', message);
    this.path = path;
  }
}

/** Somebody else has changed it since it was read: nothing is overwritten. */
export class Outdated extends Refusal {
  constructor(language: Language) {
    const [message, next] = {
      da: ['En anden har ændret det, mens du skrev.', 'Se, hvordan det er nu, og lav din ændring igen.'],
      en: [
        'Somebody else has changed it while you were writing.',
        'See how it is now, and make your change again.',
      ],
    }[language] as [string, string];
    super('OUTDATED', message, next);
  }
}

/** What isn't there and what one may not see are the same sentence. */
export function unknown(language: Language): NotAllowed {
  return language === 'da'
    ? new NotAllowed('NOT_FOUND', 'Det findes ikke, eller du har ikke adgang til det.')
    : new NotAllowed('NOT_FOUND', 'It does not exist, or you have no access to it.');
}
