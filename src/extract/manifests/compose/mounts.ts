import type { Container } from '../../../core/workload.js';
import { splitOutsideVariables } from '../../../parse/interpolate.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { plain } from './texts.js';

type Mount = Container['mounts'][number];

/**
 * Host files that a service sees: bind mounts of `volumes`, and `configs` and `secrets` whose top-level definition names a file. Named
 * volumes are none. Sources are relative to the scan root.
 */
export function mountsOf(file: string, service: TreeNode, document: TreeNode): Mount[] {
  return [
    ...itemsOf(get(service, 'volumes')).flatMap((item) => volume(file, item)),
    ...references(file, service, document, 'configs', (name) => `/${name}`),
    ...references(file, service, document, 'secrets', (name) => `/run/secrets/${name}`),
  ];
}

function volume(file: string, item: TreeNode): Mount[] {
  const [source, target] =
    item.kind === 'map'
      ? [textOf(get(item, 'source')), textOf(get(item, 'target'))]
      : splitOutsideVariables(textOf(item) ?? '', ':').map((part) => part.trim());
  if (source === undefined || target === undefined || target === '') return [];
  const path = hostPath(file, source);
  return path === undefined ? [] : [{ source: path, target, at: { file, line: item.line } }];
}

/** Undefined for the name of a volume. `$PWD` is taken for the compose file's folder. */
function hostPath(file: string, written: string): string | undefined {
  const path = written.replace(/^\$(PWD\b|\{PWD\})/, '.');
  return /^([./~\\]|[A-Za-z]:[\\/]|\$)/.test(path) ? rootPath(folderOf(file), path) : undefined;
}

function references(file: string, service: TreeNode, document: TreeNode, key: 'configs' | 'secrets', place: (name: string) => string): Mount[] {
  return itemsOf(get(service, key)).flatMap((item) => {
    const name = textOf(item) ?? textOf(get(item, 'source'));
    const written = name === undefined ? undefined : plain(get(document, key, name, 'file'));
    if (name === undefined || written === undefined) return [];
    const target = textOf(get(item, 'target')) ?? name;
    return [{ source: rootPath(folderOf(file), written), target: target.startsWith('/') ? target : place(target), at: { file, line: item.line } }];
  });
}
