import { resolve } from 'node:path';
import { z } from 'zod';
import { type DemoKeys, demoKeys } from './demo-keys.ts';
import { type Assurance, assuranceLevels } from './sign-in/assurance.ts';

/** Everything the process may be told from outside, read once at start. Times carry their unit in the name. */
export interface Config {
  /** Personas instead of a broker, loopback only, generated keys. */
  demo: boolean;
  host: string;
  port: number;
  /** Origin that browsers see; no path. */
  publicUrl: URL;
  /** Absolute path. */
  dataDir: string;
  /** null: the embedded PostgreSQL under `dataDir`. Otherwise the three logins, all set. */
  database: { url: string; ownerUrl: string; systemUrl: string } | null;
  cpr: { keyId: string; key: Buffer; hashKey: Buffer };
  /** Signs the audit trail's seals; other uses derive their own key from it. */
  sealKey: Buffer;
  session: { idleMinutes: number; maxHours: number };
  /** How long what is only kept for a while is kept; see purge.ts. */
  retention: Retention;
  oidc: { issuer: URL; clientId: string; clientSecret: string; minAssurance: Assurance };
  logLevel: LogLevel;
  /** null: no listener of its own (the demo serves /metrics on the main port to loopback). */
  metricsPort: number | null;
}

export type Retention = {
  /** Evidence and history of free times, outages. */
  proofMonths: number;
  /** The change feed: how long a reader of it may be away and go on where it stopped. */
  feedDays: number;
  /** Keys of repeated commands. */
  repeatDays: number;
  /** Sessions and tokens after their end. */
  signInDays: number;
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** All that is wrong with the environment, a sentence a fault; never contains a value that may be a secret. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((f) => `- ${f}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * Reads and judges the environment. In demo mode missing keys are generated and kept in `DATA_DIR/keys.json`.
 * @throws ConfigError listing every fault at once.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v.trim() !== ''));
  const parsed = environment.safeParse(given);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  const demo = given.PLANNER_DEMO === '1';
  faults.push(...faultsBetween(given, demo));
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);

  const e = parsed.data;
  const dataDir = resolve(e.DATA_DIR);
  const keys: Partial<DemoKeys> = demo ? demoKeys(dataDir) : {};
  const publicUrl = e.PUBLIC_URL ?? new URL(`http://localhost:${e.PORT}`);
  return {
    demo,
    host: e.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    port: e.PORT,
    publicUrl,
    dataDir,
    database:
      e.DATABASE_URL && e.DATABASE_OWNER_URL && e.DATABASE_SYSTEM_URL
        ? { url: e.DATABASE_URL, ownerUrl: e.DATABASE_OWNER_URL, systemUrl: e.DATABASE_SYSTEM_URL }
        : null,
    cpr: {
      keyId: e.CPR_KEY_ID ?? 'demo',
      key: key(e.CPR_KEY ?? keys.cprKey),
      hashKey: key(e.CPR_HASH_KEY ?? keys.cprHashKey),
    },
    sealKey: key(e.SEAL_KEY ?? keys.sealKey),
    session: { idleMinutes: e.SESSION_MINUTES, maxHours: e.SESSION_MAX_HOURS },
    retention: {
      proofMonths: e.RETENTION_PROOF_MONTHS,
      feedDays: e.RETENTION_FEED_DAYS,
      repeatDays: e.RETENTION_REPEAT_DAYS,
      signInDays: e.RETENTION_SIGN_IN_DAYS,
    },
    oidc: {
      issuer: e.OIDC_ISSUER ?? new URL('/demo-id', publicUrl),
      clientId: e.OIDC_CLIENT_ID ?? 'planner',
      clientSecret: e.OIDC_CLIENT_SECRET ?? keys.clientSecret ?? '',
      minAssurance: e.OIDC_MIN_ASSURANCE,
    },
    logLevel: e.LOG_LEVEL,
    metricsPort: e.METRICS_PORT ?? null,
  };
}

const key = (base64: string | undefined): Buffer => Buffer.from(base64 ?? '', 'base64');

const whole = (name: string, min: number, max: number) => {
  const error = `${name} must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .refine((s) => /^\d{1,9}$/.test(s) && Number(s) >= min && Number(s) <= max, error)
    .transform(Number);
};

const oneOf = <const T extends readonly [string, ...string[]]>(
  name: string,
  values: T,
  fallback: T[number],
) => z.enum(values, `${name} must be one of ${values.join(', ')}.`).default(fallback as never);

const key32 = (name: string) =>
  z
    .string()
    .refine(
      (s) => /^[A-Za-z0-9+/]{43}=?$/.test(s) && Buffer.from(s, 'base64').length === 32,
      `${name} must be 32 random bytes in base64 (openssl rand -base64 32).`,
    )
    .optional();

const postgresUrl = (name: string) =>
  z
    .string()
    .refine(
      (s) => URL.canParse(s) && /^postgres(ql)?:$/.test(new URL(s).protocol),
      `${name} must be an address of the form postgres://login:password@host:5432/database.`,
    )
    .optional();

const webUrl = (name: string, form: string, fits: (url: URL) => boolean) =>
  z
    .string()
    .refine(
      (s) => URL.canParse(s) && /^https?:$/.test(new URL(s).protocol) && fits(new URL(s)),
      `${name} must be ${form}.`,
    )
    .transform((s) => new URL(s))
    .optional();

const bareUrl = (u: URL) => !u.search && !u.hash && !u.username && !u.password;

const environment = z.object({
  PORT: whole('PORT', 1, 65535).default(4000),
  HOST: z.string().optional(),
  PUBLIC_URL: webUrl(
    'PUBLIC_URL',
    'the address browsers use, without a path, as in https://planner.example.dk',
    (u) => bareUrl(u) && u.pathname === '/',
  ),
  DATABASE_URL: postgresUrl('DATABASE_URL'),
  DATABASE_OWNER_URL: postgresUrl('DATABASE_OWNER_URL'),
  DATABASE_SYSTEM_URL: postgresUrl('DATABASE_SYSTEM_URL'),
  PLANNER_DEMO: oneOf('PLANNER_DEMO', ['0', '1'], '0'),
  PLANNER_DEMO_DATABASE: z.literal('yes', 'PLANNER_DEMO_DATABASE must be "yes" or be left out.').optional(),
  DATA_DIR: z.string().default('.data'),
  CPR_KEY: key32('CPR_KEY'),
  CPR_KEY_ID: z
    .string()
    .regex(/^[\w.-]{1,32}$/, 'CPR_KEY_ID must be 1 to 32 letters, digits, dots or dashes.')
    .optional(),
  CPR_HASH_KEY: key32('CPR_HASH_KEY'),
  SEAL_KEY: key32('SEAL_KEY'),
  SESSION_MINUTES: whole('SESSION_MINUTES', 1, 720).default(60),
  SESSION_MAX_HOURS: whole('SESSION_MAX_HOURS', 1, 24).default(10),
  RETENTION_PROOF_MONTHS: whole('RETENTION_PROOF_MONTHS', 1, 240).default(60),
  RETENTION_FEED_DAYS: whole('RETENTION_FEED_DAYS', 1, 365).default(14),
  RETENTION_REPEAT_DAYS: whole('RETENTION_REPEAT_DAYS', 1, 365).default(7),
  RETENTION_SIGN_IN_DAYS: whole('RETENTION_SIGN_IN_DAYS', 1, 365).default(30),
  OIDC_ISSUER: webUrl(
    'OIDC_ISSUER',
    "the broker's issuer address, starting with https://",
    (u) => bareUrl(u) && u.protocol === 'https:',
  ),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_MIN_ASSURANCE: oneOf('OIDC_MIN_ASSURANCE', assuranceLevels, 'substantial'),
  LOG_LEVEL: oneOf('LOG_LEVEL', logLevels, 'info'),
  METRICS_PORT: whole('METRICS_PORT', 1, 65535).optional(),
});

const databaseKeys = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_SYSTEM_URL'];
const brokerKeys = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];
const secretKeys = ['CPR_KEY', 'CPR_KEY_ID', 'CPR_HASH_KEY', 'SEAL_KEY'];
const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

