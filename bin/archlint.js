#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write('archlint: dist/ is missing: this is a source checkout that has not been built. Run "npm ci" and "npm run build" first.\n');
  process.exitCode = 2;
}
