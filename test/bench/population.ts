import { createHash, randomBytes } from 'node:crypto';
import type { Planner } from '../src/planner.ts';

export interface Population {
  offer: string;
  /** Midnight UTC of a Monday; four weeks from there are filled. */
  from: Date;
  to: Date;
  caseworkers: string[];
  citizens: { id: string; token: string }[];
}

const CITIZENS = 1000;
/** The first of them have the talks; the others are free to book. */
const BOOKED = 100;

/**
 * In North: 50 caseworkers who work 8–16 in Copenhagen, 25,000 talks of 15 minutes in four weeks that leave seven of 32
 * quarters a day free, and 900 citizens who may book. Triggers are off while it is written.
 */
export async function populate({ owner, ids, gid }: Planner): Promise<Population> {
  const north = ids['north'] as string;
  const [offer, from] = [crypto.randomUUID(), nextMonday()];
  ids['wide offer'] = offer;
  const caseworkers = Array.from({ length: 50 }, () => crypto.randomUUID());
  const citizens = Array.from({ length: CITIZENS }, () => ({
    id: crypto.randomUUID(),
    user: crypto.randomUUID(),
    token: `pl_${randomBytes(32).toString('base64url')}`,
  }));
  const issuer = owner`(select issuer from user_account limit 1)`;
  await owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`insert into interview_type (code, name_da, name_en) values (8, 'Kort samtale', 'Short talk')`;
    await sql`insert into offer (id, job_centre_id, interview_type, title_da, title_en, forms, duration_minutes,
        grid_minutes, max_open, notice_minutes, horizon_days, published_from)
      values (${offer}, ${north}, 8, 'Kort samtale', 'Short talk', ${sql.array(['PHONE'])}, 15, 15, 9, 0, 120, '2020-01-01')`;
    await sql`insert into resource (id, kind) select unnest(${caseworkers}::uuid[]), 'person'`;
    await sql`insert into caseworker (id, name)
      select id, 'Caseworker ' || n from unnest(${caseworkers}::uuid[]) with ordinality c (id, n)`;
    await sql`insert into membership (caseworker_id, team_id, job_centre_id)
      select unnest(${caseworkers}::uuid[]), ${ids['north team'] as string}, ${north}`;
    await sql`insert into competence (caseworker_id, job_centre_id, interview_type)
      select unnest(${caseworkers}::uuid[]), ${north}, 8`;
    await sql`insert into working_hours (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
      select id, ${north}, day, 480, 960, '2020-01-01' from unnest(${caseworkers}::uuid[]) id, generate_series(1, 5) day`;

    const [people, users] = [citizens.map((c) => c.id), citizens.map((c) => c.user)];
    const hashes = citizens.map((c) => createHash('sha256').update(c.token).digest('hex'));
    await sql`insert into resource (id, kind) select unnest(${people}::uuid[]), 'citizen'`;
    await sql`insert into citizen (id, job_centre_id, contact_group) select unnest(${people}::uuid[]), ${north}, '2'`;
    await sql`insert into citizen_identity (citizen_id, name, phone, cpr_masked, cpr_cipher, cpr_key_id, cpr_hash)
      select id, 'Citizen ' || n, '20 00 00 00', '010190-••••', decode(repeat('00', 38), 'hex'), 'k', sha256(('bench' || n)::bytea)
      from unnest(${people}::uuid[]) with ordinality c (id, n)`;
    await sql`insert into user_account (id, issuer, subject, name, citizen_id)
      select u, ${issuer}, 'bench:' || c, 'bench', c from unnest(${users}::uuid[], ${people}::uuid[]) x (u, c)`;
    await sql`insert into api_token (token_hash, user_id, name)
      select decode(h, 'hex'), u, 'bench' from unnest(${hashes}::text[], ${users}::uuid[]) x (h, u)`;

    await sql`create temp table talk on commit drop as
      select gen_random_uuid() as id, c.id as caseworker, (${people}::uuid[])[1 + (c.n * 25 + q + d) % ${BOOKED}] as citizen,
        ((${from}::timestamptz at time zone 'UTC') + d * interval '1 day' + interval '8 hours' + quarter * interval '15 minutes')
          at time zone 'Europe/Copenhagen' as starts_at
      from unnest(${caseworkers}::uuid[]) with ordinality c (id, n), generate_series(0, 27) d, generate_series(0, 24) q,
        lateral (select (q * 32 / 25 + c.n + d)::int % 32 as quarter) at
      where d % 7 < 5`;
    await sql`insert into booking (id, job_centre_id, offer_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at, status, self_booked)
      select id, ${north}, ${offer}, 8, citizen, caseworker, 'PHONE', starts_at, starts_at + interval '15 minutes', 'booked', true from talk`;
    await sql`insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id)
      select caseworker, 'person', id, id, tstzrange(starts_at, starts_at + interval '15 minutes'), starts_at, ${offer} from talk`;
  });
  await owner`vacuum analyze`;
  return {
    offer: gid('Offer', 'wide offer'),
    from,
    to: new Date(from.getTime() + 28 * 86_400_000),
    caseworkers,
    citizens: citizens.slice(BOOKED),
  };
}

function nextMonday(): Date {
  const day = new Date(Date.now() + 7 * 86_400_000);
  day.setUTCHours(0, 0, 0, 0);
  while (day.getUTCDay() !== 1) day.setTime(day.getTime() + 86_400_000);
  return day;
}
