import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { run } from '../src/cli/run.js';
import { formatNames } from '../src/report/formats.js';
import { documentationLinks, githubProblems, gitlabProblems, junitProblems, markdownProblems, sarifProblems } from '../test/support/format-validators.js';
import { everyRule, root } from './docs/sources.js';

const usage = `usage: npm run formats -- --systems DIR [--keep DIR] [system...]

Writes every format of check for every folder in DIR, under the presets recommended and strict, and validates each: SARIF, JUnit and JSON by their
schemas, annotations and code quality by what their platforms document, Markdown by the page it becomes. Nothing of a system is executed.

  --keep DIR   keep the reports there, to look at`;

const presets = ['recommended', 'strict'] as const;

/** Validates the reports of whole systems; prints what is wrong. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { systems: { type: 'string' }, keep: { type: 'string' } },
  });
  const { systems, keep } = values;
  if (systems === undefined) {
    console.error(usage);
    return 2;
  }
  const folder = keep ?? mkdtempSync(path.join(tmpdir(), 'archlint-reports-'));
  const wanted = readdirSync(systems, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && (positionals.length === 0 || positionals.includes(entry.name)) ? [entry.name] : []))
    .sort();
  let wrong = 0;
  for (const system of wanted) {
    for (const preset of presets) {
      const place = path.join(folder, system, preset);
      mkdirSync(place, { recursive: true });
      const problems = await problemsOf(path.resolve(systems, system), place, preset);
      console.log(`${system} ${preset}: ${problems.length === 0 ? 'valid' : 'INVALID'}`);
      for (const problem of problems.slice(0, 20)) console.log(`  ${problem}`);
      wrong += problems.length;
    }
  }
  if (keep === undefined) rmSync(folder, { recursive: true });
  return wrong === 0 && wanted.length > 0 ? 0 : 1;
}

async function problemsOf(system: string, place: string, preset: string): Promise<readonly string[]> {
  const formats = formatNames.check.flatMap((name) => ['--format', `${name}=${path.join(place, name)}`]);
  const code = await run(['check', system, '--no-config', '--preset', preset, '--fail-on', 'never', ...formats], {
    out: async () => undefined,
    err: (text) => (text.includes('wrote') ? undefined : process.stderr.write(text)),
    env: {},
    cwd: root,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: undefined,
    now: () => performance.now(),
    today: new Date().toISOString().slice(0, 10),
  });
  if (code !== 0) return [`exit code ${code}`];
  const text = (name: string): string => readFileSync(path.join(place, name), 'utf8');
  const labelled = (name: string, problems: readonly string[]): readonly string[] => problems.map((problem) => `${name}: ${problem}`);
  return [
    ...labelled('json', jsonProblems(text('json'))),
    ...labelled('sarif', sarifProblems(text('sarif'))),
    ...labelled('github', githubProblems(text('github'))),
    ...labelled('gitlab', gitlabProblems(text('gitlab'))),
    ...labelled('junit', await junitProblems([text('junit')])),
    ...labelled('markdown', markdownProblems(text('markdown'), documentationLinks(Object.values(everyRule)))),
    ...formatNames.check.flatMap((name) => (text(name).includes(system) ? [`${name}: names the folder ${system}`] : [])),
  ];
}

const checkSchema = new Ajv2020({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(path.join(root, 'schemas/check.schema.json'), 'utf8')) as object,
);

function jsonProblems(text: string): readonly string[] {
  return checkSchema(JSON.parse(text)) ? [] : (checkSchema.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
