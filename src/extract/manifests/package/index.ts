import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact, PackageFact } from '../../../core/fact.js';
import { parseJson } from '../../../parse/json.js';
import { folderOf } from '../../../parse/paths.js';
import { get, textsOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import { readPackage } from './package-json.js';
import { readNestCli, readProject, readWorkspace } from './project-json.js';

const readers: readonly (readonly [RegExp, (file: string, root: TreeNode) => readonly Fact[]])[] = [
  [/(^|\/)package\.json$/, (file, root) => [readPackage(file, root)]],
  [/(^|\/)project\.json$/, readProject],
  [/(^|\/)(angular|workspace)\.json$/, readWorkspace],
  [/(^|\/)nest-cli\.json$/, readNestCli],
  [/(^|\/)lerna\.json$/, (file, root) => [workspaceFact(file, 'lerna', get(root, 'packages'), root)]],
  [/(^|\/)pnpm-workspace\.ya?ml$/, (file, root) => [workspaceFact(file, 'pnpm-workspace', get(root, 'packages'), root)]],
  [/(^|\/)rush\.json$/, (file, root) => [readRush(file, root)]],
];

/**
 * package.json as packages; lerna.json, pnpm-workspace.yaml and rush.json as workspaces without name; project.json, angular.json, workspace.json and
 * nest-cli.json as projects.
 */
export const packages: ManifestExtractor = {
  id: 'package',
  title: 'npm packages and workspaces, projects of Nx, Nest and Angular',
  files: (path) => readers.some(([name]) => name.test(path)),
  extract(file, text): Extraction {
    const read = readers.find(([name]) => name.test(file))?.[1];
    const { root, diagnostics } = /\.ya?ml$/.test(file) ? firstDocument(file, text) : parseJson(file, text);
    return { facts: read && root?.kind === 'map' ? read(file, root) : [], diagnostics };
  },
};

function firstDocument(file: string, text: string): ReturnType<typeof parseJson> {
  const { documents, diagnostics } = parseYaml(file, text);
  const root = documents[0]?.root;
  return { ...(root && { root }), diagnostics: [...diagnostics] };
}

/** Globs of member folders; patterns that exclude (`!x`) are kept as written. */
function workspaceFact(file: string, foundBy: string, globs: TreeNode | undefined, root: TreeNode): PackageFact {
  return { ...emptyPackage(file, foundBy), workspaces: textsOf(globs), at: { file, line: globs?.line ?? root.line } };
}

function readRush(file: string, root: TreeNode): PackageFact {
  const projects = get(root, 'projects');
  const folders = projects?.kind === 'list' ? projects.items.flatMap((item) => textsOf(get(item, 'projectFolder'))) : [];
  return { ...emptyPackage(file, 'rush'), workspaces: folders, at: { file, line: projects?.line ?? root.line } };
}

function emptyPackage(file: string, foundBy: string): Omit<PackageFact, 'at'> {
  return {
    kind: 'package',
    ecosystem: 'npm',
    name: null,
    version: null,
    path: folderOf(file),
    private: true,
    bin: [],
    exports: {},
    scripts: {},
    dependencies: {},
    devDependencies: {},
    workspaces: [],
    files: [],
    foundBy,
  };
}
