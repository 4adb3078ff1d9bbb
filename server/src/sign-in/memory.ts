import { randomUUID } from 'node:crypto';
import type { ApiToken, ApiTokens, Session, SessionStore, UserDirectory } from './ports.ts';
import { newToken, tokenHash } from './secrets.ts';
import type { SessionLimits } from './session-store.ts';

/** Sessions that live as long as the process: for tests of what stands on the port. `now` in epoch milliseconds. */
export function memorySessionStore(limits: SessionLimits, now: () => number = Date.now): SessionStore {
  const kept = new Map<string, Session>();
  const keyOf = (token: string) => tokenHash(token).toString('hex');
  const live = (token: string): Session | null => {
    const session = kept.get(keyOf(token));
    return session && session.expiresAt.getTime() > now() ? session : null;
  };
  const expiry = (createdAt: number) =>
    new Date(Math.min(now() + limits.idleMinutes * 60_000, createdAt + limits.maxHours * 3_600_000));
  return {
    async create({ userId, assurance, providerSid = null }) {
      const token = newToken();
      const at = new Date(now());
      const expiresAt = expiry(now());
      const id = tokenHash(token);
      kept.set(keyOf(token), {
        id,
        userId,
        assurance,
        providerSid,
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
      });
      return { token };
    },
    async find(token) {
      return live(token);
    },
    async touch(token) {
      const s = live(token);
      if (s)
        kept.set(keyOf(token), {
          ...s,
          lastSeenAt: new Date(now()),
          expiresAt: expiry(s.createdAt.getTime()),
        });
    },
    async end(token) {
      kept.delete(keyOf(token));
    },
  };
}

/** A directory that knows exactly the given subjects (subject → user id). */
export function memoryUserDirectory(users: Record<string, string>): UserDirectory {
  return {
    async bySubject(_issuer, { sub }) {
      const userId = users[sub];
      return userId === undefined ? null : { userId };
    },
  };
}

/** API tokens in memory. */
export function memoryApiTokens(now: () => number = Date.now): ApiTokens {
  const kept = new Map<string, ApiToken>();
  return {
    async create({ userId, expiresAt }) {
      const token = newToken('pl_');
      const id = randomUUID();
      kept.set(tokenHash(token).toString('hex'), { id, userId, expiresAt });
      return { id, token };
    },
    async find(token) {
      const found = kept.get(tokenHash(token).toString('hex'));
      return found && (found.expiresAt === null || found.expiresAt.getTime() > now()) ? found : null;
    },
  };
}
