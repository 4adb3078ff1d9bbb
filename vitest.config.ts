import { defineConfig } from 'vitest/config';
import { Budgets } from './test/src/budgets.ts';

const seconds = 1000;
const database = './test/src/global-setup.ts';

/** A project has a budget for one test, and one for all of its own (test/src/budgets.ts). */
export default defineConfig({
  // Without the condition `development`, which Vite adds: the libraries that Node loads by itself take the other copy
  // of graphql, and two copies don't know each other's schemas.
  ssr: {
    resolve: {
      conditions: ['node', 'module-sync', 'default'],
      externalConditions: ['node', 'module-sync', 'default'],
    },
  },
  test: {
    reporters: ['default', new Budgets()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['schema/src/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          // Property tests run hundreds of histories.
          testTimeout: 20 * seconds,
        },
      },
      // The pages' view classes are compiled by Svelte: their own configuration.
      {
        extends: './web/vite.config.ts',
        root: './web',
        test: { name: 'web', include: ['src/**/*.test.ts'], testTimeout: 5 * seconds },
      },
      {
        test: {
          name: 'db',
          include: ['db/src/**/*.test.ts', 'schema/src/**/*.db.test.ts'],
          globalSetup: database,
          testTimeout: 30 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: 'wire',
          include: ['server/src/**/*.test.ts', 'test/wire/**/*.test.ts'],
          globalSetup: database,
          testTimeout: 30 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: database,
          // One browser at a time: they are what takes the memory.
          fileParallelism: false,
          testTimeout: 60 * seconds,
          hookTimeout: 120 * seconds,
        },
      },
    ],
  },
});
