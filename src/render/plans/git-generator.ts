import { folderOf } from '../../parse/paths.js';
import { booleanOf, get, itemsOf, textOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { GoMap } from '../go-template/value.js';
import { leaveRemote, type PlanContext } from './context.js';
import { globPattern } from './globs.js';
import type { PlanObject } from './objects.js';
import { merged, type Parameters, parametersOf } from './parameters.js';

const maxFound = 500;

/** What the `git` generator gives: for each folder or file of the repository that its globs find, what it is called and what it says. */
export function gitParameters(node: TreeNode | undefined, object: PlanObject, context: PlanContext): Parameters[] {
  const url = textOf(get(node, 'repoURL'));
  const directories = itemsOf(get(node, 'directories'));
  const files = itemsOf(get(node, 'files'));
  for (const root of context.repositories.roots(url, object.at.file)) {
    const found = [...directoriesIn(root, directories, context), ...filesIn(root, files, context)];
    if (found.length > 0) return found.slice(0, maxFound);
  }
  const at = object.placeOf(node?.line ?? 1);
  leaveRemote(context, at, `What the ApplicationSet ${object.name} looks for`, url ?? '');
  return [];
}

function directoriesIn(root: string, entries: readonly TreeNode[], { files }: PlanContext): Parameters[] {
  if (entries.length === 0) return [];
  const globs = entries.map((entry) => ({ glob: globPattern(textOf(get(entry, 'path')) ?? ''), exclude: booleanOf(get(entry, 'exclude')) === true }));
  const prefix = root === '.' ? '' : `${root}/`;
  const folders = new Set<string>();
  for (const path of files.under(root)) {
    for (let folder = folderOf(path.slice(prefix.length)); folder !== '.' && !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
  const isWanted = (folder: string): boolean =>
    globs.some(({ glob, exclude }) => !exclude && glob.test(folder)) && !globs.some(({ glob, exclude }) => exclude && glob.test(folder));
  return [...folders]
    .filter(isWanted)
    .sort()
    .map((folder) => placeParameters(folder));
}

function filesIn(root: string, entries: readonly TreeNode[], { files }: PlanContext): Parameters[] {
  if (entries.length === 0) return [];
  const globs = entries.map((entry) => globPattern(textOf(get(entry, 'path')) ?? ''));
  const prefix = root === '.' ? '' : `${root}/`;
  return files
    .under(root)
    .filter((path) => globs.some((glob) => glob.test(path.slice(prefix.length))))
    .slice(0, maxFound)
    .flatMap((path) => {
      const read = files.read(path);
      const root = 'text' in read ? parseYaml('', read.text, { final: true }).documents[0]?.root : undefined;
      const place = placeParameters(folderOf(path.slice(prefix.length)), path.slice(path.lastIndexOf('/') + 1));
      if (root === undefined) return [];
      return (root.kind === 'list' ? root.items : [root]).map((one) => merged(parametersOf(one), place));
    });
}

/** `path`, `path.basename`, `path[0]` and what else tells of the place. */
function placeParameters(folder: string, filename?: string): Parameters {
  const segments = folder === '.' ? [] : folder.split('/');
  const basename = segments.at(-1) ?? '';
  const normalized = (text: string): string => text.replace(/[_.]/g, '-').toLowerCase();
  const names = { basename, basenameNormalized: normalized(basename), ...(filename !== undefined && { filename, filenameNormalized: normalized(filename) }) };
  const nested = new GoMap([['path', new GoMap(Object.entries({ path: folder, segments, ...names }))]]);
  const dotted = new Map([
    ['path', folder],
    ...Object.entries(names).map(([key, value]): [string, string] => [`path.${key}`, value]),
    ...segments.map((segment, i): [string, string] => [`path[${i}]`, segment]),
  ]);
  return { nested, dotted };
}
