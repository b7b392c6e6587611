import type { Diagnostic } from '../../core/extraction.js';
import { joinPath } from '../paths.js';
import { entriesOf, get, itemsOf, textOf, textsOf, type TreeEntry, type TreeNode } from '../tree.js';
import { mapTexts } from '../tree-texts.js';
import { parseYaml } from '../yaml.js';
import { legsOf } from './github-matrix.js';
import type {
  PathFilter,
  Pipeline,
  PipelineAction,
  PipelineCall,
  PipelineCommand,
  PipelineJob,
  PipelineStep,
  PipelineTrigger,
  PlacedText,
  Variables,
} from './model.js';
import { scriptCommands } from './script.js';
import { fillText } from './text.js';

const open = '\uE000';
const close = '\uE001';

/**
 * A workflow, or a composite action (`action.yml`: its steps are one job with the id `runs`). Goes in: the file's path from the scan root and its text;
 * `repository` is the folder that steps start in. Undefined where the text is neither. Never throws.
 */
export function readGithubWorkflow(file: string, text: string): { readonly pipeline?: Pipeline; readonly diagnostics: readonly Diagnostic[] } {
  // `${{ … }}` is no YAML flow mapping; between private marks the file parses, with the same lines.
  const plain = text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, inner: string) => `${open}${inner.replace(/[{}\uE000\uE001#:,[\]]/g, protect)}${close}`);
  const { documents, diagnostics } = parseYaml(file, plain);
  const parsed = documents[0]?.root;
  if (parsed === undefined) return { diagnostics };
  const root = mapTexts(parsed, spelled);
  const composite = get(root, 'runs', 'steps');
  const jobs = composite ? [compositeJob(root, composite)] : entriesOf(get(root, 'jobs')).map((entry) => readJob(root, entry));
  return { pipeline: { file, triggers: triggersOf(get(root, 'on')), parameters: parametersOf(root), jobs, includes: [] }, diagnostics };
}

/** Characters that YAML would read stand as private ones while it is parsed. */
const guarded = '{}#:,[]';
const protect = (char: string): string => String.fromCharCode(0xe010 + guarded.indexOf(char));
const unprotect = (char: string): string => guarded[char.charCodeAt(0) - 0xe010] ?? '';

/** `${{ expression }}` as `${name}` where it is a reference, as its text where it is a literal, else as a reference that nobody gives. */
function spelled(text: string): string {
  if (!text.includes(open)) return text;
  return text.replace(/\uE000([^\uE000\uE001]*)\uE001/g, (_, inner: string) => expression(inner.replace(/[\uE010-\uE016]/g, unprotect).trim()));
}

const plainReference = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;

function expression(text: string): string {
  if (plainReference.test(text)) return `\${${nameOf(text)}}`;
  const literal = /^'([^']*)'$/.exec(text);
  if (literal) return literal[1] ?? '';
  const withDefault = /^([A-Za-z_][\w.-]*) *\|\| *'([^'{}]*)'$/.exec(text);
  if (withDefault && plainReference.test(withDefault[1] ?? '')) return `\${${nameOf(withDefault[1] ?? '')}:-${withDefault[2] ?? ''}}`;
  const format = /^format\( *'([^']*)'((?: *, *[\w.'/-]+)+) *\)$/.exec(text);
  if (format) {
    const values = (format[2] ?? '').split(',').slice(1);
    return (format[1] ?? '').replace(/\{(\d)\}/g, (whole, index: string) =>
      values[Number(index)] === undefined ? whole : expression((values[Number(index)] ?? '').trim()),
    );
  }
  return `\${expression ${text.replace(/[{}]/g, ' ')}}`;
}

function nameOf(reference: string): string {
  return reference.replace(/^env\./, '').replace(/^github\.event\.inputs\./, 'inputs.');
}

function triggersOf(on: TreeNode | undefined): PipelineTrigger[] {
  if (on?.kind !== 'map') return textsOf(on).map((event) => ({ event, branches: [], line: on?.line ?? 1 }));
  return on.entries.map(({ key, line, value }) => {
    const paths = filterOf(get(value, 'paths'), get(value, 'paths-ignore'));
    return { event: key, branches: textsOf(get(value, 'branches')), ...(paths && { paths }), line };
  });
}

function filterOf(paths: TreeNode | undefined, ignored: TreeNode | undefined): PathFilter | undefined {
  const node = paths ?? ignored;
  if (node === undefined) return undefined;
  const include = textsOf(paths).filter((glob) => !glob.startsWith('!'));
  const exclude = textsOf(paths).flatMap((glob) => (glob.startsWith('!') ? [glob.slice(1)] : []));
  return { include, exclude: [...exclude, ...textsOf(ignored)], line: node.line };
}

