import type { booking, Handle } from '@planner/db';
import { staffAudience } from '../availability/audience.ts';
import { datedHours, peopleFor } from '../availability/centre.ts';
import {
  type EngineInput,
  explainSlot,
  type Form,
  isoOfDay,
  localDayOf,
  packSpans,
  packTalks,
  type RuleVerdict,
} from '../availability/engine.ts';
import { publicHolidays } from '../availability/holidays.ts';
import { fromMinute } from '../availability/slot.ts';
import { breathe, type SetUp } from './set-up.ts';

type Booking = typeof booking.$inferSelect;
/** A booked talk or a live hold; minutes since the epoch. */
export type Talk = Pick<Booking, 'id' | 'offerId' | 'interviewType' | 'caseworkerId' | 'roomId'> & {
  form: Form;
  status: 'booked' | 'held';
  start: number;
  end: number;
};

/** Booked talks and live holds to come that the viewer may see, of a job centre or these of it, by start. */
export function loadTalks(
  handle: Handle,
  jobCentreId: string,
  now: Date,
  among: readonly string[] | null,
): Promise<Talk[]> {
  return handle.query<Talk>(
    `select id, offer_id as "offerId", interview_type as "interviewType", caseworker_id as "caseworkerId",
       room_id as "roomId", form, status, extract(epoch from starts_at)::float8 / 60 as start,
       extract(epoch from ends_at)::float8 / 60 as end
     from booking where job_centre_id = $1 and starts_at > $2 and (status = 'booked' or status = 'held' and expires_at > $2)
       and ($3::uuid[] is null or id = any ($3)) order by starts_at, id`,
    [jobCentreId, now.toISOString(), among && `{${among.join(',')}}`],
  );
}

/** Of these talks those that the set-up has no place for, and the rules that refuse them. */
export async function misfits(
  setUp: SetUp,
  talks: readonly Talk[],
): Promise<{ talk: Talk; rules: RuleVerdict[] }[]> {
  const { centre } = setUp;
  const [first, last] = [talks[0], talks.at(-1)];
  if (!first || !last) return [];
  const holidays = centre.holidays ? publicHolidays(fromMinute(first.start), fromMinute(last.end)) : [];
  const closings = Map.groupBy([...centre.closings, ...holidays], ({ day }) => day);
  const found: { talk: Talk; rules: RuleVerdict[] }[] = [];
  for (const [n, talk] of talks.entries()) {
    if (n % 200 === 199) await breathe();
    const day = localDayOf(centre.zone, talk.start);
    const closed = [day, day + 1].flatMap((one) => closings.get(isoOfDay(one)) ?? []);
    const rules = explainSlot(inputFor(setUp, talk, closed), talk.start, talk.caseworkerId).rules;
    const refusing = rules.filter(({ ok }) => !ok);
    if (refusing.length > 0) found.push({ talk, rules: refusing });
  }
  return found;
}

const noTime = packSpans([]);
const year = 366;

/**
 * The engine's input in which a talk that is agreed on must fit: its own length, who holds it, how and where; hours,
 * breaks, closing days, competence, team, the offer's hours and forms. Not what only counts while times are offered
 * (notice, horizon, grid, caps, publication), nor what others have taken: that was settled when it was booked.
 */
function inputFor(setUp: SetUp, talk: Talk, closings: EngineInput['closings']): EngineInput {
  const { centre } = setUp;
  const offer = talk.offerId ? setUp.offers.get(talk.offerId) : undefined;
  const { interviewType, caseworkerId } = talk;
  const [able] = peopleFor(
    centre,
    { offer: { teamId: offer?.teamId ?? null, interviewType }, caseworkerId },
    talk.start,
  );
  return {
    zone: centre.zone,
    now: talk.start,
    from: talk.start,
    to: talk.end,
    offer: {
      id: offer?.id ?? talk.id,
      forms: offer?.forms ?? [talk.form],
      durationMinutes: talk.end - talk.start,
      gridMinutes: 1,
      gridFrom: 'piece',
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      roomBufferMinutes: 0,
      noticeMinutes: 0,
      horizonDays: year,
      dailyCap: null,
      weeklyCap: null,
      quotaPerDay: null,
      quotaPerWeek: null,
      needsRoom: talk.roomId !== null,
      ownCaseworkerDays: null,
      ownHours: offer?.ownHours ?? null,
      publishedFrom: null,
      publishedTo: null,
      paused: false,
      groups: [],
      assignment: 'leastLoaded',
      seats: 1,
    },
    audience: staffAudience,
    form: talk.form,
    caseworkers: able
      ? [
          {
            id: able,
            hours: centre.hours.get(able) ?? [],
            breaks: centre.breaks.get(able) ?? [],
            exceptions: datedHours(centre.exceptions.get(able) ?? []),
            absences: noTime,
            busy: noTime,
            formSpans: [],
            talks: packTalks([]),
          },
        ]
      : [],
    rooms: talk.roomId && centre.rooms.includes(talk.roomId) ? [{ id: talk.roomId, busy: noTime }] : [],
    sessions: [],
    closings,
    quotaUsed: [],
    holdExpiries: [],
  };
}
