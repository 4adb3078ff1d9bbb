import { publicAudience } from '../availability/audience.ts';
import type { Context } from '../context.ts';
import { readNow } from '../lock.ts';
import { findOffers } from '../offers/find.ts';
import { type Light, lightOf, outOfSight } from './rules.ts';

/** Talks that count are those of the last four weeks and those to come. */
const recentDays = 28;
/** Deadlines and talks this many days ahead. */
const aheadDays = 10;
const day = 86_400_000;

export type SelfBooked = {
  booked: number | null;
  total: number | null;
  share: number | null;
  light: Light | null;
};
export type OfferFigures = {
  offerId: string;
  title: string;
  /** Free times in the next 5, 10 and 20 days. */
  free: [number, number, number];
};
export type TypeFigures = { interviewType: number; deadlines: number | null; free: number; tooFew: boolean };
export type TeamFigures = { name: string; minutes: number; talks: number };
export type Figures = {
  selfBooked: SelfBooked;
  offers: OfferFigures[];
  deadlines: TypeFigures[];
  teams: TeamFigures[];
};

/** The first page's figures of a job centre. `seesCitizens`: small counts are hers to know anyway. */
export async function readFigures(
  context: Context,
  jobCentreId: string,
  seesCitizens: boolean,
): Promise<Figures> {
  const { handle } = context;
  const told = (count: number) => (seesCitizens ? count : outOfSight(count));
  const [booked, ahead, teams, offers] = await Promise.all([
    handle.query<{ self: number; staff: number }>(
      'select self_booked as self, by_staff as staff from booked_by($1, $2)',
      [jobCentreId, recentDays],
    ),
    handle.query<{ type: number; deadlines: number; last: string }>(
      'select interview_type as type, deadlines, last_day::text as last from deadlines_ahead($1, $2)',
      [jobCentreId, aheadDays],
    ),
    handle.query<TeamFigures>('select name, minutes, talks from team_minutes($1, $2)', [
      jobCentreId,
      aheadDays,
    ]),
    readFree(context, jobCentreId),
  ]);
  const [{ self, staff } = { self: 0, staff: 0 }] = booked;
  const share = self + staff === 0 ? null : Math.round((self / (self + staff)) * 100);
  const seen = told(self) !== null && told(staff) !== null;
  return {
    selfBooked: {
      booked: told(self),
      total: seen ? self + staff : null,
      share: seen ? share : null,
      light: seen && share !== null ? lightOf(share) : null,
    },
    offers: offers.map(({ type: _, ...offer }) => offer),
    deadlines: ahead.map(({ type, deadlines }) => {
      const free = offers
        .filter((offer) => offer.type === type)
        .reduce((sum, offer) => sum + offer.free[1], 0);
      return { interviewType: type, deadlines: told(deadlines), free, tooFew: free < deadlines };
    }),
    teams,
  };
}

/** Free times of the offers that citizens see now, from the engine's memory. */
export async function readFree({ handle, findSlots }: Context, jobCentreId: string) {
  const now = await readNow(handle);
  const published = (await findOffers(handle, [jobCentreId])).filter(
    ({ publishedFrom, publishedTo, pausedAt }) =>
      publishedFrom && publishedFrom <= now && !pausedAt && (!publishedTo || publishedTo > now),
  );
  const to = new Date(now.getTime() + 20 * day);
  return Promise.all(
    published.map(async (offer) => {
      const { slots } = await findSlots(handle, { offer, from: now, to, audience: publicAudience(offer) });
      const within = (days: number) =>
        slots
          .filter(({ startsAt }) => startsAt.getTime() < now.getTime() + days * day)
          .reduce((sum, { seatsLeft }) => sum + seatsLeft, 0);
      return {
        offerId: offer.id,
        title: offer.titleDa,
        type: offer.interviewType,
        free: [within(5), within(10), within(20)] as [number, number, number],
      };
    }),
  );
}
