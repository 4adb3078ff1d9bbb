import { marked } from 'marked';

// The guides are part of the build: what is read here is the docs of the version that runs.
const files: Record<string, string> = import.meta.glob('../../../../docs/guide/*/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const pictures: Record<string, string> = import.meta.glob('../../../../docs/guide/*/pictures/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

export interface GuidePage {
  topic: string;
  title: string;
}
type Page = GuidePage & { text: string };

const pages = Object.entries(files).flatMap(([path, text]): (Page & { locale: string })[] => {
  const [, locale, topic] = /\/guide\/(\w+)\/([\w-]+)\.md$/.exec(path) ?? [];
  const title = /^# (.+)$/m.exec(text)?.[1];
  return locale && topic && title ? [{ locale, topic, title, text }] : [];
});

/** All pages of the guide in this language, by title. */
export const guidePages = (locale: string): GuidePage[] =>
  pages
    .filter((page) => page.locale === locale)
    .map(({ topic, title }) => ({ topic, title }))
    .sort((a, b) => a.title.localeCompare(b.title, locale));

/** A page as HTML without its heading; null when there is none. Its text is ours, not a visitor's. */
export function guidePage(locale: string, topic: string): { title: string; html: string } | null {
  const page = pages.find((one) => one.locale === locale && one.topic === topic);
  if (!page) return null;
  const text = page.text
    .replace(/^# .+\n/m, '')
    .replace(/\]\(pictures\/([\w-]+\.png)\)/g, (whole, name: string) => {
      const url = Object.entries(pictures).find(([path]) =>
        path.endsWith(`/${locale}/pictures/${name}`),
      )?.[1];
      return url ? `](${url})` : whole;
    })
    // A page of the guide names another by its file, as on any site that shows the docs.
    .replace(/\]\(([\w-]+)\.md\)/g, '](/guide/$1)');
  return { title: page.title, html: marked.parse(text, { async: false }) };
}
