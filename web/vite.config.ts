import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/** Phones needn't load how the server finds out which language somebody wants. */
const pageLocale: Plugin = {
  name: 'page-locale',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: (id, importer) =>
    id.endsWith('/runtime.js') && `${importer}${id}`.includes('/paraglide/')
      ? fileURLToPath(new URL('src/lib/page-locale.ts', import.meta.url))
      : null,
};

export default defineConfig({
  plugins: [
    pageLocale,
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/generated/paraglide',
      strategy: ['cookie', 'baseLocale'],
      cookieName: 'lang',
      isServer: 'import.meta.env.SSR',
      emitPrettierIgnore: false,
      emitReadme: false,
    }),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      // The server knows the routes: phones needn't load the list of them.
      router: { resolution: 'server' },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // Svelte sets style attributes (the calendar places its entries that way); style elements need a nonce.
          'style-src': ['self'],
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'connect-src': ['self'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'object-src': ['none'],
        },
      },
    }),
  ],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Left alone, whatever two pages share becomes a file of its own, most of them of a hundred bytes: forty
            // requests a page. What most pages need is one file, Svelte included, since what is compressed together
            // gets smaller. What is only the calendar's, or live, stays apart.
            codeSplitting: {
              groups: [
                // What the page tells the client must be there before anything else runs: in one file with the rest it comes
                // too late, and each page thinks itself outdated.
                { name: 'payload', test: /\/client\/payload\.js/, priority: 1 },
                {
                  name: 'shared',
                  test: /node_modules|\/src\/lib\/(?!live|calendar|.*administration)/,
                  minShareCount: 6,
                },
              ],
            },
          },
        },
      },
    },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['if-function'] } } },
});
