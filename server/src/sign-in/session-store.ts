import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { logoutTokenMaxSeconds } from './logout-token.ts';
import type {
  ApiToken,
  ApiTokens,
  EndAtBroker,
  Session,
  SessionStore,
  SubjectClaims,
  UserDirectory,
} from './ports.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface SessionLimits {
  idleMinutes: number;
  maxHours: number;
}

/**
 * Sessions in PostgreSQL, read and written as the system role. The database's clock decides, and what is told is how
 * long is left by it, so that no other clock need agree.
 */
export function postgresSessionStore(sql: Sql, limits: SessionLimits): SessionStore {
  const idleSeconds = limits.idleMinutes * 60;
  const maxSeconds = limits.maxHours * 3600;
  const findById = async (id: Buffer): Promise<Session | null> => {
    const [row] = await sql<Omit<Session, 'id'>[]>`
      select user_id as "userId", assurance, provider_sid as "providerSid", least(idle, most) as "lastsMs", most as "atMostMs"
      from session cross join lateral (select
        floor(extract(epoch from last_seen_at + make_interval(secs => ${idleSeconds}) - clock_timestamp()) * 1000)::float8 as idle,
        floor(extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as most) as remaining
      where id_hash = ${id} and ended_at is null and least(idle, most) > 0`;
    return row ? { id, ...row } : null;
  };
  return {
    async create({ userId, assurance, providerSid = null }) {
      const token = newToken();
      await sql`
        insert into session (id_hash, user_id, assurance, provider_sid, created_at, last_seen_at, expires_at)
        values (${tokenHash(token)}, ${userId}, ${assurance}, ${providerSid}, clock_timestamp(), clock_timestamp(),
                clock_timestamp() + make_interval(secs => ${maxSeconds}))`;
      return { token };
    },
    find: (token) => findById(tokenHash(token)),
    lastsMs: async (id) => (await findById(id))?.lastsMs ?? 0,
    async touch(token) {
      // At most one write in half a minute for each session, however many requests a page makes.
      await sql`
        update session set last_seen_at = clock_timestamp()
        where id_hash = ${tokenHash(token)} and ended_at is null
          and last_seen_at < clock_timestamp() - interval '30 seconds'
          and least(expires_at, last_seen_at + make_interval(secs => ${idleSeconds})) > clock_timestamp()`;
    },
    async end(token) {
      await sql`
        update session set ended_at = clock_timestamp()
        where id_hash = ${tokenHash(token)} and ended_at is null`;
    },
  };
}

/** See {@link EndAtBroker}. One statement: a token that could not be obeyed is not used up, so the broker may try again. */
export function postgresEndAtBroker(sql: Sql): EndAtBroker {
  return async ({ issuer, jti, sid, sub }) => {
    const digest = tokenHash(`${issuer} ${jti}`);
    const [row] = await sql<{ first: boolean; ended: number }[]>`
      with forgotten as (delete from logout_token where expires_at < clock_timestamp()),
      used as (
        insert into logout_token (digest, expires_at)
        values (${digest}, clock_timestamp() + make_interval(secs => ${2 * logoutTokenMaxSeconds}))
        on conflict do nothing returning digest),
      ended as (
        update session s set ended_at = clock_timestamp() from user_account u
        where u.id = s.user_id and u.issuer = ${issuer} and s.ended_at is null and exists (select from used)
          and (s.provider_sid = ${sid} or ${sid}::text is null) and (u.subject = ${sub} or ${sub}::text is null)
        returning s.user_id)
      select exists (select from used) as first, (select count(*) from ended)::int as ended`;
    return row?.first ? row.ended : null;
  };
}

/** Looks an account up that the broker's subject has no account for yet, by CPR. */
export type LinkSubject = (issuer: string, claims: SubjectClaims) => Promise<{ userId: string } | null>;

/**
 * Accounts in PostgreSQL. An account that was made by an e-mail address takes the subject of the first sign-in with that
 * address. `link` is asked when the subject is new all the same.
 */
export function postgresUserDirectory(sql: Sql, link?: LinkSubject): UserDirectory {
  return {
    async bySubject(issuer, claims) {
      const [row] = await sql<{ id: string }[]>`
        select id from user_account where issuer = ${issuer} and subject = ${claims.sub}`;
      if (row) return { userId: row.id };
      const [awaited] = claims.email
        ? await sql<{ id: string }[]>`
            update user_account set subject = ${claims.sub}
            where issuer = ${issuer} and subject is null and email = ${claims.email.toLowerCase()} returning id`
        : [];
      if (awaited) return { userId: awaited.id };
      return link ? link(issuer, claims) : null;
    },
  };
}

/** Bearer tokens in PostgreSQL, by the SHA-256 of the token. */
export function postgresApiTokens(sql: Sql): ApiTokens {
  const live = sql`revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`;
  const lasts = sql`floor(extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as "lastsMs"`;
  return {
    async create({ userId, name, expiresAt }) {
      const token = newToken('pl_');
      const id = randomUUID();
      await sql`
        insert into api_token (id, token_hash, user_id, name, expires_at)
        values (${id}, ${tokenHash(token)}, ${userId}, ${name}, ${expiresAt})`;
      return { id, token };
    },
    async find(token) {
      const [row] = await sql<ApiToken[]>`
        select id, user_id as "userId", ${lasts} from api_token where token_hash = ${tokenHash(token)} and ${live}`;
      return row ?? null;
    },
    async lastsMs(id) {
      const [row] = await sql<{ lastsMs: number | null }[]>`
        select ${lasts} from api_token where id = ${id} and ${live}`;
      return row ? row.lastsMs : 0;
    },
  };
}
