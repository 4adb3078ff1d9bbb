import { readFile } from 'node:fs/promises';
import type { Route } from '../route.ts';

const ours = new URL('./page.js', import.meta.url);
const script = 'text/javascript; charset=utf-8';

/** By path below /graphql/: what it is, and where it comes from. The parcel is 9 MB and loaded when first asked for. */
const files: Record<string, { type: string; read: () => Promise<string | Buffer> }> = {
  'page.js': { type: script, read: () => readFile(ours) },
  'graphiql.js': { type: script, read: async () => (await parcel()).js },
  'graphiql.css': { type: 'text/css; charset=utf-8', read: async () => (await parcel()).css },
  'editor.worker.js': { type: script, read: async () => (await parcel()).editorWorkerService },
  'json.worker.js': { type: script, read: async () => (await parcel()).jsonWorker },
  'graphql.worker.js': { type: script, read: async () => (await parcel()).graphqlWorker },
};
const parcel = () => import('@graphql-yoga/render-graphiql/graphiql');

/**
 * GraphiQL for a browser that opens /graphql, with all its files from here. For the demo alone: a production
 * installation lacks the package, and the route is not even made there.
 */
export const graphiql: Route = async (req, res) => {
  const path = (req.url ?? '').split('?', 1)[0];
  if (req.method !== 'GET') return false;
  const file = path?.startsWith('/graphql/') ? files[path.slice('/graphql/'.length)] : undefined;
  if (file) {
    res.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(await file.read());
    return true;
  }
  if (path !== '/graphql' || !req.headers.accept?.includes('text/html')) return false;
  res
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // Its editor writes style elements; scripts and workers are files.
      'content-security-policy':
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
    .end(page);
  return true;
};

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphiQL – Planner</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphql/graphiql.css">
<style>html, body, #root { height: 100%; margin: 0 }</style>
</head>
<body>
<div id="root"><noscript>GraphiQL needs JavaScript.</noscript></div>
<script src="/graphql/graphiql.js"></script>
<script src="/graphql/page.js"></script>
</body>
</html>
`;
