import type { Diagnostic } from '../../core/extraction.js';
import { folderOf, joinPath } from '../paths.js';
import { entriesOf, entry, get, itemsOf, textOf, textsOf, type TreeMap, type TreeNode } from '../tree.js';
import { mapTexts } from '../tree-texts.js';
import { parseYaml } from '../yaml.js';
import { expandEach } from './azure-expressions.js';
import type { PathFilter, Pipeline, PipelineAction, PipelineCall, PipelineJob, PipelineStep, PipelineTrigger, PlacedText, Variables } from './model.js';
import { commandsOfLines, plainJob, scalarsOf, scriptLines } from './yaml-script.js';

const maxLegs = 256;
/** In `$( … )` of a script these are programs, not variables of the pipeline. */
const programs = /^(?:pwd|date|whoami|hostname|ls|nproc|uname)$/;
const shells = ['script', 'bash', 'pwsh', 'powershell'];

/**
 * An Azure pipeline or a template of one: the jobs of its stages with their steps; tasks are actions named without version. `each` over parameters with known
 * defaults is carried out, templates are calls with their parameters. Undefined where the text is no pipeline. Never throws.
 */
export function readAzurePipeline(file: string, text: string): { readonly pipeline?: Pipeline; readonly diagnostics: readonly Diagnostic[] } {
  const { documents, diagnostics } = parseYaml(file, text, { final: true });
  const written = documents[0]?.root;
  if (written?.kind !== 'map' || !written.entries.some(({ key }) => key === 'steps' || key === 'jobs' || key === 'stages' || key === 'extends'))
    return { diagnostics };
  const root = mapTexts(expandEach(written), spelled);
  if (root.kind !== 'map') return { diagnostics };
  const jobs = new Reader(file, variablesOf(get(root, 'variables'))).jobsOf(root, []);
  return { pipeline: { file, triggers: triggersOf(root), parameters: parametersOf(root), jobs, includes: [] }, diagnostics };
}

/** `$(TAG)`, `${{ parameters.name }}` and `${{ variables.tag }}` as `${TAG}`, `${parameters.name}`, `${tag}`. */
function spelled(text: string): string {
  if (!text.includes('$')) return text;
  return text
    .replace(/\$\{\{\s*(?:variables\.)?([A-Za-z_][\w.-]*)\s*\}\}/g, '${$1}')
    .replace(/\$\{\{([^}]*)\}\}/g, (_, inner: string) => `\${expression ${inner}}`)
    .replace(/\$\(([A-Za-z_][\w.]*)\)/g, (whole, name: string) => (programs.test(name) ? whole : `\${${name}}`));
}

function triggersOf(root: TreeMap): PipelineTrigger[] {
  const trigger = get(root, 'trigger');
  const review = get(root, 'pr');
  const pushes: PipelineTrigger[] = [];
  if (trigger !== undefined && textOf(trigger) !== 'none') {
    const branches = trigger.kind === 'map' ? textsOf(get(trigger, 'branches', 'include')) : textsOf(trigger);
    const paths = filterOf(get(trigger, 'paths'));
    pushes.push({ event: 'push', branches, ...(paths && { paths }), line: trigger.line });
  }
  const others = ['schedules', 'resources'].flatMap((key) =>
    get(root, key) === undefined ? [] : [{ event: key, branches: [], line: get(root, key)?.line ?? 1 }],
  );
  return review === undefined || textOf(review) === 'none'
    ? [...pushes, ...others]
    : [...pushes, ...others, { event: 'pull_request', branches: [], line: review.line }];
}

function filterOf(paths: TreeNode | undefined): PathFilter | undefined {
  return paths === undefined ? undefined : { include: textsOf(get(paths, 'include')), exclude: textsOf(get(paths, 'exclude')), line: paths.line };
}

/** As a list of `{ name, default }`, or in the old form as a map of defaults. */
function parametersOf(root: TreeMap): Map<string, string | undefined> {
  const parameters = get(root, 'parameters');
  if (parameters?.kind === 'map') return new Map([...scalarsOf(parameters)].map(([key, text]) => [`parameters.${key}`, text]));
  return new Map(
    itemsOf(parameters).flatMap((item) => {
      const name = textOf(get(item, 'name'));
      return name === undefined ? [] : [[`parameters.${name}`, textOf(get(item, 'default'))] as const];
    }),
  );
}

