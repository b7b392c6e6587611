import { defineConfig } from 'vitest/config';

/** Tests that put something else in the place of a module need a process of their own. */
const mocking = ['test/unit/cli.test.ts', 'test/unit/cli-formats.test.ts'];
const common = { testTimeout: 60_000, hookTimeout: 60_000 };

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    projects: [
      // The rest share one: loading the compiler and every stage anew for each file takes most of the time.
      { test: { ...common, name: 'plain', include: ['test/**/*.test.ts'], exclude: mocking, isolate: false } },
      { test: { ...common, name: 'mocking', include: mocking } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Records are data, and each is tested by its own examples.
      exclude: ['src/libraries/*/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
