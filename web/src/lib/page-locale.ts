/** What pages take for paraglide's runtime in a browser: there, the language is the document's. */
export const getLocale = (): 'da' | 'en' => (document.documentElement.lang === 'en' ? 'en' : 'da');
export const experimentalStaticLocale = undefined;
