import type { Diagnostic } from '../../core/extraction.js';
import { shellWords } from '../shell.js';
import { get, itemsOf, itemsOrOne, textOf, type TreeNode } from '../tree.js';
import { parseYaml } from '../yaml.js';
import type { Pipeline, PipelineCommand, PipelineJob, Variables } from './model.js';
import { commandsOfLines, plainJob, scalarsOf, scriptLines } from './yaml-script.js';

const phases = ['before_install', 'install', 'before_script', 'script', 'after_success', 'before_deploy', 'deploy', 'after_deploy'];

/**
 * A Travis configuration: one job, or those of `jobs: include:`, each with the phases that the file gives to all. Lists of `env` make a matrix. Undefined where the
 * text is no map. Never throws.
 */
export function readTravis(file: string, text: string): { readonly pipeline?: Pipeline; readonly diagnostics: readonly Diagnostic[] } {
  const { documents, diagnostics } = parseYaml(file, text);
  const root = documents[0]?.root;
  if (root?.kind !== 'map') return { diagnostics };
  const included = itemsOf(get(root, 'jobs', 'include') ?? get(root, 'matrix', 'include') ?? get(root, 'jobs'));
  const jobs = included.length === 0 ? [readJob(root, undefined)] : included.map((job) => readJob(root, job));
  return { pipeline: { file, triggers: [], parameters: new Map(), jobs, includes: [] }, diagnostics };
}

function readJob(root: TreeNode, job: TreeNode | undefined): PipelineJob {
  const shared = variablesOf(get(root, 'env'), true);
  const legs = job === undefined ? legsOf(get(root, 'env')) : [];
  const variables: Variables = new Map([...shared, ...variablesOf(get(job, 'env'), false)]);
  const lines = phases.flatMap((phase) => phaseLines(phase, get(job, phase) ?? get(root, phase)));
  const commands: PipelineCommand[] = commandsOfLines(lines, '.', variables);
  const condition = textOf(get(job, 'if')) ?? textOf(get(root, 'if'));
  const line = job?.line ?? lines[0]?.line ?? root.line;
  return {
    ...plainJob,
    id: textOf(get(job, 'name')) ?? textOf(get(job, 'stage')) ?? 'build',
    line,
    conditions: condition === undefined ? [] : [condition],
    matrix: legs.length > 1,
    legs: legs.length > 1 ? legs : [legs[0] ?? new Map()],
    steps: commands.length === 0 ? [] : [{ line, folder: '.', variables, commands }],
  };
}

/** Of `deploy` what `provider: script` runs; other providers take one service's files. */
function phaseLines(phase: string, node: TreeNode | undefined): ReturnType<typeof scriptLines> {
  return phase === 'deploy' ? itemsOrOne(node).flatMap((one) => scriptLines(get(one, 'script'))) : scriptLines(node);
}

/** `env: { global: [...] }` or a job's own `env`: texts of assignments, or a map of them. What is encrypted is not known. */
function variablesOf(env: TreeNode | undefined, shared: boolean): Map<string, string> {
  const node = shared ? get(env, 'global') : env;
  if (shared && node === undefined && env?.kind === 'map' && get(env, 'jobs') === undefined && get(env, 'matrix') === undefined) return scalarsOf(env);
  return new Map(itemsOrOne(node).flatMap((item) => [...(item.kind === 'map' ? scalarsOf(item) : assigned(textOf(item) ?? ''))]));
}

function legsOf(env: TreeNode | undefined): Variables[] {
  const list = env?.kind === 'list' ? env : (get(env, 'jobs') ?? get(env, 'matrix'));
  return itemsOf(list).map((item) => (item.kind === 'map' ? scalarsOf(item) : assigned(textOf(item) ?? '')));
}

function assigned(text: string): Map<string, string> {
  return new Map(
    shellWords(text).flatMap((word): [string, string][] => {
      const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}
