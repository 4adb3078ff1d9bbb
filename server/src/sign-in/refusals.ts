import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Assurance } from './assurance.ts';
import { type Language, pageLanguage } from './language.ts';
import { escapeHtml, sendPage } from './page.ts';

/** Why a sign-in came to nothing. */
export type Refusal =
  | { kind: 'assurance-too-low'; given: Assurance | null; required: Assurance }
  | { kind: 'unknown-user' }
  | { kind: 'given-up' }
  | { kind: 'not-under-way' }
  | { kind: 'broker-failed'; requestId: string }
  | { kind: 'foreign-origin' };

const status = {
  'assurance-too-low': 403,
  'unknown-user': 403,
  'given-up': 403,
  'not-under-way': 400,
  'broker-failed': 502,
  'foreign-origin': 403,
} as const;

/** Answers a refused sign-in or sign-out with a plain page that says why and what to do. */
export function refuse(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
  const language = pageLanguage(req);
  const [title, text] = words[language](refusal);
  const again = language === 'da' ? 'Log på igen' : 'Sign in again';
  const home = language === 'da' ? 'Til forsiden' : 'To the front page';
  sendPage(res, {
    status: status[refusal.kind],
    language,
    title,
    body: `<p>${escapeHtml(text)}</p>\n<p><a href="/sign-in">${again}</a></p>\n<p><a href="/">${home}</a></p>`,
  });
}

const levels: Record<Language, Record<Assurance, string>> = {
  da: { low: 'lav', substantial: 'betydelig', high: 'høj' },
  en: { low: 'low', substantial: 'substantial', high: 'high' },
};

const words: Record<Language, (refusal: Refusal) => [title: string, text: string]> = {
  da: (r) => {
    switch (r.kind) {
      case 'assurance-too-low':
        return [
          'Du skal logge på på en mere sikker måde',
          `Her kræves sikringsniveauet ”${levels.da[r.required]}”. Din pålogning ${r.given ? `har niveauet ”${levels.da[r.given]}”` : 'fortæller ikke, hvilket niveau den har'}. Log på igen med MitID-app, kodeviser eller kodechip.`,
        ];
      case 'unknown-user':
        return [
          'Du er ikke oprettet her',
          'Din pålogning lykkedes, men du er ikke oprettet som bruger. Kontakt dit jobcenter, hvis du mener, du skal have adgang.',
        ];
      case 'given-up':
        return [
          'Du er ikke logget på',
          'Pålogningen blev afbrudt, før den var færdig. Du kan begynde forfra.',
        ];
      case 'not-under-way':
        return [
          'Pålogningen er udløbet',
          'Der gik for lang tid, eller siden blev åbnet to gange. Begynd forfra, og tillad cookies.',
        ];
      case 'broker-failed':
        return [
          'Pålogning virker ikke lige nu',
          `Vi kan ikke få svar fra pålogningstjenesten. Prøv igen om lidt. Nævn nummeret ${r.requestId}, hvis du ringer til os.`,
        ];
      case 'foreign-origin':
        return ['Du er ikke logget af', 'Anmodningen kom fra en anden side. Log af fra Planners egne sider.'];
    }
  },
  en: (r) => {
    switch (r.kind) {
      case 'assurance-too-low':
        return [
          'You need to sign in more securely',
          `Assurance level “${levels.en[r.required]}” is needed here. Your sign-in ${r.given ? `has level “${levels.en[r.given]}”` : 'does not tell its level'}. Sign in again with the MitID app, code display or chip.`,
        ];
      case 'unknown-user':
        return [
          'You have no account here',
          'You signed in, but there is no account for you. Contact your job centre if you think you should have access.',
        ];
      case 'given-up':
        return ['You are not signed in', 'The sign-in was given up before it was done. You can start again.'];
      case 'not-under-way':
        return [
          'The sign-in ran out of time',
          'It took too long, or the page was opened twice. Start again, and allow cookies.',
        ];
      case 'broker-failed':
        return [
          'Signing in does not work right now',
          `The sign-in service does not answer. Try again in a moment. Mention ${r.requestId} if you call us.`,
        ];
      case 'foreign-origin':
        return [
          'You are still signed in',
          'The request came from another site. Sign out on the planner’s own pages.',
        ];
    }
  },
};
