import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Route } from '../route.ts';
import { backChannel } from './back-channel.ts';
import { createBroker } from './broker.ts';
import { demoProvider } from './demo-provider.ts';
import type { EndAtBroker, SessionStore, UserDirectory } from './ports.ts';
import { signInRoutes } from './routes.ts';
import { sessionRoute } from './session-route.ts';

/** All of sign-in as one route: /sign-in and what lies below it, /sign-out and, in demo mode, /demo-id. */
export function createSignIn(parts: {
  config: Config;
  log: Log;
  sessions: SessionStore;
  users: UserDirectory;
  endAtBroker: EndAtBroker;
}): Route {
  const { config, log } = parts;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const loopback = `http://${host}:${config.port}`;
  const broker = createBroker(config, config.demo ? loopback : undefined);
  const routes = [signInRoutes({ ...parts, broker }), sessionRoute(parts), backChannel({ ...parts, broker })];
  if (config.demo) routes.push(demoProvider(config, log, loopback));
  return async (req, res) => {
    for (const route of routes) if (await route(req, res)) return true;
    return false;
  };
}