/** Faults that lie between keys, found on the raw values so that they are listed together with the others. */
function faultsBetween(given: Record<string, string | undefined>, demo: boolean): string[] {
  const faults: string[] = [];
  const missing = (names: string[]) => names.filter((name) => !given[name]);
  const missingDatabase = missing(databaseKeys);
  if (missingDatabase.length > 0 && missingDatabase.length < databaseKeys.length)
    faults.push(
      `${missingDatabase.join(' and ')} must be set too: a database of your own needs ${databaseKeys.join(', ')}.`,
    );
  if (given.METRICS_PORT && given.METRICS_PORT === (given.PORT ?? '4000'))
    faults.push('METRICS_PORT must differ from PORT.');

  if (demo) {
    if (missingDatabase.length < databaseKeys.length && given.PLANNER_DEMO_DATABASE !== 'yes')
      faults.push(
        'PLANNER_DEMO=1 lets anyone in as anyone, so it refuses a DATABASE_URL that is not its own; leave DATABASE_URL out, or set PLANNER_DEMO_DATABASE=yes if the database holds nobody’s real data.',
      );
    if (given.HOST && !loopbackHosts.includes(given.HOST))
      faults.push('PLANNER_DEMO=1 lets anyone in as anyone, so HOST must stay 127.0.0.1 or be left out.');
    const broker = brokerKeys.filter((name) => given[name]);
    if (broker.length > 0)
      faults.push(
        `PLANNER_DEMO=1 brings its own sign-in; leave out ${broker.join(' and ')}, or unset PLANNER_DEMO.`,
      );
  } else {
    const unset = ['PUBLIC_URL', ...brokerKeys, ...secretKeys].filter((name) => !given[name]);
    for (const name of unset)
      faults.push(`${name} must be set (or set PLANNER_DEMO=1 to try the planner out).`);
    if (given.PUBLIC_URL && URL.canParse(given.PUBLIC_URL) && new URL(given.PUBLIC_URL).protocol !== 'https:')
      faults.push('PUBLIC_URL must start with https:// (plain http is for PLANNER_DEMO=1 only).');
    const [cpr, hash, seal] = [given.CPR_KEY, given.CPR_HASH_KEY, given.SEAL_KEY];
    if ((cpr && (cpr === hash || cpr === seal)) || (hash && hash === seal))
      faults.push('CPR_KEY, CPR_HASH_KEY and SEAL_KEY must be three different keys.');
  }
  return faults;
}
