import { type Look, settingsOf, type Typed } from '#lib/administration/offer-form.ts';
import { type OfferPreview, offerPreviewDocument } from '#lib/documents/administration/offers.ts';
import { ask } from '#lib/server/graphql.ts';

/** What the form shows beside it: the preview, or the words for why there is none. */
export type Seen = { look: Look; preview: OfferPreview | null; message: string | null };

export async function previewOf(
  event: Parameters<typeof ask>[0] & { params: { id: string } },
  { centre, typed, look }: { centre: string; typed: Typed; look: Look },
): Promise<Seen> {
  const { offerPreview } = await ask(event, offerPreviewDocument, {
    input: {
      jobCentre: centre,
      offer: event.params.id === 'new' ? null : event.params.id,
      settings: settingsOf(typed),
      weeks: look.weeks,
    },
    cell: look.cell !== null,
    weekday: look.cell?.weekday ?? 1,
    hour: look.cell?.hour ?? 0,
  });
  return 'times' in offerPreview
    ? { look, preview: offerPreview, message: null }
    : { look, preview: null, message: offerPreview.message };
}