function parametersOf(root: TreeNode): Map<string, string | undefined> {
  const inputs = [get(root, 'on', 'workflow_call', 'inputs'), get(root, 'on', 'workflow_dispatch', 'inputs'), get(root, 'inputs')];
  return new Map(inputs.flatMap((node) => entriesOf(node).map(({ key, value }) => [`inputs.${key}`, textOf(get(value, 'default'))] as const)));
}

function compositeJob(root: TreeNode, steps: TreeNode): PipelineJob {
  const job: TreeNode = { kind: 'map', line: steps.line, entries: [{ key: 'steps', line: steps.line, value: steps }] };
  return readJob(root, { key: 'runs', line: steps.line, value: job });
}

function readJob(root: TreeNode, { key, line, value: job }: TreeEntry): PipelineJob {
  const matrix = get(job, 'strategy', 'matrix');
  const condition = textOf(get(job, 'if'));
  const environment = textOf(get(job, 'environment')) ?? textOf(get(job, 'environment', 'name'));
  const steps = itemsOf(get(job, 'steps')).map((node) => readStep(root, job, node));
  return {
    id: key,
    line,
    template: false,
    conditions: condition === undefined ? [] : [condition],
    paths: [],
    needs: textsOf(get(job, 'needs')),
    ...(environment !== undefined && { environment }),
    matrix: matrix !== undefined,
    legs: legsOf(matrix),
    calls: [job, ...itemsOf(get(job, 'steps'))].flatMap((node) => callOf(node, environmentOf([root, job, node]))),
    steps,
  };
}

/** `uses: ./…`: a reusable workflow of a job, a composite action of a step. */
function callOf(node: TreeNode, variables: Variables): PipelineCall[] {
  const uses = get(node, 'uses');
  const path = textOf(uses);
  if (path === undefined || !path.startsWith('./')) return [];
  const target = joinPath('.', path);
  const values = new Map(
    entriesOf(get(node, 'with')).flatMap(({ key, value }) => (value.kind === 'scalar' ? [[`inputs.${key}`, fillText(value.text, variables)] as const] : [])),
  );
  const files = /\.ya?ml$/.test(target) ? [target] : [`${target}/action.yml`, `${target}/action.yaml`];
  return [{ files, values, line: uses?.line ?? node.line }];
}

function readStep(root: TreeNode, job: TreeNode, node: TreeNode): PipelineStep {
  const folder =
    textOf(get(node, 'working-directory')) ??
    textOf(get(job, 'defaults', 'run', 'working-directory')) ??
    textOf(get(root, 'defaults', 'run', 'working-directory')) ??
    '.';
  const run = get(node, 'run');
  const id = textOf(get(node, 'id'));
  const condition = textOf(get(node, 'if'));
  const action = actionOf(node);
  const variables = environmentOf([root, job, node]);
  return {
    ...(id !== undefined && { id }),
    line: (run ?? get(node, 'uses'))?.line ?? node.line,
    folder: joinPath('.', folder),
    ...(condition !== undefined && { condition }),
    variables,
    ...(action && { action }),
    commands: run === undefined ? [] : commandsOf(run, joinPath('.', folder), variables),
  };
}

/** Variables of workflow, job and step; the innermost wins. */
function environmentOf(levels: readonly TreeNode[]): Variables {
  return new Map(levels.flatMap((level) => [...scalarsOf(get(level, 'env'))]));
}

/** A block scalar's text begins on the line after its `|`. */
function commandsOf(run: TreeNode, folder: string, variables: ReadonlyMap<string, string>): PipelineCommand[] {
  const text = textOf(run) ?? '';
  return scriptCommands({ text, line: text.includes('\n') ? run.line + 1 : run.line, folder }, variables);
}

function scalarsOf(node: TreeNode | undefined): Map<string, string> {
  return new Map(entriesOf(node).flatMap(({ key, value }) => (value.kind === 'scalar' && value.value !== null ? [[key, value.text] as const] : [])));
}

function actionOf(node: TreeNode): PipelineAction | undefined {
  const name = textOf(get(node, 'uses'))?.split('@')[0]?.toLowerCase();
  if (name === undefined) return undefined;
  const inputs = entriesOf(get(node, 'with')).flatMap(({ key, line, value }): [string, PlacedText][] =>
    value.kind === 'scalar' ? [[key, { text: value.text, line }]] : [],
  );
  return { name, inputs: new Map(inputs) };
}
