import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { WebHandler } from './http.ts';

/** Where `pnpm build` puts the pages. */
export const builtWeb = fileURLToPath(new URL('../../web/build/handler.js', import.meta.url));

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
