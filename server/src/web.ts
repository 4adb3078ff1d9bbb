import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { WebHandler } from './http.ts';

/** Where `pnpm build` puts the pages. */
export const builtWeb = fileURLToPath(new URL('../../web/build/handler.js', import.meta.url));

/**
 * The pages as Vite serves them for development: changed ones show without a build. Its reload socket shares our port.
 * It watches files until it is closed, and keeps the process alive with that.
 */
export async function developWeb(server: Server): Promise<{ handler: WebHandler; close(): Promise<void> }> {
  const root = fileURLToPath(new URL('../../web/', import.meta.url));
  const vite = createRequire(`${root}package.json`).resolve('vite');
  const { createServer } = (await import(pathToFileURL(vite).href)) as typeof import('vite');
  const development = await createServer({
    root,
    configFile: `${root}vite.config.ts`,
    // The usual loader writes a file of its own beside the pages, for which `node --watch` would start us again at once;
    // Vite's own runner reads a tsconfig that SvelteKit has yet to write in a fresh clone.
    configLoader: 'native',
    server: { middlewareMode: true, hmr: { server } },
  });
  return { handler: development.middlewares as unknown as WebHandler, close: () => development.close() };
}

/**
 * The built pages as a handler; null when they are not built.
 *
 * adapter-node reads its settings while it is imported, hence the environment is set just before. Without them it
 * takes every request for https and refuses the forms of a plain-http demo as cross-site. `http.ts` writes both
 * headers itself. A `paths.origin` in the build would win over them, so the build must not set one.
 */
export async function loadWeb(handlerPath: string = builtWeb): Promise<WebHandler | null> {
  if (!existsSync(handlerPath)) return null;
  process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
  process.env.HOST_HEADER = 'x-forwarded-host';
  const built = (await import(pathToFileURL(handlerPath).href)) as { handler: WebHandler };
  return built.handler;
}
