#!/usr/bin/env node
// Measures archlint against the hand-made truth of public systems and prints the table that README shows.
//
//   npm run accuracy -- --systems DIR [--misses] [--markdown] [--save DIR] [system...]
//
// --systems   folder with one sub-folder per system, as lay-out.mjs makes it; systems that are not there are named and left out
// --misses    prints each wrong and each missed row too
// --markdown  writes accuracy/table.md, which `npm run docs` copies into README
// --save      keeps the graph and check JSON of each system there
// The built command line runs as it is published, once for the graph and once for the findings. Nothing of a system is executed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { markdownTable, pool, textTable } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const cli = join(root, 'bin', 'archlint.js');
const limitMs = 15 * 60_000;

/** Systems over which the goals are pooled beside all of them: TypeScript code throughout. */
const typeScriptSystems = ['booking-microservices-nestjs', 'practical-microservice-workshop', 'novu'];

/** Truth kinds and the rule that finds them, where the names differ. */
const ruleOfKind = new Map([
  ['cross-service-db', 'cross-service-db-access'],
  ['no-trace-propagation', 'trace-propagation'],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { systems: { type: 'string' }, misses: { type: 'boolean' }, markdown: { type: 'boolean' }, save: { type: 'string' } },
});
if (!values.systems) fail('usage: npm run accuracy -- --systems DIR [--misses] [--markdown] [--save DIR] [system...]');
if (!existsSync(join(root, 'dist'))) fail('dist/ is missing: run "npm run build" first');

const known = readdirSync(join(here, 'truth'))
  .map((file) => file.replace(/\.yaml$/, ''))
  .sort();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) fail(`no truth for ${unknown.join(', ')}; there is: ${known.join(', ')}`);
const wanted = known.filter((name) => positionals.length === 0 || positionals.includes(name));
const present = wanted.filter((name) => existsSync(join(values.systems, name)));
const absent = wanted.filter((name) => !present.includes(name));
if (absent.length > 0) console.error(`not laid out, left out: ${absent.join(', ')}`);

const rules = new Set(JSON.parse(run([cli, 'rules', '--no-config', '--format', 'json'])).rules.map((rule) => rule.id));
const out = values.save ?? mkdtempSync(join(tmpdir(), 'archlint-accuracy-'));
mkdirSync(out, { recursive: true });
const rows = [];
const crashed = [];
for (const system of present) {
  const row = measure(system);
  if (row) rows.push(row);
  else crashed.push(system);
}
if (values.save === undefined) rmSync(out, { recursive: true });

const pooled = [pool('all', rows)];
const typeScript = rows.filter((row) => typeScriptSystems.includes(row.system));
if (typeScript.length > 1)
  pooled.push(
    pool(
      typeScript.length === typeScriptSystems.length ? 'the three in TypeScript' : `TypeScript: ${typeScript.map((row) => row.system).join(', ')}`,
      typeScript,
    ),
  );
console.log(textTable([...rows, ...pooled]));
if (values.markdown) {
  writeFileSync(join(here, 'table.md'), markdownTable([...rows, ...pooled]));
  console.error('wrote accuracy/table.md');
}
if (crashed.length > 0) fail(`no result for ${crashed.join(', ')}`);

/** Runs and scores one system; undefined, with the reason on stderr, where archlint fails. */
function measure(system) {
  const folder = join(values.systems, system);
  const graph = join(out, `${system}.graph.json`);
  const check = join(out, `${system}.check.json`);
  console.error(`${system} …`);
  try {
    run([cli, 'graph', folder, '--no-config', '--format', `json=${graph}`]);
    const since = performance.now();
    run([cli, 'check', folder, '--no-config', '--fail-on', 'never', '--format', `json=${check}`]);
    const seconds = (performance.now() - since) / 1000;
    const score = [join(here, 'score.mjs'), join(here, 'truth', `${system}.yaml`), '--graph', graph, '--check', check];
    if (values.misses) console.log(run([...score, '--misses']));
    const { languages } = parse(readFileSync(join(here, 'truth', `${system}.yaml`), 'utf8'));
    return { ...onlyBuiltRules(JSON.parse(run([...score, '--json']))), languages, seconds };
  } catch (error) {
    console.error(`${system}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Red flags whose rule this version does not have yet are not counted as missed; how many they are stands in `later`. */
function onlyBuiltRules(score) {
  const isLater = (label) => {
    const kind = label.slice(0, label.indexOf(' '));
    return !rules.has(ruleOfKind.get(kind) ?? kind);
  };
  const later = score.flags.missed.filter(isLater).length;
  return { ...score, flags: { ...score.flags, want: score.flags.want - later, missed: score.flags.missed.filter((label) => !isLater(label)), later } };
}

function run(args) {
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, timeout: limitMs, stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return done.stdout;
  throw new Error(`${done.error?.message ?? `exit code ${done.status ?? done.signal}`}\n${done.stderr.slice(-2000)}`);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
