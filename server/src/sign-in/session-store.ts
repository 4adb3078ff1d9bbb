import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Assurance } from './assurance.ts';
import type { ApiTokens, Session, SessionStore, SubjectClaims, UserDirectory } from './ports.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface SessionLimits {
  idleMinutes: number;
  maxHours: number;
}

/**
 * Sessions in PostgreSQL, read and written as the system role. The database's clock decides, so that processes
 * with clocks of their own agree on when a session ends.
 */
export function postgresSessionStore(sql: Sql, limits: SessionLimits): SessionStore {
  const idleSeconds = limits.idleMinutes * 60;
  const maxSeconds = limits.maxHours * 3600;
  return {
    async create({ userId, assurance, providerSid = null }) {
      const token = newToken();
      await sql`
        insert into session (id_hash, user_id, assurance, provider_sid, created_at, last_seen_at, expires_at)
        values (${tokenHash(token)}, ${userId}, ${assurance}, ${providerSid}, clock_timestamp(), clock_timestamp(),
                clock_timestamp() + make_interval(secs => ${maxSeconds}))`;
      return { token };
    },
    async find(token) {
      const id = tokenHash(token);
      const [row] = await sql<SessionRow[]>`
        select user_id, assurance, provider_sid, created_at, last_seen_at,
               least(expires_at, last_seen_at + make_interval(secs => ${idleSeconds})) as ends_at
        from session
        where id_hash = ${id} and ended_at is null
          and least(expires_at, last_seen_at + make_interval(secs => ${idleSeconds})) > clock_timestamp()`;
      return row ? sessionOf(id, row) : null;
    },
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

/** Looks an account up that the broker's subject has no account for yet, by CPR for instance. */
export type LinkSubject = (issuer: string, claims: SubjectClaims) => Promise<{ userId: string } | null>;

/** Accounts in PostgreSQL. `link` is asked when the subject is new. */
export function postgresUserDirectory(sql: Sql, link?: LinkSubject): UserDirectory {
  return {
    async bySubject(issuer, claims) {
      const [row] = await sql<{ id: string }[]>`
        select id from user_account where issuer = ${issuer} and subject = ${claims.sub}`;
      if (row) return { userId: row.id };
      return link ? link(issuer, claims) : null;
    },
  };
}

/** Bearer tokens in PostgreSQL, by the SHA-256 of the token. */
export function postgresApiTokens(sql: Sql): ApiTokens {
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
      const [row] = await sql<{ id: string; user_id: string; expires_at: Date | null }[]>`
        select id, user_id, expires_at from api_token
        where token_hash = ${tokenHash(token)} and revoked_at is null
          and (expires_at is null or expires_at > clock_timestamp())`;
      return row
        ? { id: row.id, userId: row.user_id, expiresAt: row.expires_at && new Date(row.expires_at) }
        : null;
    },
  };
}

interface SessionRow {
  user_id: string;
  assurance: Assurance;
  provider_sid: string | null;
  created_at: Date;
  last_seen_at: Date;
  ends_at: Date;
}

// `new Date` on a Date copies it; on text it parses: the handle's date parser may have been switched off.
const sessionOf = (id: Buffer, row: SessionRow): Session => ({
  id,
  userId: row.user_id,
  assurance: row.assurance,
  providerSid: row.provider_sid,
  createdAt: new Date(row.created_at),
  lastSeenAt: new Date(row.last_seen_at),
  expiresAt: new Date(row.ends_at),
});
