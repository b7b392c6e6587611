import type { BuildCallFact, BuildFact } from '../../../core/fact.js';
import { literal, type Term } from '../../../core/term.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { fillText, textTerm } from '../../../parse/pipeline/text.js';
import { entriesOf, get, itemsOrOne, type TreeNode, textOf } from '../../../parse/tree.js';

const id = 'maven';
const basedir = 'project.basedir';

/**
 * The images that Jib, Spring Boot's build-image and the Docker plug-ins of fabric8 and Spotify make of a module. What a parent (packaging `pom`) configures is open in
 * the module's name and folder; every module runs its parent's with its own.
 */
export function imageFacts(file: string, project: TreeNode, parent: string | undefined): (BuildFact | BuildCallFact)[] {
  const folder = folderOf(file);
  const isParent = textOf(get(project, 'packaging')) === 'pom';
  const properties = new Map(
    entriesOf(get(project, 'properties')).flatMap(({ key, value }) => (textOf(value) === undefined ? [] : [[plain(key), textOf(value) ?? ''] as const])),
  );
  const values = new Map([...properties, ...(isParent ? [] : namesOf(project, folder))]);
  const levels = [project, ...itemsOrOne(get(project, 'profiles', 'profile'))];
  const plugins = levels.flatMap((l) => [get(l, 'build', 'plugins', 'plugin'), get(l, 'build', 'pluginManagement', 'plugins', 'plugin')].flatMap(itemsOrOne));
  const context: Term = isParent ? open(basedir) : literal(folder);
  const builds = plugins
    .flatMap(imagesOf)
    .map(({ text, line }): BuildFact => ({ kind: 'build', at: { file, line }, foundBy: id, images: [textTerm(fillText(spelled(text), values))], context }));
  return parent === undefined ? builds : [...builds, callOf(file, project, parent, { properties, isParent, folder })];
}

/** Names of properties may hold dashes, which begin a default in our spelling. */
const plain = (name: string): string => name.replaceAll('-', '_');
const spelled = (text: string): string => text.slice(0, 300).replace(/\$\{([\w.-]+)\}/g, (_, name: string) => `\${${plain(name)}}`);
const open = (name: string): Term => ({ k: 'setting', name, from: 'env' });

function namesOf(project: TreeNode, folder: string): [string, string][] {
  const artifact = textOf(get(project, 'artifactId')) ?? '';
  const name = textOf(get(project, 'name')) ?? artifact;
  return [
    ['project.artifactId', artifact],
    ['artifactId', artifact],
    ['project.name', name],
    ['project.version', textOf(get(project, 'version')) ?? 'latest'],
    [basedir, folder],
  ];
}

function callOf(
  file: string,
  project: TreeNode,
  parent: string,
  module: { properties: ReadonlyMap<string, string>; isParent: boolean; folder: string },
): BuildCallFact {
  const names = namesOf(project, module.folder).map(([name, text]) => [name, module.isParent ? open(name) : literal(text)] as const);
  const properties = [...module.properties].map(([name, text]) => [name, textTerm(spelled(text))] as const);
  const line = get(project, 'parent')?.line ?? project.line;
  return { kind: 'build-call', at: { file, line }, foundBy: id, files: [joinPath(parent, 'pom.xml')], values: Object.fromEntries([...properties, ...names]) };
}

interface Written {
  readonly text: string;
  readonly line: number;
}

function imagesOf(plugin: TreeNode): Written[] {
  const configurations = [plugin, ...itemsOrOne(get(plugin, 'executions', 'execution'))].map((n) => get(n, 'configuration'));
  return configurations.flatMap((c) =>
    [
      get(c, 'to', 'image'),
      get(c, 'image', 'name'),
      get(c, 'imageName'),
      get(c, 'repository'),
      ...itemsOrOne(get(c, 'images', 'image')).map((i) => get(i, 'name')),
    ].flatMap((node) => {
      const text = textOf(node);
      return node === undefined || text === undefined || text === '' ? [] : [{ text, line: node.line }];
    }),
  );
}
