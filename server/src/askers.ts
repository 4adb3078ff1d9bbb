import type { IncomingMessage } from 'node:http';
import { anonymous, type Sql, type Viewer } from '@planner/db';
import { loadViewer } from '@planner/schema/access/load-viewer.ts';
import type { Present } from './feed/reader.ts';
import type { Authenticate, Credential } from './sign-in/credential.ts';
import { tokenHash } from './sign-in/secrets.ts';

/** Who sends a request. The viewer is the same object for as long as nothing about her rights has changed. */
export type Asker = { credential: Credential; viewer: Viewer };
type Known = Asker & { halfMinute: number; endsAt: number };

/** The end of who is remembered: beyond it all are forgotten. */
const maxKnown = 20_000;
const withdrawing = new Set(['user_account', 'session', 'api_token']);
const nobody = { da: anonymous, en: { ...anonymous, language: 'en' as const } };

/**
 * Who asks, remembered so that not every request reads the credential and the rights anew. Nobody is remembered longer
 * than she may ask: the feed tells of ended sessions, revoked tokens and changed rights, and whoever is looked for at a
 * `Present` has everything applied that was committed before she asked. What ends by time is judged by the database's
 * clock. After half a minute all is read again: then an idle limit is put off, and a power of attorney begins or ends.
 */
export function createAskers({ authenticate, system }: { authenticate: Authenticate; system: Sql }) {
  const known = new Map<string, Known>();
  let withdrawals = 0;

  async function read(req: IncomingMessage): Promise<Asker> {
    const credential = await authenticate(req);
    const { kind, language } = credential;
    if (kind === 'none') return { credential, viewer: nobody[language ?? 'da'] };
    const viewer = await loadViewer(system, credential.userId);
    return { credential, viewer: language ? { ...viewer, language } : viewer };
  }

  return {
    /** `at` null: read now. @throws CredentialError */
    async find(req: IncomingMessage, at: Present | null): Promise<Asker> {
      if (!at) return read(req);
      const { authorization = '', cookie = '', 'accept-language': language = '' } = req.headers;
      const key = tokenHash(`${authorization}\n${cookie}\n${language}`).toString('base64');
      const halfMinute = Math.floor(at.now * 2);
      const kept = known.get(key);
      if (kept?.halfMinute === halfMinute && kept.endsAt > at.clock) return kept;
      const before = withdrawals;
      const asker = await read(req);
      // What was withdrawn meanwhile may be missing in what was read.
      if (asker.credential.kind === 'none' || withdrawals !== before) return asker;
      if (known.size >= maxKnown) known.clear();
      const { lastsMs } = asker.credential;
      const endsAt = lastsMs === null ? Number.POSITIVE_INFINITY : at.clock + lastsMs;
      known.set(key, { ...asker, halfMinute, endsAt });
      return asker;
    },
    /** A change of the feed; null: it began anew. */
    consider(change: { entity: string; entityId: string } | null): void {
      if (change && !withdrawing.has(change.entity)) return;
      withdrawals += 1;
      for (const [key, { viewer, credential }] of known) {
        const about = [viewer.userId, credential.kind === 'token' && credential.id];
        if (!change || about.includes(change.entityId)) known.delete(key);
      }
    },
  };
}

export type Askers = ReturnType<typeof createAskers>;