function variablesOf(node: TreeNode | undefined): Map<string, string> {
  if (node?.kind !== 'list') return scalarsOf(node);
  return new Map(
    node.items.flatMap((item) => {
      const [name, value] = [textOf(get(item, 'name')), textOf(get(item, 'value'))];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

class Reader {
  constructor(
    private readonly file: string,
    private readonly variables: Variables,
  ) {}

  /** Jobs of a pipeline, stage or template; steps without a job are one. */
  jobsOf(node: TreeNode, conditions: readonly string[], variables: Variables = this.variables): PipelineJob[] {
    const known = new Map([...variables, ...variablesOf(get(node, 'variables'))]);
    const own = [...conditions, ...[textOf(get(node, 'condition'))].filter((c) => c !== undefined)];
    const stages = itemsOf(get(node, 'stages')).flatMap((stage) =>
      this.callsOf(stage).length > 0 ? [this.templateJob(stage, own)] : this.jobsOf(stage, own, known),
    );
    const jobs = itemsOf(get(node, 'jobs')).map((job) => (this.callsOf(job).length > 0 ? this.templateJob(job, own) : this.job(job, own, known)));
    const steps = get(node, 'steps');
    const alone = steps === undefined ? [] : [this.job(node, conditions, known)];
    const extended = get(node, 'extends');
    return [...stages, ...jobs, ...alone, ...(extended === undefined ? [] : [this.templateJob(extended, own)])];
  }

  private job(node: TreeNode, conditions: readonly string[], variables: Variables): PipelineJob {
    const known = new Map([...variables, ...variablesOf(get(node, 'variables'))]);
    const environment = textOf(get(node, 'environment')) ?? textOf(get(node, 'environment', 'name'));
    const legs = entriesOf(get(node, 'strategy', 'matrix'))
      .map(({ value }) => scalarsOf(value))
      .slice(0, maxLegs);
    const named = get(node, 'job') ?? get(node, 'deployment');
    const condition = textOf(get(node, 'condition'));
    const phases = ['runOnce', 'rolling', 'canary'].flatMap((kind) => ['preDeploy', 'deploy'].map((phase) => get(node, 'strategy', kind, phase, 'steps')));
    const steps = [get(node, 'steps'), ...phases].flatMap((list) => itemsOf(list));
    return {
      ...plainJob,
      id: textOf(named) ?? '',
      line: named?.line ?? entry(node, 'steps')?.line ?? node.line,
      conditions: condition === undefined ? conditions : [...conditions, condition],
      needs: textsOf(get(node, 'dependsOn')),
      ...(environment !== undefined && { environment }),
      matrix: get(node, 'strategy', 'matrix') !== undefined,
      legs: legs.length === 0 ? [new Map()] : legs,
      calls: steps.flatMap((step) => this.callsOf(step)),
      steps: steps.flatMap((step) => this.step(step, known)),
    };
  }

  /** A template of jobs or stages stands for a job that calls it. */
  private templateJob(node: TreeNode, conditions: readonly string[]): PipelineJob {
    const calls = this.callsOf(node);
    return { ...plainJob, id: calls[0]?.files[0] ?? '', line: get(node, 'template')?.line ?? node.line, conditions, calls, steps: [] };
  }

  /** `template: steps/build.yml` with its parameters; one of another repository (`x@repo`) is not here. */
  private callsOf(node: TreeNode): PipelineCall[] {
    const template = get(node, 'template');
    const path = textOf(template);
    if (template === undefined || path === undefined || path.includes('@')) return [];
    const values = new Map([...scalarsOf(get(node, 'parameters'))].map(([key, text]) => [`parameters.${key}`, text] as const));
    const file = path.startsWith('/') ? joinPath('.', path.slice(1)) : joinPath(folderOf(this.file), path);
    return [{ files: [file], values, line: template.line }];
  }

  private step(node: TreeNode, variables: Variables): PipelineStep[] {
    const known = new Map([...variables, ...scalarsOf(get(node, 'env'))]);
    const condition = textOf(get(node, 'condition'));
    const script = shells.map((shell) => get(node, shell)).find((found) => found !== undefined);
    const folder = joinPath(
      '.',
      (textOf(get(node, 'workingDirectory')) ?? '.').replace(/^\$\{(?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory)\}\/?/, './'),
    );
    const shape = { line: (script ?? get(node, 'task'))?.line ?? node.line, folder, variables: known, ...(condition !== undefined && { condition }) };
    if (script !== undefined) return [{ ...shape, commands: commandsOfLines(scriptLines(script), folder, known) }];
    const action = taskOf(node);
    if (action === undefined) return [];
    return [{ ...shape, action, commands: taskCommands(action, folder, known) }];
  }
}

/** `Docker@2` as the action `docker`; its inputs as documented, first letter in lower case. */
function taskOf(node: TreeNode): PipelineAction | undefined {
  const name = textOf(get(node, 'task'))?.split('@')[0]?.toLowerCase();
  if (name === undefined) return undefined;
  const inputs = entriesOf(get(node, 'inputs')).flatMap(({ key, line, value }): [string, PlacedText][] =>
    value.kind === 'scalar' ? [[`${key.charAt(0).toLowerCase()}${key.slice(1)}`, { text: value.text, line }]] : [],
  );
  return { name, inputs: new Map(inputs) };
}

/** Scripts inside tasks: those of shells, and of the Azure command line. */
function taskCommands(action: PipelineAction, folder: string, variables: Variables): PipelineStep['commands'] {
  const inline = action.inputs.get('inlineScript') ?? action.inputs.get('script');
  if (!/^(?:azurecli|bash|shellscript|cmdline|powershell)$/.test(action.name) || inline === undefined) return [];
  const line = inline.text.includes('\n') ? inline.line + 1 : inline.line;
  return commandsOfLines([{ text: inline.text, line }], folder, variables);
}
