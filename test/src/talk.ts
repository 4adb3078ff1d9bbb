import type { Planner } from './planner.ts';

/**
 * Half an hour with mette on the fixture's day, booked by the citizen herself, written as the owner: it takes mette's
 * time as one that was booked through the door. Returns its id.
 */
export async function addTalk(
  { ids, owner, at }: Planner,
  citizen: string,
  hour: number,
  form: 'PHONE' | 'IN_PERSON' = 'PHONE',
): Promise<string> {
  const [north, offer, mette] = [ids['north'], ids['offer'], ids['mette']] as [string, string, string];
  const [row] = await owner<{ id: string }[]>`
    with made as (
      insert into booking (job_centre_id, offer_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at, status, self_booked)
      values (${north}, ${offer}, 7, ${ids[citizen] as string}, ${mette}, ${form}, ${at(hour)}, ${at(hour, 30)}, 'booked', true)
      returning id),
    time as (
      insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id)
      select ${mette}::uuid, 'person', id, id, tstzrange(${at(hour)}, ${at(hour, 30)}), ${at(hour)}::timestamptz, ${offer}::uuid from made)
    select id from made`;
  return row?.id as string;
}
