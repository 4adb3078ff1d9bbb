import { type Handle, jobCentre, offer, type Viewer } from '@planner/db';
import { and, eq, inArray } from 'drizzle-orm';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { type Read, updateRead } from '../versioned.ts';
import { settingSentence as sentence } from './setting-sentences.ts';
import { type OfferSettings, readSettings, settingsOf } from './settings.ts';

/** Figures that are the same in many offers, and changed in all of them at once. */
export type SharedFigure =
  | 'durationMinutes'
  | 'bufferBeforeMinutes'
  | 'bufferAfterMinutes'
  | 'noticeMinutes'
  | 'horizonDays'
  | 'dailyCap'
  | 'weeklyCap'
  | 'maxOpen'
  | 'rebookUntilMinutes'
  | 'cancelUntilMinutes';

export type ChangeOffersInput = {
  jobCentreId: string;
  offers: Read[];
  figure: SharedFigure;
  /** Null: none; for the caps only. */
  value: number | null;
  idempotencyKey: string;
};

/** As many rows a transaction may tell the feed of, with room for what else it tells. */
const most = 100;

/**
 * Sets one figure in several offers, or in none of them: an offer that can't have it is named in the refusal. Returns
 * the job centre's id. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused.
 */
export function changeOffers(handle: Handle, viewer: Viewer, input: ChangeOffersInput): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, figure, value } = input;
  const reads = new Map(input.offers.map((read) => [read.id, read]));
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    if (reads.size === 0 || reads.size > most)
      throw new InvalidInput('offers', sentence.offersMany(most)[language]);
    if (value === null && figure !== 'dailyCap' && figure !== 'weeklyCap')
      throw new InvalidInput('value', sentence.valueMissing[language]);
    await lock(handle, [jobCentreId]);
    const [[centre], rows] = await Promise.all([
      handle.db.select().from(jobCentre).where(eq(jobCentre.id, jobCentreId)),
      handle.db
        .select()
        .from(offer)
        .where(and(inArray(offer.id, [...reads.keys()]), eq(offer.jobCentreId, jobCentreId))),
    ]);
    if (!centre || rows.length !== reads.size) throw unknown(language);
    for (const row of rows) {
      const settings: OfferSettings = { ...settingsOf(row, centre.zone), [figure]: value };
      try {
        readSettings(settings, language);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        const title = language === 'en' ? row.titleEn : row.titleDa;
        throw new InvalidInput('value', `${title}: ${error.message}`);
      }
      const read = reads.get(row.id) as Read;
      await updateRead(handle, offer, { ...read, jobCentreId }, { [figure]: value }, language);
    }
    return jobCentreId;
  });
}
