import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Route } from '../route.ts';
import { createBroker } from './broker.ts';
import { demoProvider } from './demo-provider.ts';
import type { SessionStore, UserDirectory } from './ports.ts';
import { signInRoutes } from './routes.ts';

/** All of sign-in as one route: /sign-in, /sign-in/callback, /sign-out and, in demo mode, /demo-id. */
export function createSignIn(parts: {
  config: Config;
  log: Log;
  sessions: SessionStore;
  users: UserDirectory;
}): Route {
  const { config, log } = parts;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const broker = createBroker(config, config.demo ? `http://${host}:${config.port}` : undefined);
  const routes = signInRoutes({ ...parts, broker });
  if (!config.demo) return routes;
  const provider = demoProvider(config, log);
  return async (req, res) => (await routes(req, res)) || provider(req, res);
}
