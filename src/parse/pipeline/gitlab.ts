import type { Diagnostic } from '../../core/extraction.js';
import { entriesOf, get, itemsOf, textOf, textsOf, type TreeEntry, type TreeMap, type TreeNode } from '../tree.js';
import { parseYaml } from '../yaml.js';
import type { PathFilter, Pipeline, PipelineCall, PipelineCommand, PipelineJob, PipelineTrigger, Variables } from './model.js';
import { scriptCommands } from './script.js';
import { fillText } from './text.js';

const keywords: ReadonlySet<string> = new Set([
  'default',
  'include',
  'stages',
  'variables',
  'workflow',
  'image',
  'services',
  'cache',
  'before_script',
  'after_script',
  'pages',
  'spec',
]);
const maxLegs = 256;
const maxExtends = 10;

/**
 * A GitLab pipeline: jobs with what they extend in this file merged in. A job that extends one of another file calls it there, with its variables. Goes in: the
 * path from the scan root and the text. Undefined where the text is no map. Never throws.
 */
export function readGitlabPipeline(file: string, text: string): { readonly pipeline?: Pipeline; readonly diagnostics: readonly Diagnostic[] } {
  // `spec:` of a component stands in a document of its own before the pipeline's.
  const { documents, diagnostics } = parseYaml(file, text.replace(/\$\[\[\s*([\w.]+)[^\]]*\]\]/g, '${$1}'));
  const root = documents.at(-1)?.root;
  if (root?.kind !== 'map') return { diagnostics };
  const specification = documents.length > 1 ? get(documents[0]?.root, 'spec', 'inputs') : undefined;
  const parameters = new Map(entriesOf(specification).map(({ key, value }) => [`inputs.${key}`, textOf(get(value, 'default'))] as const));
  const includes = includesOf(get(root, 'include'));
  const jobs = root.entries.filter(({ key, value }) => !keywords.has(key) && value.kind === 'map').map((entry) => readJob(root, entry, includes));
  return { pipeline: { file, triggers: triggersOf(root), parameters, jobs, includes }, diagnostics };
}

/** Local files; those of other projects and of the internet are not here. */
function includesOf(node: TreeNode | undefined): string[] {
  const all = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return all.flatMap((item) => {
    const path = textOf(item) ?? textOf(get(item, 'local'));
    return path === undefined || /^[a-z]+:\/\//.test(path) ? [] : [path.replace(/^\/+/, '')];
  });
}

