import { randomUUID } from 'node:crypto';
import type { ApiTokens, Session, SessionStore, UserDirectory } from './ports.ts';
import { newToken, tokenHash } from './secrets.ts';
import type { SessionLimits } from './session-store.ts';

/** Sessions that live as long as the process: for tests of what stands on the port. `now` in epoch milliseconds. */
export function memorySessionStore(limits: SessionLimits, now: () => number = Date.now): SessionStore {
  type Kept = Omit<Session, 'lastsMs' | 'atMostMs'> & { createdAt: number; seenAt: number };
  const kept = new Map<string, Kept>();
  const live = (id: Buffer): Session | null => {
    const found = kept.get(id.toString('hex'));
    if (!found) return null;
    const { createdAt, seenAt, ...session } = found;
    const atMostMs = createdAt + limits.maxHours * 3_600_000 - now();
    const lastsMs = Math.min(seenAt + limits.idleMinutes * 60_000 - now(), atMostMs);
    return lastsMs > 0 ? { ...session, lastsMs, atMostMs } : null;
  };
  return {
    async create({ userId, assurance, providerSid = null }) {
      const token = newToken();
      const id = tokenHash(token);
      kept.set(id.toString('hex'), {
        id,
        userId,
        assurance,
        providerSid,
        createdAt: now(),
        seenAt: now(),
      });
      return { token };
    },
    async find(token) {
      return live(tokenHash(token));
    },
    async touch(token) {
      const id = tokenHash(token);
      const found = live(id) && kept.get(id.toString('hex'));
      if (found) found.seenAt = now();
    },
    async end(token) {
      kept.delete(tokenHash(token).toString('hex'));
    },
    async lastsMs(id) {
      return live(id)?.lastsMs ?? 0;
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
  const kept = new Map<string, { id: string; userId: string; expiresAt: Date | null }>();
  const lasts = (expiresAt: Date | null) => expiresAt && Math.max(0, expiresAt.getTime() - now());
  return {
    async create({ userId, expiresAt }) {
      const token = newToken('pl_');
      const id = randomUUID();
      kept.set(tokenHash(token).toString('hex'), { id, userId, expiresAt });
      return { id, token };
    },
    async find(token) {
      const found = kept.get(tokenHash(token).toString('hex'));
      const lastsMs = found ? lasts(found.expiresAt) : 0;
      return found && lastsMs !== 0 ? { id: found.id, userId: found.userId, lastsMs } : null;
    },
    async lastsMs(id) {
      const found = [...kept.values()].find((token) => token.id === id);
      return found ? lasts(found.expiresAt) : 0;
    },
  };
}
