import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from './log.ts';

/** Six digits and four, as a CPR number is written. */
export const cprLike = /\d{6}[-\s]?\d{4}/g;

/**
 * What a client may see of an error. An unexpected one is logged under an id and only the id is shown. graphql-js
 * repeats the values of variables in its own errors, and those are never masked: they are cut out here.
 */
export function createMask(log: Log): (error: unknown) => GraphQLFormattedError {
  return (error) => {
    const cause = error instanceof GraphQLError ? error.originalError : error;
    if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError)) {
      const { message, locations, path, extensions } = error.toJSON();
      return {
        message: scrub(message),
        ...(locations && { locations }),
        ...(path && { path }),
        ...(extensions && { extensions }),
      };
    }
    const errorId = randomUUID();
    const { name, stack, code } = (cause ?? {}) as Error & { code?: string };
    // Neither PostgreSQL's detail nor the message goes into the log: both may repeat a citizen's data.
    log.error(
      {
        errorId,
        name,
        code,
        at: stack
          ?.split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 8),
      },
      'Unexpected error.',
    );
    return {
      message: `Something went wrong. Give this number if you ask for help: ${errorId}`,
      extensions: { code: 'UNEXPECTED', errorId },
    };
  };
}

function scrub(message: string): string {
  return message
    .replace(/(has|got) invalid value .*?( at "[^"]*")?: /s, '$1 an invalid value$2: ')
    .replace(cprLike, '••••••-••••');
}
