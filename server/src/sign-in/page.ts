import type { ServerResponse } from 'node:http';
import type { Language } from './language.ts';

/** Answers with a whole page that needs neither script nor a file of its own. `body` is HTML. */
export function sendPage(
  res: ServerResponse,
  page: { status: number; language: Language; title: string; body: string; formAction?: string },
): void {
  res.statusCode = page.status;
  res.setHeader('content-type', 'text/html; charset=utf-8');
  res.setHeader('cache-control', 'no-store');
  res.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; form-action ${page.formAction ?? "'self'"}; base-uri 'none'; frame-ancestors 'none'`,
  );
  res.end(pageHtml(page));
}

/** Text made safe to stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const pageHtml = (page: { language: Language; title: string; body: string }): string => `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} – Planner</title>
<style>
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; padding: 1.5rem; max-width: 40rem; }
h1 { font-size: 1.75rem; line-height: 1.25; }
a { color: #004d80; }
ul { list-style: none; padding: 0; }
button { font: inherit; width: 100%; text-align: left; padding: .75rem 1rem; margin: 0 0 .5rem; min-height: 44px; cursor: pointer;
  background: #fff; color: #1a1a1a; border: 2px solid #004d80; border-radius: 4px; }
button:hover { background: #eef5fa; }
button strong { display: block; color: #004d80; }
:focus-visible { outline: 4px solid #1a1a1a; outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(page.title)}</h1>
${page.body}
</main>
</body>
</html>
`;
