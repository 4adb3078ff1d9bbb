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
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --link: #004d80; --soft: #eef5fa; --line: #bfbfbf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f2f2; --paper: #16181a; --link: #9ccbff; --soft: #212427; --line: #4b5056; }
}
body { font: 1.125rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
header, main, footer { padding: 1rem; }
main, footer > * { max-inline-size: 40rem; }
header { border-block-end: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; }
footer { border-block-start: 1px solid var(--line); margin-block-start: 2rem; font-size: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin: 1.5rem 0 .5rem; }
a { color: var(--link); }
ul { list-style: none; padding: 0; margin: 0; }
footer ul { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; }
button { font: inherit; inline-size: 100%; text-align: start; padding: .75rem 1rem; margin: 0 0 .5rem; min-block-size: 44px; cursor: pointer;
  background: var(--paper); color: var(--ink); border: 2px solid var(--link); border-radius: 4px; }
button:hover { background: var(--soft); }
button strong { display: block; color: var(--link); }
:focus-visible { outline: 4px solid var(--ink); outline-offset: 2px; }
</style>
</head>
<body>
<header><a href="/">Planner</a> ${otherLanguage[page.language]}</header>
<main>
<h1>${escapeHtml(page.title)}</h1>
${page.body}
</main>
<footer>${footers[page.language]}</footer>
</body>
</html>
`;

/** By the front page, which remembers the language for all pages; one signs in from there. */
const otherLanguage: Record<Language, string> = {
  da: '<a href="/?lang=en" lang="en" hreflang="en">English</a>',
  en: '<a href="/?lang=da" lang="da" hreflang="da">Dansk</a>',
};

/** As the pages have it: who is responsible, and the statements. */
const footer = (authority: string, help: string, accessibility: string) => `<p>${authority}</p>
<ul>
<li><a href="/help">${help}</a></li>
<li><a href="/accessibility">${accessibility}</a></li>
<li><a href="/cookies">Cookies</a></li>
</ul>`;
const footers: Record<Language, string> = {
  da: footer('Ansvarlig myndighed: dit jobcenter', 'Jeg har brug for hjælp', 'Tilgængelighedserklæring'),
  en: footer('Responsible authority: your job centre', 'I need help', 'Accessibility statement'),
};
