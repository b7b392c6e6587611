import type { ManifestExtractor } from '../../../core/extraction.js';
import type { BuildFact, ModuleFact } from '../../../core/fact.js';
import type { VersionFact } from '../../../core/version.js';
import { literal } from '../../../core/term.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { entriesOf, get, itemsOrOne, type TreeNode, textOf } from '../../../parse/tree.js';
import { parseXml } from '../../../parse/xml.js';

const id = 'dotnet-project';

/** .csproj, .fsproj and .vbproj: the SDK, packages, referenced projects, the version and the name of a published image; the version of a Directory.Build.props. */
export const dotnetProject: ManifestExtractor = {
  id,
  title: '.NET projects',
  files: (path) => /\.(cs|fs|vb)proj$/i.test(path) || isShared(path),
  extract(file, text) {
    const { root, diagnostics } = parseXml(file, text);
    const project = get(root, 'Project');
    if (project === undefined) return { facts: [], diagnostics };
    if (isShared(file)) return { facts: versionFacts(file, project), diagnostics };
    return { facts: [moduleOf(file, project), ...versionFacts(file, project), ...imageFacts(file, project)], diagnostics };
  },
};

/** MSBuild puts the nearest one above into every project below it. */
const isShared = (path: string): boolean => /(^|\/)Directory\.Build\.props$/i.test(path);

/** `Version` or `VersionPrefix`; a project without takes that of a Directory.Build.props, which says nothing without. */
function versionFacts(file: string, project: TreeNode): VersionFact[] {
  const node = ['Version', 'VersionPrefix'].flatMap((name) => itemsOrOne(get(project, 'PropertyGroup')).flatMap((group) => get(group, name) ?? []))[0];
  const version = textOf(node) ?? textOf(get(node, '#text')) ?? null;
  const gives = isShared(file);
  if (gives && version === null) return [];
  return [{ kind: 'version', ecosystem: 'dotnet', folder: folderOf(file), version, gives, at: { file, line: (node ?? project).line }, foundBy: id }];
}

function moduleOf(file: string, project: TreeNode): ModuleFact {
  const packages = items(project, 'PackageReference');
  return {
    kind: 'module',
    ecosystem: 'dotnet',
    name: file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, ''),
    path: folderOf(file),
    dependencies: [...sdksOf(project), ...packages],
    inherited: [],
    uses: items(project, 'ProjectReference').map((path) => folderOf(rootPath(folderOf(file), path))),
    produces: kindOf(project, packages),
    at: { file, line: project.line },
    foundBy: id,
  };
}

/** The image that `dotnet publish` makes. */
function imageFacts(file: string, project: TreeNode): BuildFact[] {
  const image = property(project, 'ContainerRepository') ?? property(project, 'ContainerImageName');
  if (image === undefined || image.includes('$')) return [];
  return [{ kind: 'build', at: { file, line: project.line }, foundBy: id, images: [literal(image)], context: literal(folderOf(file)) }];
}

function sdksOf(project: TreeNode): string[] {
  const elements = itemsOrOne(get(project, 'Sdk')).flatMap((s) => textOf(get(s, '@Name')) ?? []);
  return [...(textOf(get(project, '@Sdk')) ?? '').split(';').map((s) => s.replace(/\/.*$/, '')), ...elements].filter((s) => s !== '');
}

function kindOf(project: TreeNode, packages: readonly string[]): ModuleFact['produces'] {
  const sdks = sdksOf(project);
  if (property(project, 'IsAspireHost') === 'true' || sdks.includes('Aspire.AppHost.Sdk')) return 'description';
  if (property(project, 'IsTestProject') === 'true' || packages.includes('Microsoft.NET.Test.Sdk')) return 'library';
  if (property(project, 'OutputType')?.toLowerCase() === 'library') return 'library';
  return sdks.some((s) => /^Microsoft\.NET\.Sdk\.(Web|Worker)$/i.test(s)) ? 'program' : 'library';
}

function items(project: TreeNode, name: string): string[] {
  return itemsOrOne(get(project, 'ItemGroup')).flatMap((group) => itemsOrOne(get(group, name)).flatMap((item) => textOf(get(item, '@Include')) ?? []));
}

function property(project: TreeNode, name: string): string | undefined {
  const groups = itemsOrOne(get(project, 'PropertyGroup'));
  return groups.flatMap((group) =>
    entriesOf(group)
      .filter((e) => e.key === name)
      .flatMap((e) => textOf(e.value) ?? textOf(get(e.value, '#text')) ?? []),
  )[0];
}
