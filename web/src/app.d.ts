import type { Acting } from '#lib/acting.ts';
import type { GraphqlPort } from '#lib/server/graphql.ts';

declare global {
  namespace App {
    interface Error {
      /** The id under which the server logged an unexpected failure. */
      id?: string;
      /** What was refused, where the page has words of its own for it. */
      reason?: 'acting';
    }
    interface PageData {
      title?: string;
      /** Whom the page is about. */
      citizen?: Acting | null;
    }
    interface Platform {
      /** The process that mounts these pages answers GraphQL in memory through this port. */
      graphql?: GraphqlPort;
      req: import('node:http').IncomingMessage & { graphql?: GraphqlPort };
    }
  }
}
