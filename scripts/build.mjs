#!/usr/bin/env node
// Builds dist/, which is what a user runs: few files, because Node loads modules one at a time (docs/decisions/0003). Packages stay outside, what
// loads lazily stays lazy, and every file lies two folders below the package's own, as the sources of src/cli do (`packageFile`).
import { join } from 'node:path';
import { build } from 'rolldown';

await build({
  cwd: join(import.meta.dirname, '..'),
  input: { 'cli/main': 'src/cli/main.ts', 'discover/index': 'src/discover/index.ts' },
  platform: 'node',
  external: /^[^./]/,
  logLevel: 'warn',
  output: { dir: 'dist', cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js' },
});
