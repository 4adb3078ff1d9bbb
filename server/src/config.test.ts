import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { productionEnv } from './testing.ts';

const folders: string[] = [];
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'planner-config-'));
  folders.push(dataDir);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const faultsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig({ DATA_DIR: dataDir, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};
const database = {
  DATABASE_URL: 'postgres://app:hush@db/planner',
  DATABASE_OWNER_URL: 'postgres://owner:hush@db/planner',
  DATABASE_SYSTEM_URL: 'postgres://system:hush@db/planner',
};

describe('the configuration of the demo', () => {
  it('needs nothing but the switch', () => {
    const config = readConfig({ PLANNER_DEMO: '1', DATA_DIR: dataDir });
    expect(config).toMatchObject({
      demo: true,
      host: '127.0.0.1',
      port: 4000,
      database: null,
      metricsPort: null,
    });
    expect(config.publicUrl.href).toBe('http://localhost:4000/');
    expect(config.oidc.issuer.href).toBe('http://localhost:4000/demo-id');
    expect(config.session).toEqual({ idleMinutes: 60, maxHours: 10 });
    expect([config.cpr.key.length, config.cpr.hashKey.length, config.sealKey.length]).toEqual([32, 32, 32]);
  });

  it('keeps its generated keys for the next start, readable by their owner only', () => {
    const first = readConfig({ PLANNER_DEMO: '1', DATA_DIR: dataDir });
    const second = readConfig({ PLANNER_DEMO: '1', DATA_DIR: dataDir });
    expect(second.cpr.key.equals(first.cpr.key)).toBe(true);
    expect(first.cpr.key.equals(first.cpr.hashKey)).toBe(false);
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it('leaves a damaged key file as it is and says so', () => {
    const path = join(dataDir, 'keys.json');
    writeFileSync(path, '{');
    expect(() => readConfig({ PLANNER_DEMO: '1', DATA_DIR: dataDir })).toThrow('is not a file of demo keys');
    expect(readFileSync(path, 'utf8')).toBe('{');
  });

  it('refuses a database that is not its own unless told twice', () => {
    expect(faultsOf({ PLANNER_DEMO: '1', ...database }).join()).toContain('PLANNER_DEMO_DATABASE=yes');
    expect(faultsOf({ PLANNER_DEMO: '1', ...database, PLANNER_DEMO_DATABASE: 'yes' })).toEqual([]);
  });

  it('refuses to listen to the network and a broker of one’s own', () => {
    expect(faultsOf({ PLANNER_DEMO: '1', HOST: '0.0.0.0' }).join()).toContain('HOST must stay 127.0.0.1');
    expect(faultsOf({ PLANNER_DEMO: '1', OIDC_ISSUER: 'https://b.dk' }).join()).toContain('its own sign-in');
  });
});

describe('the configuration outside the demo', () => {
  it('takes what is set', () => {
    const config = readConfig({ ...productionEnv(), ...database, PORT: '8080', METRICS_PORT: '9464' });
    expect(config).toMatchObject({
      demo: false,
      host: '0.0.0.0',
      port: 8080,
      metricsPort: 9464,
      logLevel: 'info',
    });
    expect(config.database?.systemUrl).toBe(database.DATABASE_SYSTEM_URL);
    expect(config.oidc.minAssurance).toBe('substantial');
  });

  it('names every missing key at once, and takes an empty one for missing', () => {
    const faults = faultsOf({ PUBLIC_URL: ' ' });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(Object.keys(productionEnv()).sort());
  });

  it('lists faults of single keys and between keys together, without a secret’s value', () => {
    const { CPR_KEY } = productionEnv();
    const env = {
      ...productionEnv(),
      CPR_KEY,
      SEAL_KEY: CPR_KEY,
      CPR_HASH_KEY: 'hush',
      PORT: '70000',
      SESSION_MINUTES: '1e2',
      LOG_LEVEL: 'loud',
      OIDC_MIN_ASSURANCE: 'medium',
      PUBLIC_URL: 'http://planner.example.dk/path',
      DATABASE_URL: 'mysql://app:hush@db',
    };
    const faults = faultsOf(env);
    for (const key of [
      'CPR_HASH_KEY must',
      'PORT must',
      'SESSION_MINUTES',
      'LOG_LEVEL',
      'OIDC_MIN_ASSURANCE',
    ])
      expect(faults.filter((fault) => fault.startsWith(key))).toHaveLength(1);
    expect(faults).toContain('PUBLIC_URL must start with https:// (plain http is for PLANNER_DEMO=1 only).');
    expect(faults.join()).toContain('DATABASE_OWNER_URL and DATABASE_SYSTEM_URL must be set too');
    expect(faults.join()).toContain('three different keys');
    expect(faults.join()).not.toMatch(/hush/);
    expect(faults.join()).not.toContain(CPR_KEY);
    expect(faults.every((fault) => fault.endsWith('.'))).toBe(true);
  });
});
