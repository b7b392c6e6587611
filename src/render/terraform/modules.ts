import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import { parseHcl } from '../../parse/hcl.js';
import { folderOf, isRelativePath, joinPath } from '../../parse/paths.js';
import { entriesOf, get, itemsOrOne, textOf, type TreeEntry, type TreeNode } from '../../parse/tree.js';

/** A value with the file it stands in. */
export interface Written {
  readonly node: TreeNode;
  readonly file: string;
  readonly line: number;
}

/** A block of a module with its name. */
export interface Block extends Written {
  readonly type: string;
  readonly name: string;
}

/** A folder of Terraform files. */
export interface Module {
  readonly folder: string;
  /** The file that its stack is known by. */
  readonly file: string;
  /** By `type.name`. */
  readonly resources: ReadonlyMap<string, Block>;
  readonly data: ReadonlyMap<string, Block>;
  readonly variables: ReadonlyMap<string, Written>;
  readonly locals: ReadonlyMap<string, Written>;
  readonly outputs: ReadonlyMap<string, Written>;
  readonly calls: ReadonlyMap<string, Block>;
  /** Values of `terraform.tfvars` and `*.auto.tfvars`. */
  readonly values: ReadonlyMap<string, Written>;
}

/** Every folder of a tree that holds Terraform files, by its path. */
export function modulesOf(
  files: FileIndex,
  note: (diagnostic: Diagnostic) => void,
): { readonly modules: ReadonlyMap<string, Module>; readonly consumed: readonly string[] } {
  const folders = new Map<string, { file: string; root: TreeNode }[]>();
  const consumed: string[] = [];
  for (const { path } of files.files) {
    if (!/\.tf$|(^|\/)(terraform|[^/]+\.auto)\.tfvars$/.test(path)) continue;
    const read = files.read(path);
    if (!('text' in read)) continue;
    const { root, diagnostics } = parseHcl(path, read.text);
    for (const diagnostic of diagnostics) note(diagnostic);
    consumed.push(path);
    folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), { file: path, root }]);
  }
  return { modules: new Map([...folders].map(([folder, parts]) => [folder, moduleOf(folder, parts)])), consumed };
}

function moduleOf(folder: string, parts: readonly { readonly file: string; readonly root: TreeNode }[]): Module {
  const all = <T>(read: (root: TreeNode, file: string) => readonly (readonly [string, T])[]): ReadonlyMap<string, T> =>
    new Map(parts.flatMap(({ file, root }) => read(root, file)));
  const sources = parts.filter(({ file }) => file.endsWith('.tf'));
  const main = sources.find(({ file }) => file.endsWith('/main.tf') || file === 'main.tf') ?? sources[0] ?? parts[0];
  return {
    folder,
    file: main?.file ?? folder,
    resources: all((root, file) => labelled(get(root, 'resource'), file)),
    data: all((root, file) => labelled(get(root, 'data'), file)),
    variables: all((root, file) => named(get(root, 'variable'), file)),
    locals: all((root, file) => itemsOrOne(get(root, 'locals')).flatMap((block) => named(block, file))),
    outputs: all((root, file) => named(get(root, 'output'), file)),
    calls: all((root, file) => named(get(root, 'module'), file).map(([name, written]) => [name, { ...written, type: 'module', name }] as const)),
    values: all((root, file) => (file.endsWith('.tfvars') ? named(root, file) : [])),
  };
}

function named(node: TreeNode | undefined, file: string): [string, Written][] {
  return entriesOf(node).map(({ key, line, value }: TreeEntry) => [key, { node: value, file, line }]);
}

function labelled(node: TreeNode | undefined, file: string): [string, Block][] {
  return entriesOf(node).flatMap(({ key: type, value }) =>
    entriesOf(value).map(({ key: name, line, value: body }): [string, Block] => [`${type}.${name}`, { type, name, node: body, file, line }]),
  );
}

/** The folder of a module that a call names; undefined for one of a registry or repository. */
export function sourceOf(call: Block, from: Module): string | undefined {
  const source = textOf(get(call.node, 'source'));
  return source === undefined || !/^\.{1,2}(\/|$)/.test(source) || !isRelativePath(source) ? undefined : joinPath(from.folder, source);
}
