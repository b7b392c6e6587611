import { posix } from 'node:path';
import type { PackageFact } from '../../../core/fact.js';
import { folderOf } from '../../../parse/paths.js';
import { entriesOf, entry, get, textOf, type TreeNode } from '../../../parse/tree.js';

/**
 * An Nx project.json: a package with its project's name; its targets stand as scripts (`serve` → the executor or command), its `main` is
 * that of the target `build`. Nx writes paths from the workspace's root, so the project's own folder is taken off where it leads there.
 */
export function readProject(file: string, root: TreeNode): PackageFact {
  const path = folderOf(file);
  const main = textOf(get(root, 'targets', 'build', 'options', 'main')) ?? textOf(get(root, 'targets', 'build', 'options', 'browser'));
  return {
    kind: 'package',
    ecosystem: 'npm',
    name: textOf(get(root, 'name')) ?? (path === '.' ? null : posix.basename(path)),
    version: null,
    path,
    private: true,
    ...(main !== undefined && { main: ownPath(path, main, textOf(get(root, 'sourceRoot'))) }),
    bin: [],
    exports: {},
    scripts: Object.fromEntries(
      entriesOf(get(root, 'targets')).flatMap(({ key, value }) => {
        const text = textOf(get(value, 'options', 'command')) ?? textOf(get(value, 'command')) ?? textOf(get(value, 'executor'));
        return text === undefined ? [] : [[key, text] as const];
      }),
    ),
    dependencies: {},
    devDependencies: {},
    workspaces: [],
    files: [],
    at: { file, line: entry(root, 'name')?.line ?? root.line },
    foundBy: 'nx',
  };
}

/** `apps/api/src/main.ts` and `{projectRoot}/src/main.ts` of project `apps/api` → `src/main.ts`. The workspace may be a folder of the scan root. */
function ownPath(path: string, written: string, sourceRoot: string | undefined): string {
  const plain = written.replace(/^\{projectRoot\}\//, '');
  const folders = [path, ...(sourceRoot?.endsWith('/src') ? [sourceRoot.slice(0, -'/src'.length)] : [])];
  const folder = folders.find((one) => plain.startsWith(`${one}/`));
  return folder === undefined ? plain : plain.slice(folder.length + 1);
}
