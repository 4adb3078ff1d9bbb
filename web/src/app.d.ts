import type { GraphqlPort } from '#lib/server/graphql.ts';

declare global {
  namespace App {
    interface Error {
      /** The id under which the server logged an unexpected failure. */
      id?: string;
    }
    interface Platform {
      /** The process that mounts these pages answers GraphQL in memory through this port. */
      graphql?: GraphqlPort;
      req: import('node:http').IncomingMessage & { graphql?: GraphqlPort };
    }
  }
}
