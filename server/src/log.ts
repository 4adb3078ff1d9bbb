import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/**
 * The process's log: JSON lines on standard output. Credentials are cut out by name as a second guard; the first
 * is that nobody hands request headers, query strings or a citizen's data to the log at all.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[cut]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'cpr',
  'token',
  'password',
  'id_token',
  'query',
];
