import { posix } from 'node:path';
import type { ProjectFact } from '../../../core/fact.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { redactText } from '../../../parse/redact.js';
import { entriesOf, entry, get, textOf, type TreeNode } from '../../../parse/tree.js';

/** An Nx project.json. Nx writes paths from the workspace's root, so the project's own folder is taken off where it leads there. */
export function readProject(file: string, root: TreeNode): readonly ProjectFact[] {
  const path = folderOf(file);
  const name = textOf(get(root, 'name')) ?? (path === '.' ? null : posix.basename(path));
  return [described({ file, line: entry(root, 'name')?.line ?? root.line, path, name, foundBy: 'nx' }, root)];
}

/** Projects of an angular.json or, in older Nx workspaces, a workspace.json; those that are only paths have a project.json there. */
export function readWorkspace(file: string, root: TreeNode): readonly ProjectFact[] {
  const folder = folderOf(file);
  return entriesOf(get(root, 'projects')).flatMap(({ key, line, value }) =>
    value.kind === 'map' ? [described({ file, line, path: joinPath(folder, textOf(get(value, 'root')) || '.'), name: key, foundBy: 'angular' }, value)] : [],
  );
}

/** Projects of a nest-cli.json in monorepo mode: `nest start <project>` starts an application. */
export function readNestCli(file: string, root: TreeNode): readonly ProjectFact[] {
  const folder = folderOf(file);
  return entriesOf(get(root, 'projects')).flatMap(({ key, line, value }): ProjectFact[] => {
    const own = textOf(get(value, 'root'));
    if (own === undefined) return [];
    const program = textOf(get(value, 'type')) !== 'library';
    const sources = textOf(get(value, 'sourceRoot')) ?? posix.join(own, 'src');
    return [
      {
        kind: 'project',
        name: key,
        path: joinPath(folder, own),
        main: ownPath(own, posix.join(sources, textOf(get(value, 'entryFile')) ?? (program ? 'main' : 'index')), undefined),
        targets: program ? { start: 'nest start' } : {},
        produces: program ? 'program' : 'library',
        at: { file, line },
        foundBy: 'nest-cli',
      },
    ];
  });
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly name: string | null;
  readonly foundBy: string;
}

/** A target is its command, else the executor (Angular: builder) that does it. */
function described({ file, line, path, name, foundBy }: Place, node: TreeNode): ProjectFact {
  const targets = get(node, 'targets') ?? get(node, 'architect');
  const built = get(targets, 'build', 'options');
  const main = textOf(get(built, 'main')) ?? textOf(get(built, 'browser'));
  const type = textOf(get(node, 'projectType'));
  return {
    kind: 'project',
    name,
    path,
    ...(main !== undefined && { main: ownPath(path, main, textOf(get(node, 'sourceRoot'))) }),
    targets: Object.fromEntries(
      entriesOf(targets).flatMap(({ key, value }) => {
        const text =
          textOf(get(value, 'options', 'command')) ?? textOf(get(value, 'command')) ?? textOf(get(value, 'executor')) ?? textOf(get(value, 'builder'));
        return text === undefined ? [] : [[key, redactText(text)] as const];
      }),
    ),
    produces: type === 'application' ? 'program' : type === 'library' ? 'library' : null,
    at: { file, line },
    foundBy,
  };
}

/** `apps/api/src/main.ts` and `{projectRoot}/src/main.ts` of project `apps/api` → `src/main.ts`. The workspace may be a folder of the scan root. */
function ownPath(path: string, written: string, sourceRoot: string | undefined): string {
  const plain = written.replace(/^\{projectRoot\}\//, '');
  const folders = [path, ...(sourceRoot?.endsWith('/src') ? [sourceRoot.slice(0, -'/src'.length)] : [])];
  const folder = folders.find((one) => plain.startsWith(`${one}/`));
  return folder === undefined ? plain : plain.slice(folder.length + 1);
}
