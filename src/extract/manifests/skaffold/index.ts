import type { BuildFact, ManifestExtractor } from '../../../core/fact.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { textTerm } from '../../../parse/pipeline/text.js';
import { entriesOf, get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const id = 'skaffold';

/** Skaffold's artifacts, those of its profiles too: which image is built from which folder, by Docker, kaniko, Jib, buildpacks, ko or a command. */
export const skaffold: ManifestExtractor = {
  id,
  title: 'Skaffold (images built)',
  files: (path) => /(?:^|\/)skaffold[^/]*\.ya?ml$/.test(path),
  extract(file, text) {
    const { documents, diagnostics } = parseYaml(file, text);
    const facts = documents.flatMap(({ root }) => {
      if (!(textOf(get(root, 'apiVersion')) ?? '').startsWith('skaffold/')) return [];
      const builds = [get(root, 'build'), ...itemsOf(get(root, 'profiles')).map((profile) => get(profile, 'build'))];
      return builds.flatMap((build) => itemsOf(get(build, 'artifacts')).flatMap((artifact) => artifactOf(file, artifact)));
    });
    return { facts, diagnostics };
  },
};

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
