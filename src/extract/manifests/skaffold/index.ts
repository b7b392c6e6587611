import type { DeliveryFact } from '../../../core/delivery.js';
import type { ManifestExtractor } from '../../../core/extraction.js';
import type { BuildFact } from '../../../core/fact.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { imageMember } from '../../../parse/pipeline/members.js';
import { textTerm } from '../../../parse/pipeline/text.js';
import { entriesOf, get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const id = 'skaffold';

/**
 * Skaffold's artifacts, those of its profiles too: which image is built from which folder, by Docker, kaniko, Jib, buildpacks, ko or a command; what one
 * run of it takes.
 */
export const skaffold: ManifestExtractor = {
  id,
  title: 'Skaffold (images built and run as one)',
  files: (path) => /(?:^|\/)skaffold[^/]*\.ya?ml$/.test(path),
  extract(file, text) {
    const { documents, diagnostics } = parseYaml(file, text);
    const configs = documents.map(({ root }) => root).filter((root) => (textOf(get(root, 'apiVersion')) ?? '').startsWith('skaffold/'));
    const builds = configs.flatMap((root) => {
      const all = [get(root, 'build'), ...itemsOf(get(root, 'profiles')).map((profile) => get(profile, 'build'))];
      return all.flatMap((build) => itemsOf(get(build, 'artifacts')).flatMap((artifact) => artifactOf(file, artifact)));
    });
    return { facts: [...configs.flatMap((root) => deliveryOf(file, root, configs.length > 1)), ...builds], diagnostics };
  },
};

/**
 * One run takes all artifacts of a configuration. Modules (several configurations, or one that requires others) can be run by themselves: they are parts of who runs the
 * file as a whole. Images that are not pushed leave no machine.
 */
function deliveryOf(file: string, root: TreeNode, modules: boolean): DeliveryFact[] {
  const place = { file, folder: folderOf(file), variables: new Map<string, string>() };
  const starts = modules || itemsOf(get(root, 'requires')).length > 0 ? 'part' : 'called';
  const act = starts === 'part' ? 'deploy' : 'publish';
  const kept = textOf(get(root, 'build', 'local', 'push')) === 'false';
  const members = itemsOf(get(root, 'build', 'artifacts')).flatMap((artifact) => {
    const image = get(artifact, 'image') ?? get(artifact, 'imageName');
    return image === undefined || kept ? [] : imageMember({ ...place, line: image.line }, plain(textOf(image) ?? ''), act);
  });
  const required = itemsOf(get(root, 'requires')).flatMap((item) => {
    const path = get(item, 'path');
    const written = textOf(path);
    if (path === undefined || written === undefined) return [];
    return [{ files: [joinPath(folderOf(file), /\.ya?ml$/.test(written) ? written : `${written}/skaffold.yaml`)], values: {}, at: { file, line: path.line } }];
  });
  if (members.length === 0 && required.length === 0) return [];
  const line = get(root, 'build', 'artifacts')?.line ?? get(root, 'requires')?.line ?? root.line;
  const name = modules ? (textOf(get(root, 'metadata', 'name')) ?? '') : '';
  return [{ kind: 'delivery', at: { file, line }, foundBy: id, job: name, title: file, starts, members, runs: required }];
}

/** `{{.NAME}}` is a setting of whoever runs it. */
const plain = (text: string): string => text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, '${$1}');

function artifactOf(file: string, artifact: TreeNode): BuildFact[] {
  const image = get(artifact, 'image') ?? get(artifact, 'imageName');
  const name = textOf(image);
  if (image === undefined || name === undefined) return [];
  const context = plain(textOf(get(artifact, 'context')) ?? textOf(get(artifact, 'workspace')) ?? '.');
  const docker = get(artifact, 'docker') ?? get(artifact, 'kaniko');
  const dockerfile = textOf(get(docker, 'dockerfile')) ?? textOf(get(docker, 'dockerfilePath'));
  const target = textOf(get(docker, 'target'));
  const module = moduleOf(artifact);
  const folder = joinPath(folderOf(file), module === undefined ? context : `${context}/${module}`);
  return [
    {
      kind: 'build',
      at: { file, line: image.line },
      foundBy: id,
      images: [textTerm(plain(name))],
      context: textTerm(folder),
      ...(dockerfile !== undefined && { dockerfile: textTerm(joinPath(folderOf(file), `${context}/${plain(dockerfile)}`)) }),
      ...(target !== undefined && { target }),
    },
  ];
}

/** The module of a build of several (Jib), the package of a Go module (ko): a folder below the context. */
function moduleOf(artifact: TreeNode): string | undefined {
  const jib = textOf(get(artifact, 'jib', 'project')) ?? textOf(get(artifact, 'jibMaven', 'module')) ?? textOf(get(artifact, 'jibGradle', 'project'));
  if (jib !== undefined) return jib.replace(/^:/, '').replaceAll(':', '/');
  const ko = entriesOf(get(artifact, 'ko'));
  const main = [get(artifact, 'ko', 'dir'), get(artifact, 'ko', 'main')].flatMap((node) => textOf(node) ?? []);
  return ko.length > 0 && main.length > 0 ? main.join('/') : undefined;
}
