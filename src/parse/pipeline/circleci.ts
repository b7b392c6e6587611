import type { Diagnostic } from '../../core/extraction.js';
import { joinPath } from '../paths.js';
import { entriesOf, get, itemsOf, textOf, textsOf, type TreeEntry, type TreeNode } from '../tree.js';
import { mapTexts } from '../tree-texts.js';
import { parseYaml } from '../yaml.js';
import type { Pipeline, PipelineJob, PipelineStep, PlacedText, Variables } from './model.js';
import { fillText } from './text.js';
import { commandsOfLines, plainJob, productOf, scalarsOf, scriptLines } from './yaml-script.js';

const maxDepth = 8;
const maxSteps = 1_000;
const maxJobs = 2_000;

/**
 * A CircleCI configuration: a job for each one that a workflow runs, with the parameters that it gives. Commands of the file are put in, steps and jobs of
 * orbs are actions named after the orb. Jobs that no workflow runs are none. Undefined where the text is no map. Never throws.
 */
export function readCircleci(file: string, text: string): { readonly pipeline?: Pipeline; readonly diagnostics: readonly Diagnostic[] } {
  const { documents, diagnostics } = parseYaml(file, text, { final: true });
  const parsed = documents[0]?.root;
  if (parsed?.kind !== 'map') return { diagnostics };
  const root = mapTexts(parsed, (written) => written.replace(/<<\s*([\w.-]+)\s*>>/g, '${$1}'));
  const jobs = workflowJobs(root).slice(0, maxJobs);
  return { pipeline: { file, triggers: [], parameters: new Map(), jobs, includes: [] }, diagnostics };
}

function workflowJobs(root: TreeNode): PipelineJob[] {
  const workflows = entriesOf(get(root, 'workflows')).filter(({ value }) => value.kind === 'map');
  const jobs = entriesOf(get(root, 'jobs'));
  if (workflows.length === 0) return jobs.filter(({ key }) => key === 'build').map((job) => readJob(root, job.key, undefined, job.line));
  return workflows.flatMap(({ value }) =>
    itemsOf(get(value, 'jobs')).flatMap((item): PipelineJob[] => {
      const name = textOf(item);
      if (name !== undefined) return [readJob(root, name, undefined, item.line)];
      return entriesOf(item)
        .slice(0, 1)
        .map(({ key, value: given, line }) => readJob(root, key, given, line));
    }),
  );
}

/** A job as a workflow runs it; one of an orb is a single action. */
function readJob(root: TreeNode, name: string, given: TreeNode | undefined, line: number): PipelineJob {
  const job = get(root, 'jobs', name);
  const legs = productOf(get(given, 'matrix', 'parameters'), (key) => `parameters.${key}`);
  const values = parametersOf(job, given, new Map());
  const matrix = legs.length > 1 || (legs[0]?.size ?? 0) > 0;
  const variables: Variables = new Map([...scalarsOf(get(job, 'environment')), ...values].filter(([key]) => !legs.some((leg) => leg.has(key))));
  const shape = {
    ...plainJob,
    id: textOf(get(given, 'name')) ?? name,
    line,
    needs: textsOf(get(given, 'requires')),
    matrix,
    legs: matrix ? legs : [new Map()],
  };
  if (job === undefined) return { ...shape, steps: orbStep(root, name, given, { variables, folder: '.', line }) };
  return {
    ...shape,
    line: entriesOf(get(root, 'jobs')).find(({ key }) => key === name)?.line ?? line,
    steps: stepsOf(root, get(job, 'steps'), { variables, depth: 0, budget: { left: maxSteps } }),
  };
}

/** Defaults, and over them what is given; values may name the caller's own. */
function parametersOf(of: TreeNode | undefined, given: TreeNode | undefined, around: Variables): Map<string, string> {
  const defaults = entriesOf(get(of, 'parameters')).flatMap(({ key, value }) => {
    const text = textOf(get(value, 'default'));
    return text === undefined || text === '' ? [] : [[`parameters.${key}`, text] as const];
  });
  return new Map([...defaults, ...[...scalarsOf(given)].map(([key, text]) => [`parameters.${key}`, fillText(text, around)] as const)]);
}

