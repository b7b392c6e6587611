#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// A check is one short run through much code. With V8's own thresholds, a quarter of its processor time goes to optimizing functions that hardly
// run again (decision 3 has the measurement). The first flag is known to V8 in every Node from 20 on; the second has this name in Node 20 alone.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=150');
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=300000');

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write('archlint: dist/ is missing: this is a source checkout that has not been built. Run "npm ci" and "npm run build" first.\n');
  process.exitCode = 2;
}
