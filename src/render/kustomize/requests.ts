import { joinPath } from '../../parse/paths.js';
import { at, type Placed, type PlacedEntry, type PlacedMap, scalar, withKey } from '../placed.js';
import type { OverlayRequest } from '../plan.js';
import type { Kustomization, Sources } from './sources.js';

/**
 * The kustomization that another tool builds: that of the folder with what the tool adds, or one of the folder's manifests where it has none. Undefined where
 * there is nothing to build. Gives up (`Unbuildable`) where the folder's own is broken.
 */
export function requestedRoot({ folder, edits, manifests }: OverlayRequest, sources: Sources): Kustomization | undefined {
  const own = sources.inFolder(folder);
  if (own !== undefined) return { ...own, component: false, root: edited(own.root, edits) };
  if (manifests.length === 0) return undefined;
  const first = manifests.find((path) => /\.ya?ml$/i.test(path)) ?? joinPath(folder, 'kustomization.yaml');
  const place = { file: first, line: 1 };
  const prefix = folder === '.' ? '' : `${folder}/`;
  const items = manifests.map((path) => scalar(path.slice(prefix.length), { file: path, line: 1 }));
  const root: PlacedMap = { kind: 'map', at: place, entries: [{ key: 'resources', at: place, value: { kind: 'list', at: place, items } }] };
  return { file: first, folder, component: false, root: edited(root, edits), loose: true };
}

function edited(root: Placed, edits: readonly PlacedEntry[]): Placed {
  return edits.reduce((made, { key, at: place, value }) => {
    const old = at(made, key);
    const joined: Placed =
      value.kind === 'list' && old?.kind === 'list'
        ? { ...value, items: [...old.items, ...value.items] }
        : value.kind === 'map' && old?.kind === 'map'
          ? value.entries.reduce((map, e) => withKey(map, e.key, e.value, e.at), old)
          : value;
    return made.kind === 'map' ? withKey(made, key, joined, place) : made;
  }, root);
}