interface Scope {
  readonly variables: Variables;
  readonly depth: number;
  readonly condition?: string;
  /** Steps that the job may still have, commands put in. */
  readonly budget: { left: number };
}

function stepsOf(root: TreeNode, steps: TreeNode | undefined, scope: Scope): PipelineStep[] {
  if (scope.depth > maxDepth) return [];
  return itemsOf(steps).flatMap((step): PipelineStep[] => {
    if (scope.budget.left <= 0) return [];
    scope.budget.left -= 1;
    const name = textOf(step);
    const first: TreeEntry | undefined = name === undefined ? entriesOf(step)[0] : { key: name, line: step.line, value: step };
    return first === undefined ? [] : stepOf(root, first, name === undefined, scope);
  });
}

function stepOf(root: TreeNode, { key, value, line }: TreeEntry, hasValue: boolean, scope: Scope): PipelineStep[] {
  const given = hasValue ? value : undefined;
  if (key === 'run') return runStep(given, line, scope);
  if (key === 'when' || key === 'unless') {
    const asked = `${key} ${fillText(conditionText(get(given, 'condition')), scope.variables)}`;
    return stepsOf(root, get(given, 'steps'), {
      ...scope,
      depth: scope.depth + 1,
      condition: [scope.condition, asked].filter((c) => c !== undefined).join(' and '),
    });
  }
  const command = get(root, 'commands', key);
  if (command === undefined)
    return orbStep(root, key, given, { variables: scope.variables, folder: '.', line, ...(scope.condition !== undefined && { condition: scope.condition }) });
  const own = [...scope.variables].filter(([name]) => !name.startsWith('parameters.'));
  const variables = new Map([...own, ...parametersOf(command, given, scope.variables)]);
  return stepsOf(root, get(command, 'steps'), { ...scope, variables, depth: scope.depth + 1 });
}

/** `{ equal: [main, << pipeline.git.branch >>] }` as text. */
function conditionText(node: TreeNode | undefined): string {
  if (node === undefined) return '';
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(conditionText).join(', ');
  return node.entries.map(({ key, value }) => `${key}(${conditionText(value)})`).join(' ');
}

function runStep(run: TreeNode | undefined, line: number, { variables, condition }: Scope): PipelineStep[] {
  const script = run?.kind === 'map' ? get(run, 'command') : run;
  const all: Variables = new Map([...variables, ...scalarsOf(get(run, 'environment'))]);
  const written = fillText(textOf(get(run, 'working_directory')) ?? '.', all).replace(/^~\/(?:project|repo)(?:\/|$)/, '');
  const folder = joinPath('.', written === '' || written.startsWith('/') || written.startsWith('~') ? '.' : written);
  const commands = commandsOfLines(scriptLines(script), folder, all);
  return commands.length === 0 ? [] : [{ line: script?.line ?? line, folder, variables: all, commands, ...(condition !== undefined && { condition }) }];
}

/** `ecr/build-and-push-image` of `orbs: { ecr: circleci/aws-ecr@8 }` is the action `circleci/aws-ecr/build-and-push-image`. */
function orbStep(
  root: TreeNode,
  name: string,
  given: TreeNode | undefined,
  place: Pick<PipelineStep, 'variables' | 'folder' | 'line' | 'condition'>,
): PipelineStep[] {
  const slash = name.indexOf('/');
  const orb = textOf(get(root, 'orbs', name.slice(0, slash)))?.split('@')[0];
  if (slash < 0 || orb === undefined) return [];
  const inputs = entriesOf(given).flatMap(({ key, line, value }): [string, PlacedText][] =>
    value.kind === 'scalar' ? [[key, { text: value.text, line }]] : [],
  );
  return [{ ...place, action: { name: `${orb}/${name.slice(slash + 1)}`, inputs: new Map(inputs) }, commands: [] }];
}
