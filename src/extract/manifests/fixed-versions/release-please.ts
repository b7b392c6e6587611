import type { ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { entriesOf, get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';

/**
 * https://github.com/googleapis/release-please/blob/main/docs/manifest-releaser.md: the files that one package versions besides its own (`extra-files`), and
 * components whose versions are linked.
 */
export function releasePlease(file: string, root: TreeNode): ReleaseFact[] {
  const fact = { kind: 'release' as const, foundBy: 'fixed-versions', evidenceKind: 'version' as const };
  const packages = entriesOf(get(root, 'packages'));
  const extra = packages.flatMap(({ key, value }): ReleaseFact[] => {
    const list = get(value, 'extra-files') ?? get(root, 'extra-files');
    const members = itemsOf(list).flatMap((item) => extraFile(file, joinPath(folderOf(file), key), item));
    if (list === undefined || members.length === 0) return [];
    const title = `release-please gives ${key === '.' ? 'the whole repository' : key} one version`;
    return [{ ...fact, at: { file, line: list.line }, anchor: `${file}#${key}`, title, members }];
  });
  const linked = itemsOf(get(root, 'plugins')).flatMap((plugin): ReleaseFact[] => {
    const components = get(plugin, 'components');
    if (textOf(get(plugin, 'type')) !== 'linked-versions' || components === undefined) return [];
    const members = itemsOf(components).flatMap((item) => component(file, packages, item));
    const group = textOf(get(plugin, 'groupName')) ?? 'linked';
    return [{ ...fact, at: { file, line: components.line }, anchor: `${file}#${group}`, title: `release-please links the versions of ${group}`, members }];
  });
  return [...extra, ...linked];
}

/** Paths begin at the package, or at the root where they begin with a slash. */
function extraFile(file: string, folder: string, node: TreeNode): ReleaseMember[] {
  const path = get(node, 'path') ?? node;
  const written = textOf(path);
  if (written === undefined || written === '') return [];
  const text = written.startsWith('/') ? joinPath('.', written.slice(1)) : joinPath(folder, written);
  return text.startsWith('..') ? [] : [{ kind: 'path', text, at: { file, line: path.line } }];
}

/** The folder of the package that bears the component's name; else a service by that name. */
function component(file: string, packages: ReturnType<typeof entriesOf>, node: TreeNode): ReleaseMember[] {
  const name = textOf(node);
  if (name === undefined) return [];
  const at = { file, line: node.line };
  const owner = packages.find(({ value }) => textOf(get(value, 'component')) === name || textOf(get(value, 'package-name')) === name);
  return owner === undefined ? [{ kind: 'workload', text: name, at }] : [{ kind: 'path', text: joinPath(folderOf(file), owner.key), at }];
}
