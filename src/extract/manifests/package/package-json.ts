import type { PackageFact } from '../../../core/fact.js';
import { folderOf } from '../../../parse/paths.js';
import { redactText } from '../../../parse/redact.js';
import { booleanOf, entriesOf, entry, get, textMapOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

/** A package.json. Peer and optional dependencies count as dependencies: the code may import them. */
export function readPackage(file: string, root: TreeNode): PackageFact {
  const main = textOf(get(root, 'main'));
  const module = textOf(get(root, 'module'));
  const source = textOf(get(root, 'source'));
  const workspaces = get(root, 'workspaces');
  return {
    kind: 'package',
    ecosystem: 'npm',
    name: textOf(get(root, 'name')) ?? null,
    version: textOf(get(root, 'version')) ?? null,
    path: folderOf(file),
    private: booleanOf(get(root, 'private')) ?? false,
    ...(main !== undefined && { main }),
    ...(module !== undefined && { module }),
    ...(source !== undefined && { source }),
    bin: binsOf(get(root, 'bin')),
    exports: Object.fromEntries(exportsOf(get(root, 'exports'))),
    scripts: Object.fromEntries([...textMapOf(get(root, 'scripts'))].map(([name, script]) => [name, redactText(script)])),
    dependencies: merged(root, ['optionalDependencies', 'peerDependencies', 'dependencies']),
    devDependencies: merged(root, ['devDependencies']),
    workspaces: workspaces?.kind === 'map' ? textsOf(get(workspaces, 'packages')) : textsOf(workspaces),
    files: [],
    at: { file, line: entry(root, 'name')?.line ?? root.line },
    foundBy: 'package',
  };
}

function merged(root: TreeNode, keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.flatMap((key) => [...textMapOf(get(root, key))]));
}

function binsOf(node: TreeNode | undefined): readonly string[] {
  const single = textOf(node);
  return [...new Set(single === undefined ? textMapOf(node).values() : [single])];
}

/** Sources first, then what a bundler or Node would load; types lead to no code. */
const conditions = ['source', 'development', 'import', 'module', 'default', 'node', 'require', 'browser'];
const maxDepth = 8;

function exportsOf(node: TreeNode | undefined): Map<string, string> {
  const found = new Map<string, string>();
  const paths = entriesOf(node).filter(({ key }) => key.startsWith('.'));
  if (paths.length === 0) {
    const target = targetOf(node, 0);
    return target === undefined ? found : found.set('.', target);
  }
  for (const { key, value } of paths) {
    const target = targetOf(value, 0);
    if (target !== undefined) found.set(key, target);
  }
  return found;
}

function targetOf(node: TreeNode | undefined, depth: number): string | undefined {
  const text = textOf(node);
  if (text !== undefined || node === undefined || depth > maxDepth) return text;
  const choices = node.kind === 'list' ? node.items : conditions.flatMap((condition) => get(node, condition) ?? []);
  for (const choice of choices) {
    const target = targetOf(choice, depth + 1);
    if (target !== undefined) return target;
  }
  return undefined;
}