function triggersOf(root: TreeNode): PipelineTrigger[] {
  return itemsOf(get(root, 'workflow', 'rules')).flatMap((rule) => {
    const condition = textOf(get(rule, 'if'));
    const event = /\$CI_PIPELINE_SOURCE\s*==\s*["'](\w+)["']/.exec(condition ?? '')?.[1];
    return event === undefined || textOf(get(rule, 'when')) === 'never' ? [] : [{ event, branches: [], line: rule.line }];
  });
}

function readJob(root: TreeMap, entry: TreeEntry, includes: readonly string[]): PipelineJob {
  const missing: string[] = [];
  const job = withExtended(root, entry.value, missing, new Set([entry.key]));
  const variables = new Map([...scalarsOf(get(root, 'variables')), ...scalarsOf(get(job, 'variables'))]);
  const matrix = get(job, 'parallel', 'matrix');
  const environment = textOf(get(job, 'environment')) ?? textOf(get(job, 'environment', 'name'));
  const rules = itemsOf(get(job, 'rules'));
  const commands = commandsOf(root, job, variables);
  const line = (get(job, 'script') ?? entry.value).line;
  return {
    id: entry.key,
    line: entry.line,
    template: entry.key.startsWith('.'),
    conditions: rules.flatMap((rule) => (textOf(get(rule, 'when')) === 'never' ? [] : (textOf(get(rule, 'if')) ?? []))),
    paths: [...rules.map((rule) => get(rule, 'changes')), get(job, 'only', 'changes')].flatMap(filterOf),
    needs: needsOf(get(job, 'needs')),
    ...(environment !== undefined && { environment }),
    matrix: matrix !== undefined,
    legs: legsOf(matrix),
    calls: [...missing.map((name): PipelineCall => ({ files: includes, job: name, values: variables, line: entry.line })), ...triggered(job, variables)],
    steps: commands.length === 0 ? [] : [{ line, folder: '.', variables, commands }],
  };
}

/** A job over the ones it extends, the later winning; names that the file does not have go into `missing`. */
function withExtended(root: TreeMap, job: TreeNode, missing: string[], seen: ReadonlySet<string>): TreeNode {
  let base: TreeNode | undefined;
  for (const name of textsOf(get(job, 'extends'))) {
    const parent = root.entries.findLast((e) => e.key === name)?.value;
    if (parent === undefined) missing.push(name);
    else if (!seen.has(name) && seen.size < maxExtends) base = over(base, withExtended(root, parent, missing, new Set([...seen, name])));
  }
  return over(base, job);
}

/** Maps are merged, everything else is replaced. */
function over(base: TreeNode | undefined, node: TreeNode): TreeNode {
  if (base?.kind !== 'map' || node.kind !== 'map') return node;
  const merged = new Map(base.entries.map((e) => [e.key, e]));
  for (const e of node.entries) {
    const old = merged.get(e.key);
    merged.set(e.key, old && e.key !== 'rules' ? { ...e, value: over(old.value, e.value) } : e);
  }
  return { ...node, entries: [...merged.values()] };
}

function commandsOf(root: TreeNode, job: TreeNode, variables: Variables): PipelineCommand[] {
  const before = get(job, 'before_script') ?? get(root, 'default', 'before_script') ?? get(root, 'before_script');
  const lines = [before, get(job, 'script')].flatMap((node) => linesOf(root, node, 0));
  // One shell runs them all: what a line assigns and where it goes holds for the next.
  const texts = lines.flatMap(({ text, line }) => text.split('\n').map((part, i) => ({ part, line: line + i })));
  return scriptCommands({ text: texts.map(({ part }) => part).join('\n'), line: texts.map((t) => t.line), folder: '.' }, variables);
}

/** Script lines with their place; `!reference [.job, script]` is followed in the file. */
function linesOf(root: TreeNode, node: TreeNode | undefined, depth: number): { readonly text: string; readonly line: number }[] {
  if (node === undefined || depth > 5) return [];
  if (node.kind === 'list' && node.tag === '!reference') return linesOf(root, get(root, ...textsOf(node)), depth + 1);
  if (node.kind === 'list') return node.items.flatMap((item) => linesOf(root, item, depth + 1));
  const text = textOf(node);
  return text === undefined ? [] : [{ text, line: text.includes('\n') ? node.line + 1 : node.line }];
}

function scalarsOf(node: TreeNode | undefined): Map<string, string> {
  return new Map(
    entriesOf(node).flatMap(({ key, value }) => {
      const text = textOf(value) ?? textOf(get(value, 'value'));
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}

/** `changes: [a/**]` or `changes: { paths: [a/**] }`. */
function filterOf(node: TreeNode | undefined): PathFilter[] {
  if (node === undefined) return [];
  const include = textsOf(node.kind === 'map' ? get(node, 'paths') : node);
  return include.length === 0 ? [] : [{ include, exclude: [], line: node.line }];
}

function needsOf(node: TreeNode | undefined): string[] {
  return itemsOf(node).flatMap((item) => textOf(item) ?? textOf(get(item, 'job')) ?? []);
}

/** The product of each entry's lists; the entries stand beside each other. */
function legsOf(matrix: TreeNode | undefined): readonly Variables[] {
  const legs = itemsOf(matrix).flatMap((entry) =>
    entriesOf(entry).reduce<Map<string, string>[]>(
      (all, { key, value }) => all.flatMap((leg) => textsOf(value).map((text) => new Map([...leg, [key, text]]))).slice(0, maxLegs),
      [new Map()],
    ),
  );
  return legs.length === 0 ? [new Map()] : legs.slice(0, maxLegs);
}

/** `trigger: { include: path }`: a child pipeline, given the job's variables. */
function triggered(job: TreeNode, variables: Variables): PipelineCall[] {
  const trigger = get(job, 'trigger');
  const files = includesOf(get(trigger, 'include')).map((path) => fillText(path, variables));
  return trigger === undefined || files.length === 0 ? [] : files.map((file) => ({ files: [file], values: variables, line: trigger.line }));
}
