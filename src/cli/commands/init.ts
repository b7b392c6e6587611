import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Preset } from '../../core/rule.js';
import { UsageError } from '../../core/usage-error.js';
import { term } from '../../report/shape/escape.js';
import { count } from '../../report/shape/layout.js';
import { configured } from '../configured.js';
import type { Console } from '../console.js';
import { writeReport } from '../destinations.js';
import { emit } from '../emit.js';
import type { InitOptions } from '../option-values.js';
import { packageFile } from '../package-file.js';
import { type Analysed, analysePaths } from '../pipeline.js';
import { choose } from '../questions.js';

const file = '.archlintrc.yml';
/** Where each platform's job goes, and the template it is made from. */
const workflows = {
  github: [
    ['.github/workflows/architecture.yml', 'github-pull-request.yml'],
    ['.github/workflows/architecture-comment.yml', 'github-comment.yml'],
  ],
  gitlab: [['.gitlab/archlint.yml', 'gitlab.yml']],
} as const;

interface Plan {
  readonly preset: Preset;
  readonly baseline: boolean;
  readonly workflow: 'github' | 'gitlab' | null;
}

/**
 * `archlint init`: shows what was found, asks at most three questions (none with `--yes`), and writes a commented configuration and, if asked, the baseline and
 * the pull-request workflow. Overwrites nothing. Throws `UsageError` where there is a configuration already, or nobody to ask.
 */
export async function init(paths: readonly string[], options: InitOptions, console: Console): Promise<number> {
  const [only = '.', ...more] = paths;
  if (more.length > 0) throw new UsageError('init takes one folder: the one that the configuration is for');
  const folder = path.resolve(console.cwd, only);
  const target = path.join(folder, file);
  if (existsSync(target)) throw new UsageError(`${shown(target, console)} exists already; archlint rules shows what it decides`);
  const { ask } = console;
  if (options.yes !== true && ask === undefined) throw new UsageError('nobody to ask here: use --yes to take the defaults');
  const analysed = await analysePaths(paths, { ...options, config: false }, console);
  await emit('services', analysed, [{ format: 'text' }], options, {}, console);
  await console.out(`  ${foundText(analysed)}\n\n`);
  const plan = options.yes === true || ask === undefined ? defaults(analysed) : await asked(analysed, folder, ask);
  const written = [await writeConfig(target, analysed, plan, options, console)];
  if (plan.workflow !== null) written.push(...(await writeWorkflows(folder, plan.workflow)));
  for (const one of written) await console.out(`  wrote ${term(shown(one, console))}\n`);
  if (plan.baseline) {
    const { baseline } = await import('./baseline.js');
    await console.out('  ');
    await baseline(paths, options, console);
  }
  await console.out(`\n  next: archlint check · archlint explain <rule> · archlint graph --highlight --format mermaid\n`);
  return 0;
}

function foundText({ report }: Analysed): string {
  const { errors, warnings, infos } = report.summary;
  if (errors + warnings + infos === 0) return 'No findings.';
  const rules = new Set(report.findings.map((finding) => finding.ruleId)).size;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')} and ${count(infos, 'info')} of ${count(rules, 'rule')}: archlint check shows them.`;
}

/** Without questions: the default preset, today's findings accepted so that the first run passes, no file of a CI system. */
function defaults(analysed: Analysed): Plan {
  return { preset: 'recommended', baseline: analysed.report.findings.length > 0, workflow: null };
}

async function asked(analysed: Analysed, folder: string, ask: NonNullable<Console['ask']>): Promise<Plan> {
  const preset = await choose(ask, {
    text: 'Which rules: the recommended ones, the four of the first rank, or all?',
    answers: ['recommended', 'minimal', 'strict'],
  });
  const findings = analysed.report.findings.length;
  const baseline =
    findings > 0 &&
    (await choose(ask, { text: `Accept today's ${count(findings, 'finding')} in a baseline, so that only new ones fail?`, answers: ['yes', 'no'] })) === 'yes';
  const platform = existsSync(path.join(folder, '.gitlab-ci.yml')) ? 'gitlab' : 'github';
  const wanted = await choose(ask, {
    text: `Write the job that checks and comments on pull requests (${workflows[platform].map(([to]) => to).join(', ')})?`,
    answers: ['no', 'yes'],
  });
  return { preset, baseline, workflow: wanted === 'yes' ? platform : null };
}

async function writeConfig(target: string, analysed: Analysed, plan: Plan, options: InitOptions, console: Console): Promise<string> {
  const { firstConfig } = await import('../../config/index.js');
  const { metas } = await configured(['.'], { ...options, config: false }, console);
  const found = new Map<string, number>();
  for (const { ruleId } of analysed.report.findings) found.set(ruleId, (found.get(ruleId) ?? 0) + 1);
  const services = analysed.report.graph.nodes.flatMap((node) => (node.kind === 'service' ? [node] : []));
  await writeReport(target, firstConfig({ preset: plan.preset, services, found, rules: metas }));
  return target;
}

async function writeWorkflows(folder: string, platform: keyof typeof workflows): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [to, template] of workflows[platform]) {
    const target = path.join(folder, to);
    if (existsSync(target)) continue;
    await mkdir(path.dirname(target), { recursive: true });
    await writeReport(target, await readFile(packageFile(`templates/${template}`), 'utf8'));
    written.push(target);
  }
  return written;
}

const shown = (target: string, console: Console): string => path.relative(console.cwd, target).split(path.sep).join('/');
