import type { CatalogFact } from '../../../core/catalog.js';
import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const id = 'backstage';
const telling = /^\s*["']?apiVersion["']?\s*:\s*["']?backstage\.io\//m;

/** Backstage's catalog, in whatever file a Location or the catalog itself leads to: components with owner, system and APIs, and what kind of API each is. */
export const backstage: ManifestExtractor = {
  id,
  title: 'Backstage catalog (components, APIs, owners)',
  files: (path) => /\.ya?ml$/i.test(path),
  extract(file, text): Extraction {
    if (!telling.test(text)) return { facts: [], diagnostics: [] };
    const { documents } = parseYaml(file, text, { wanted: (document) => telling.test(document) });
    // Syntax errors are said by whoever reads objects of any kind.
    return {
      facts: [...documents.flatMap(({ root, templated }) => (templated ? [] : entityOf(file, root))), ...suppressionsIn(file, text, id)],
      diagnostics: [],
    };
  },
};

function entityOf(file: string, root: TreeNode): CatalogFact[] {
  const kind = textOf(get(root, 'kind'))?.toLowerCase();
  const named = get(root, 'metadata', 'name');
  const name = textOf(named);
  if ((kind !== 'component' && kind !== 'api') || named === undefined || name === undefined) return [];
  const spec = get(root, 'spec');
  const owner = textOf(get(spec, 'owner'));
  const system = textOf(get(spec, 'system'));
  return [
    {
      kind: 'catalog',
      entity: kind,
      name,
      type: textOf(get(spec, 'type')) ?? '',
      aliases: aliasesOf(root),
      folder: sourceFolder(file, root),
      ...(owner !== undefined && { owner }),
      ...(system !== undefined && { system: bareName(system) }),
      provides: references(file, get(spec, 'providesApis')),
      consumes: references(file, get(spec, 'consumesApis')),
      at: { file, line: named.line },
      foundBy: id,
    },
  ];
}

/** Names under which other tools know the component. */
function aliasesOf(root: TreeNode): string[] {
  const annotation = (key: string): string[] => {
    const text = textOf(get(root, 'metadata', 'annotations', key));
    return text === undefined || !/^[\w./-]{1,100}$/.test(text) ? [] : [text.slice(text.lastIndexOf('/') + 1)];
  };
  const title = textOf(get(root, 'metadata', 'title'));
  return [
    ...new Set([
      ...annotation('backstage.io/kubernetes-id'),
      ...annotation('argocd/app-name'),
      ...(title !== undefined && /^[\w-]{1,60}$/.test(title) ? [title] : []),
    ]),
  ];
}

/** `backstage.io/source-location: dir:./orders` or a URL of a folder, else the folder of the file. */
function sourceFolder(file: string, root: TreeNode): string {
  const written = textOf(get(root, 'metadata', 'annotations', 'backstage.io/source-location')) ?? '';
  const dir = /^dir:(.+)$/.exec(written)?.[1];
  if (dir !== undefined) return rootPath(folderOf(file), dir);
  return /^url:https?:\/\/[^/]+\/.+\/(?:tree|blob|src)\/[^/]+\/(.+?)\/?$/.exec(written)?.[1] ?? folderOf(file);
}

function references(file: string, node: TreeNode | undefined): CatalogFact['provides'] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ name: bareName(text), at: { file, line: item.line } }];
  });
}

/** `api:default/orders` is `orders`. */
function bareName(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf('/'), reference.lastIndexOf(':')) + 1);
}
