import type { ManifestExtractor, ModuleFact } from '../../../core/fact.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { get, itemsOrOne, type TreeNode, textOf } from '../../../parse/tree.js';
import { parseXml } from '../../../parse/xml.js';

const id = 'maven';
/** Plug-ins that package a module as a program. */
const packaging = /^(spring-boot-maven-plugin|quarkus-maven-plugin|micronaut-maven-plugin|helidon-maven-plugin|wildfly-maven-plugin|jib-maven-plugin)$/;

/** pom.xml: the module's name, what it is built with, its parent, and the images that its plug-ins make. */
export const maven: ManifestExtractor = {
  id,
  title: 'Maven modules',
  files: (path) => /(^|\/)pom\.xml$/.test(path),
  extract(file, text) {
    const { root, diagnostics } = parseXml(file, text);
    const project = get(root, 'project');
    return { facts: project === undefined ? [] : [moduleOf(file, project)], diagnostics };
  },
};

function moduleOf(file: string, project: TreeNode): ModuleFact {
  const path = folderOf(file);
  const nameNode = get(project, 'artifactId');
  const name = textOf(nameNode) ?? null;
  const needed = dependenciesOf(project);
  const profiles = itemsOrOne(get(project, 'profiles', 'profile')).flatMap(dependenciesOf);
  const group = textOf(get(project, 'groupId')) ?? textOf(get(project, 'parent', 'groupId'));
  const parent = parentOf(path, get(project, 'parent'));
  const plugins = [project, ...itemsOrOne(get(project, 'profiles', 'profile'))].flatMap((p) => itemsOrOne(get(p, 'build', 'plugins', 'plugin')));
  const values: Values = { artifactId: name, version: textOf(get(project, 'version')) ?? null, properties: get(project, 'properties') };
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
    images: plugins.flatMap((p) => imagesOf(p, values)),
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

/** What an image's name may be made of. */
interface Values {
  readonly artifactId: string | null;
  readonly version: string | null;
  readonly properties: TreeNode | undefined;
}

/** Jib, Spring Boot's build-image, the Docker plug-ins of fabric8 and Spotify. */
function imagesOf(plugin: TreeNode, values: Values): string[] {
  const configurations = [plugin, ...itemsOrOne(get(plugin, 'executions', 'execution'))].map((n) => get(n, 'configuration'));
  const written = configurations.flatMap((c) => [
    textOf(get(c, 'to', 'image')),
    textOf(get(c, 'image', 'name')),
    textOf(get(c, 'imageName')),
    textOf(get(c, 'repository')),
    ...itemsOrOne(get(c, 'images', 'image')).map((i) => textOf(get(i, 'name'))),
  ]);
  return [...new Set(written.flatMap((w) => (w === undefined || w === '' ? [] : [filled(w, values)])))].filter((w) => !w.includes('${'));
}

function filled(text: string, values: Values): string {
  let result = text.slice(0, 300);
  for (let round = 0; round < 5 && result.includes('${'); round += 1)
    result = result.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => {
      if (name === 'project.artifactId' || name === 'project.name' || name === 'artifactId') return values.artifactId ?? whole;
      if (name === 'project.version') return values.version ?? 'latest';
      return (
        textOf(get(values.properties, name)) ?? (/tag|version/.test(name) ? 'latest' : /prefix|registry|repository|repo|user|org/.test(name) ? 'owner' : whole)
      );
    });
  return result;
}
