import type { Context } from '../context.ts';
import { readFree } from './figures.ts';

export const steps = [
  'CONTACT',
  'TEAMS',
  'CASEWORKERS',
  'HOURS',
  'COMPETENCES',
  'OFFERS',
  'PUBLISHED',
  'FREE_TIMES',
] as const;
export type Step = (typeof steps)[number];
export type SetUpStep = {
  step: Step;
  done: boolean /** How many there are, or of HOURS and COMPETENCES lack them. */;
  count: number;
};

/** What a job centre needs before citizens can book, in the order in which it is set up, and what is still missing. */
export async function readSetUp(context: Context, jobCentreId: string): Promise<SetUpStep[]> {
  const { handle } = context;
  const [[row], free] = await Promise.all([
    handle.query<
      Record<'contact' | 'teams' | 'caseworkers' | 'hourless' | 'unable' | 'offers' | 'published', number>
    >(
      `with staff as (select w.caseworker_id from employment w join caseworker c on c.id = w.caseworker_id
         where w.job_centre_id = $1 and (c.ended_on is null or c.ended_on > (planner_now() at time zone 'Europe/Copenhagen')::date))
       select (select count(*)::int from job_centre where id = $1 and phone is not null and address is not null) as contact,
         (select count(*)::int from team where job_centre_id = $1) as teams,
         (select count(*)::int from staff) as caseworkers,
         (select count(*)::int from staff s where not exists (select from working_hours h where h.caseworker_id = s.caseworker_id
            and h.job_centre_id = $1 and (h.valid_to is null or h.valid_to >= planner_now()::date))) as hourless,
         (select count(*)::int from staff s where not exists (select from competence k where k.caseworker_id = s.caseworker_id
            and k.job_centre_id = $1)) as unable,
         (select count(*)::int from offer where job_centre_id = $1) as offers,
         (select count(*)::int from offer where job_centre_id = $1 and published_from is not null and paused_at is null
            and (published_to is null or published_to > planner_now())) as published`,
      [jobCentreId],
    ),
    readFree(context, jobCentreId),
  ]);
  if (!row) throw new Error('No row of counts.');
  const times = free.reduce((sum, offer) => sum + offer.free[2], 0);
  const there = (step: Step, count: number): SetUpStep => ({ step, count, done: count > 0 });
  const lacking = (step: Step, count: number): SetUpStep => ({
    step,
    count,
    done: row.caseworkers > 0 && count === 0,
  });
  return [
    there('CONTACT', row.contact),
    there('TEAMS', row.teams),
    there('CASEWORKERS', row.caseworkers),
    lacking('HOURS', row.hourless),
    lacking('COMPETENCES', row.unable),
    there('OFFERS', row.offers),
    there('PUBLISHED', row.published),
    there('FREE_TIMES', times),
  ];
}
