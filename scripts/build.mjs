#!/usr/bin/env node
// Builds dist/, which is what a user runs: few files, because Node loads modules one at a time (docs/decisions/0003). Packages stay outside, what
// loads lazily stays lazy, and every file lies two folders below the package's own, as the sources of src/cli do (`packageFile`). The compiler alone is
// brought along, without its blanks: reading its nine megabytes is a twentieth of a cold check.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'rolldown';

const compiler = '@ts-morph/common/dist/typescript.js';
const shared = { cwd: join(import.meta.dirname, '..'), platform: 'node', logLevel: 'warn' };

await build({
  ...shared,
  input: { 'cli/main': 'src/cli/main.ts', 'discover/index': 'src/discover/index.ts' },
  external: /^[^./]/,
  output: { dir: 'dist', cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js', paths: { [compiler]: '../compiler/typescript.cjs' } },
});

await build({
  ...shared,
  input: { 'compiler/typescript': createRequire(import.meta.url).resolve(compiler) },
  output: { dir: 'dist', format: 'cjs', minify: true, entryFileNames: '[name].cjs' },
});
