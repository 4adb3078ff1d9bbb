import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Language, pageLanguage } from './language.ts';
import { escapeHtml, sendPage } from './page.ts';
import { type PersonaGroup, personaGroups, personas } from './personas.ts';

const words = {
  da: {
    title: 'Vælg, hvem du vil være',
    text: 'Dette er en prøveudgave med opdigtede personer. Siden står i stedet for MitID. Åbn gerne flere vinduer med hver sin person.',
    groups: { citizen: 'Borgere', caseworker: 'Vejledere', other: 'Andre' },
    expired: 'Pålogningen er udløbet',
    expiredText: 'Siden har været åben for længe, eller serveren er startet igen.',
    again: 'Log ind igen',
  },
  en: {
    title: 'Choose who to be',
    text: 'This is a demo with invented people. The page takes the place of MitID. Open several windows, each as somebody else.',
    groups: { citizen: 'Citizens', caseworker: 'Caseworkers', other: 'Others' },
    expired: 'The sign-in has expired',
    expiredText: 'The page was open for too long, or the server was started again.',
    again: 'Sign in again',
  },
} satisfies Record<Language, { groups: Record<PersonaGroup, string> } & Record<string, unknown>>;

/** The demo's list of people to sign in as. */
export function sendPersonas(req: IncomingMessage, res: ServerResponse): void {
  const language = pageLanguage(req);
  const { title, text, groups } = words[language];
  const list = (group: PersonaGroup) => {
    const buttons = personas
      .filter((persona) => persona.group === group)
      .map(
        ({ key, name, what }) =>
          `<li><button name="persona" value="${key}"><strong>${escapeHtml(name)}</strong> ${escapeHtml(what[language])}</button></li>`,
      );
    return `<h2>${groups[group]}</h2>\n<ul>\n${buttons.join('\n')}\n</ul>`;
  };
  sendPage(res, {
    status: 200,
    language,
    title,
    body: `<p>${text}</p>\n<form method="post">\n${personaGroups.map(list).join('\n')}\n</form>`,
  });
}

/** The choice came too late for the provider. */
export function sendExpired(req: IncomingMessage, res: ServerResponse): void {
  const language = pageLanguage(req);
  const { expired, expiredText, again } = words[language];
  sendPage(res, {
    status: 400,
    language,
    title: expired,
    body: `<p>${expiredText}</p>\n<p><a href="/sign-in">${again}</a></p>`,
  });
}
