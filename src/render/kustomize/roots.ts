import { compareText } from '../../core/location.js';
import { environmentOfPath } from '../../parse/environment.js';
import { at, items, text } from '../placed.js';
import type { Kustomization, Sources } from './sources.js';

/** Whether a folder is built: not those that exist for tests only. */
export function isTried(folder: string): boolean {
  return !['test', 'e2e', 'ci'].includes(environmentOfPath(`${folder}/kustomization.yaml`) ?? '');
}

/** Those of some kustomizations that none of the others includes; the first of each circle where there is no such. */
export function rootsOf(open: readonly Kustomization[], sources: Sources): Kustomization[] {
  const included = new Set(open.flatMap((k) => includedBy(k, sources)));
  const roots = open.filter((k) => !included.has(k.folder));
  return roots.length > 0 ? roots : open.slice(0, 1);
}

function includedBy({ root, folder }: Kustomization, sources: Sources): string[] {
  return ['resources', 'bases', 'components'].flatMap((key) =>
    items(at(root, key)).flatMap((entry) => {
      const found = sources.entry(folder, text(entry) ?? '');
      return found.kind === 'folder' && found.path !== folder ? [found.path] : [];
    }),
  );
}

/** Sorts roots: those that share most of a component's path first, then those without an environment, then the highest. */
export function byNearness(component: Kustomization): (a: { readonly root: Kustomization }, b: { readonly root: Kustomization }) => number {
  const shared = (folder: string): number => {
    const [x, y] = [folder.split('/'), component.folder.split('/')];
    const differs = x.findIndex((segment, i) => segment !== y[i]);
    return folder === '.' ? 0 : differs < 0 ? x.length : differs;
  };
  const labelled = (folder: string): number => (environmentOfPath(`${folder}/kustomization.yaml`) === undefined ? 0 : 1);
  return ({ root: a }, { root: b }) =>
    shared(b.folder) - shared(a.folder) ||
    labelled(a.folder) - labelled(b.folder) ||
    a.folder.split('/').length - b.folder.split('/').length ||
    compareText(a.folder, b.folder);
}
