import type { Assurance } from './assurance.ts';
import type { BrokerLogout } from './logout-token.ts';

/** A signed-in browser. `id` is the SHA-256 of the cookie's token, never the token. */
export interface Session {
  id: Buffer;
  userId: string;
  assurance: Assurance;
  /** The broker's session id (`sid`), null when it gave none. */
  providerSid: string | null;
  /** Milliseconds until it ends if nothing more is done: the idle limit, but never past the longest life. */
  lastsMs: number;
  /** Milliseconds until its longest life is over, which nothing puts off. */
  atMostMs: number;
}

export interface SessionStore {
  create(session: {
    userId: string;
    assurance: Assurance;
    providerSid?: string | null;
  }): Promise<{ token: string }>;
  /** null when unknown, ended, idle too long or past its longest life. */
  find(token: string): Promise<Session | null>;
  /** Puts the idle limit off; cheap to call on every request. */
  touch(token: string): Promise<void>;
  end(token: string): Promise<void>;
  /** Milliseconds that the session of this id lasts as things are, 0 when it is over. Puts nothing off. */
  lastsMs(id: Buffer): Promise<number>;
}

/** Ends the sessions a logout token names and says how many; null when that token was obeyed before. */
export type EndAtBroker = (logout: BrokerLogout) => Promise<number | null>;

/** What the broker says of a person; `cpr` only to find the account, never kept or logged from here. */
export interface SubjectClaims {
  sub: string;
  cpr?: string;
  email?: string;
}

export interface UserDirectory {
  /** The account of a broker's subject; null when the planner knows nobody by it. */
  bySubject(issuer: string, claims: SubjectClaims): Promise<{ userId: string } | null>;
}

export interface ApiToken {
  id: string;
  userId: string;
  /** Milliseconds until it expires; null: it lasts until it is revoked. */
  lastsMs: number | null;
}

export interface ApiTokens {
  /** `pl_…`, shown once; only its SHA-256 is stored. `expiresAt` null: until revoked. */
  create(token: {
    userId: string;
    name: string;
    expiresAt: Date | null;
  }): Promise<{ id: string; token: string }>;
  /** null when unknown, expired or revoked. */
  find(token: string): Promise<ApiToken | null>;
  /** The same by its id: 0 when it is over. */
  lastsMs(id: string): Promise<number | null>;
}
