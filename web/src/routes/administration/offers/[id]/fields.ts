import type { Typed } from '#lib/administration/offer-form.ts';
import type { OfferChoices } from '#lib/documents/administration/offers.ts';

/** What every step of the form gets. */
export interface StepProps {
  typed: Typed;
  /** What is wrong with a setting; null when nothing is. */
  wrong: (name: string) => string | null;
  choices: OfferChoices;
  /** Its most important fields are asked for in the short form, and stand there alone. */
  inShort?: boolean;
}
