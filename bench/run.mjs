#!/usr/bin/env node
// Measures speed and memory as ratios taken side by side in one run, because absolute times say more of the machine than of the tool.
//
//   npm run bench -- --system DIR [--rounds N] [--gate]
//
// check / list and read   wall time of a cold `archlint check` over the time to list the same files and read their bytes
// peak memory             of that check
// --help / node           wall time of `archlint --help` over that of `node -e ''`
// Each time is the least of the rounds. --gate ends with exit code 1 where a limit is exceeded.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const cli = join(root, 'bin', 'archlint.js');
const limits = { check: 20, memory: 400, help: 2 };

const { values } = parseArgs({ options: { system: { type: 'string' }, rounds: { type: 'string', default: '3' }, gate: { type: 'boolean' } } });
if (!values.system || !existsSync(values.system)) fail('usage: npm run bench -- --system DIR [--rounds N] [--gate]');
if (!existsSync(join(root, 'dist'))) fail('dist/ is missing: run "npm run build" first');

const times = { floor: [], check: [], memory: [], help: [], node: [] };
let files = 0;
let bytes = 0;
for (let round = 0; round < Number(values.rounds); round += 1) {
  const floor = JSON.parse(timed([join(here, 'floor.mjs'), values.system]).stdout);
  [files, bytes] = [floor.files, floor.bytes];
  times.floor.push(floor.milliseconds);
  const check = timed(['--import', join(here, 'peak.mjs'), cli, 'check', values.system, '--no-config', '--fail-on', 'never', '--format', 'json']);
  times.check.push(check.milliseconds);
  times.memory.push(Number(check.extra) / 1024);
  times.help.push(timed([cli, '--help']).milliseconds);
  times.node.push(timed(['-e', '']).milliseconds);
}

const least = (list) => Math.min(...list);
const rows = [
  {
    name: 'check / list and read',
    value: least(times.check) / least(times.floor),
    limit: limits.check,
    unit: 'x',
    from: `${ms(times.check)} over ${ms(times.floor)}`,
  },
  { name: 'peak memory', value: Math.max(...times.memory), limit: limits.memory, unit: ' MB', from: 'resident set of the check, the most of all rounds' },
  { name: '--help / node', value: least(times.help) / least(times.node), limit: limits.help, unit: 'x', from: `${ms(times.help)} over ${ms(times.node)}` },
];
console.log(`${files} files, ${(bytes / 1e6).toFixed(1)} MB, least of ${values.rounds} rounds`);
for (const { name, value, limit, unit, from } of rows) {
  console.log(
    `${name.padEnd(22)} ${`${value.toFixed(1)}${unit}`.padStart(9)}   limit ${`${limit}${unit}`.padEnd(7)} ${value > limit ? 'OVER' : 'ok  '}   ${from}`,
  );
}
if (values.gate && rows.some(({ value, limit }) => value > limit)) process.exitCode = 1;

/** Runs node with these arguments; `extra` is what the process wrote to its fourth stream. */
function timed(args) {
  const since = performance.now();
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const milliseconds = performance.now() - since;
  if (done.status !== 0) fail(`exit code ${done.status ?? done.signal} of node ${args.join(' ')}\n${done.stderr}`);
  return { milliseconds, stdout: done.stdout, extra: done.output[3] };
}

function ms(list) {
  return `${least(list).toFixed(0)} ms`;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
