// Reads web/messages/<locale>/<part>.json for paraglide: flat objects, `{name}` marks an input, a key stands in one part only.
// Kept here because the usual plugin is fetched from a CDN at every build, and a build must work offline.
// Self-contained on purpose: the compiler imports this text as a data: URL.

/** Whose texts they are: every page's, the citizen's own pages', choosing and booking, asking for a time,
 * the caseworkers' calendar, their day and absences, their other pages, the administration, auditing, offers, users and
 * other actors, the reception, the installation. */
const PARTS = [
  'site',
  'citizen',
  'booking',
  'requests',
  'calendar',
  'day',
  'casework',
  'administration',
  'audit',
  'offers',
  'users',
  'people',
];
const PLACEHOLDER = /\{(\w+)\}/;

const toPattern = (text) =>
  text
    .split(PLACEHOLDER)
    .map((part, index) =>
      index % 2 === 1
        ? { type: 'expression', arg: { type: 'variable-reference', name: part } }
        : { type: 'text', value: part },
    )
    .filter((part) => part.type === 'expression' || part.value !== '');

export default {
  key: 'planner.messages',
  toBeImportedFiles: ({ settings }) =>
    settings.locales.flatMap((locale) =>
      PARTS.map((part) => ({ locale, path: `./messages/${locale}/${part}.json` })),
    ),
  importFiles: ({ files }) => {
    const inputs = new Map();
    const messages = [];
    const variants = [];
    for (const file of files) {
      for (const [id, text] of Object.entries(JSON.parse(new TextDecoder().decode(file.content)))) {
        const pattern = toPattern(text);
        const names = inputs.get(id) ?? new Set();
        for (const part of pattern) if (part.type === 'expression') names.add(part.arg.name);
        inputs.set(id, names);
        messages.push({ bundleId: id, locale: file.locale, selectors: [] });
        variants.push({ messageBundleId: id, messageLocale: file.locale, matches: [], pattern });
      }
    }
    const bundles = [...inputs].map(([id, names]) => ({
      id,
      declarations: [...names].map((name) => ({ type: 'input-variable', name })),
    }));
    return { bundles, messages, variants };
  },
  exportFiles: () => [],
};
