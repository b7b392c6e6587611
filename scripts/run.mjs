#!/usr/bin/env node
// Runs a TypeScript script of this folder without building it first: `node scripts/run.mjs docs --check`. Node 20 cannot do that by
// itself; vite, which vitest brings along, can. The script exports `main(args)`, which gives the exit code.
import { join } from 'node:path';
import { createServer, isRunnableDevEnvironment } from 'vite';

const [name, ...args] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const server = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  cacheDir: join(root, 'node_modules', '.vite-scripts'),
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
try {
  if (!isRunnableDevEnvironment(server.environments.ssr)) throw new Error('vite has no module runner here');
  const script = await server.environments.ssr.runner.import(join(root, 'scripts', `${name}.ts`));
  process.exitCode = await script.main(args);
} finally {
  await server.close();
}
