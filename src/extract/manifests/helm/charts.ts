import type { Diagnostic } from '../../../core/extraction.js';
import type { ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { get, itemsOf, textOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const anchorOf = (chart: string): string => `${chart}#dependencies`;

function umbrella(file: string, line: number, chart: string, members: readonly ReleaseMember[], declaration: 'needed' | 'given'): ReleaseFact {
  const title = `chart ${chart} releases its sub-charts as one`;
  return { kind: 'release', at: { file, line }, foundBy: 'helm', evidenceKind: 'version', anchor: anchorOf(chart), title, members, declaration };
}

/** `dependencies` of a Chart.yaml or requirements.yaml. Each chart declares itself, for sub-charts that only lie in its `charts/`. */
export function chartDependencies(file: string, text: string): { readonly facts: ReleaseFact[]; readonly diagnostics: readonly Diagnostic[] } {
  const chart = folderOf(file);
  const { documents, diagnostics } = parseYaml(file, text);
  const root = documents[0]?.root;
  if (root === undefined) return { facts: [], diagnostics };
  const list = get(root, 'dependencies');
  const members = itemsOf(list).flatMap((node) => dependency(file, chart, node));
  const line = list?.line ?? root.line;
  return { facts: [umbrella(file, line, chart, members, 'given')], diagnostics };
}

/** Charts of the repository by their folder; of registries by their name (those of others name no service of the owners). */
function dependency(file: string, chart: string, node: TreeNode): ReleaseMember[] {
  const nameNode = get(node, 'name');
  const name = textOf(nameNode);
  if (name === undefined || nameNode === undefined) return [];
  const at = { file, line: nameNode.line };
  const repository = textOf(get(node, 'repository')) ?? '';
  if (repository.startsWith('file://')) return [{ kind: 'path', text: joinPath(chart, repository.slice('file://'.length)), at }];
  if (repository === '') return [{ kind: 'path', text: joinPath(chart, `charts/${name}`), at }];
  return [{ kind: 'workload', text: textOf(get(node, 'alias')) ?? name, at }];
}

/** Helm installs what lies in `charts/` of a chart with it, listed or not. */
export function subChart(file: string): ReleaseFact[] {
  const chart = folderOf(file);
  const match = /^(?:(.*)\/)?charts\/[^/]+$/.exec(chart);
  if (!match || !/(?:^|\/)Chart\.ya?ml$/.test(file)) return [];
  return [umbrella(file, 1, match[1] ?? '.', [{ kind: 'path', text: chart, at: { file, line: 1 } }], 'needed')];
}
