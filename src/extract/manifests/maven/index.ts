import type { ManifestExtractor } from '../../../core/extraction.js';
import type { ModuleFact } from '../../../core/fact.js';
import type { VersionFact } from '../../../core/version.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { get, itemsOrOne, type TreeNode, textOf } from '../../../parse/tree.js';
import { parseXml } from '../../../parse/xml.js';
import { imageFacts } from './images.js';

const id = 'maven';
/** Plug-ins that package a module as a program. */
const packaging = /^(spring-boot-maven-plugin|quarkus-maven-plugin|micronaut-maven-plugin|helidon-maven-plugin|wildfly-maven-plugin|jib-maven-plugin)$/;

/** pom.xml: the module's name, what it is built with, its parent, its version, and the images that its plug-ins make. */
export const maven: ManifestExtractor = {
  id,
  title: 'Maven modules',
  files: (path) => /(^|\/)pom\.xml$/.test(path),
  extract(file, text) {
    const { root, diagnostics } = parseXml(file, text);
    const project = get(root, 'project');
    if (project === undefined) return { facts: [], diagnostics };
    const module = moduleOf(file, project);
    return { facts: [module, ...versionOf(file, project, module.parent), ...imageFacts(file, project, module.parent)], diagnostics };
  },
};

/** Its own version, or that of its parent in the tree; a version that is a property is spelled out. */
function versionOf(file: string, project: TreeNode, parent: string | undefined): VersionFact[] {
  const own = get(project, 'version');
  const written = textOf(own);
  if (written === undefined && parent === undefined) return [];
  const version = written?.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => textOf(get(project, 'properties', name)) ?? whole) ?? null;
  const at = { file, line: (own ?? get(project, 'parent') ?? project).line };
  return [
    {
      kind: 'version',
      ecosystem: 'maven',
      folder: folderOf(file),
      version,
      ...(version === null && parent !== undefined && { from: parent }),
      gives: true,
      at,
      foundBy: id,
    },
  ];
}

function moduleOf(file: string, project: TreeNode): ModuleFact {
  const path = folderOf(file);
  const nameNode = get(project, 'artifactId');
  const name = textOf(nameNode) ?? null;
  const needed = dependenciesOf(project);
  const profiles = itemsOrOne(get(project, 'profiles', 'profile')).flatMap(dependenciesOf);
  const group = textOf(get(project, 'groupId')) ?? textOf(get(project, 'parent', 'groupId'));
  const parent = parentOf(path, get(project, 'parent'));
  const plugins = [project, ...itemsOrOne(get(project, 'profiles', 'profile'))].flatMap((p) => itemsOrOne(get(p, 'build', 'plugins', 'plugin')));
  return {
    kind: 'module',
    ecosystem: 'maven',
    name,
    path,
    dependencies: [...needed, ...profiles].map((d) => d.name),
    inherited: needed.map((d) => d.name),
    ...(parent !== undefined && { parent }),
    uses: needed.filter((d) => d.group === group || d.group === '${project.groupId}').map((d) => d.name),
    produces: textOf(get(project, 'packaging')) !== 'pom' && plugins.some(makesProgram) ? 'program' : 'library',
    at: { file, line: nameNode?.line ?? project.line },
    foundBy: id,
  };
}

interface Dependency {
  readonly name: string;
  readonly group: string;
}

function dependenciesOf(project: TreeNode): Dependency[] {
  return itemsOrOne(get(project, 'dependencies', 'dependency')).flatMap((node) => {
    const name = textOf(get(node, 'artifactId'));
    const scope = textOf(get(node, 'scope'));
    return name === undefined || scope === 'test' || scope === 'import' ? [] : [{ name, group: textOf(get(node, 'groupId')) ?? '' }];
  });
}

/** `<relativePath/>` says that it lies elsewhere. */
function parentOf(path: string, parent: TreeNode | undefined): string | undefined {
  if (parent === undefined) return undefined;
  const written = textOf(get(parent, 'relativePath'));
  if (written === '') return undefined;
  const folder = joinPath(path, (written ?? '..').replace(/\/?[\w.-]+\.xml$/, '') || '.');
  return folder.startsWith('..') ? undefined : folder;
}

function makesProgram(plugin: TreeNode): boolean {
  return packaging.test(textOf(get(plugin, 'artifactId')) ?? '') && textOf(get(plugin, 'configuration', 'skip')) !== 'true';
}
