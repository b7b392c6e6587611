import { defineConfig } from 'vitest/config';
// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
    test: {
        include: ['test/**/*.test.ts'],
        testTimeout: 30_000,
        hookTimeout: 30_000,
        coverage: {
            provider: 'v8',
            include: ['src/**/*.ts'],
            // Records are data, and each is tested by its own examples.
            exclude: ['src/libraries/*/**'],
            reporter: ['text-summary', 'html'],
        },
    },
});
