import { at, entries, items, type Placed, type PlacedMap, text, withoutKey } from '../placed.js';
import { giveUp } from './failure.js';
import { jsonPatched } from './json-patch.js';
import { type ListRule, merged } from './merge.js';
import { changed, isCalled, type Resource, resourceOf } from './resource.js';
import { selector } from './selectors.js';
import type { Sources } from './sources.js';

/** What a patch is applied in. */
export interface PatchPlace {
  readonly sources: Sources;
  /** The kustomization it stands in. */
  readonly root: Placed;
  readonly draft: { readonly folder: string; readonly files: Set<string>; readonly partial: boolean };
}

/** One entry of `patches`: `path` or `patch`, and `target` where it does not name its own. A list is a JSON patch, a map is merged. */
export function patched(resources: readonly Resource[], entry: Placed, place: PatchPlace): Resource[] {
  const documents = documentsOf(entry, place);
  const target = at(entry, 'target');
  const byKey = kindsOfOpenApi(place);
  return documents.reduce<Resource[]>(
    (all, document) => {
      const selected = target ? selector(target) : ownTarget(document, all, entry, place);
      if (document.kind === 'list') return all.map((r) => (selected(r) ? changed(r, jsonPatched(r.node, document.items)) : r));
      return all.flatMap((r) => (selected(r) ? mergedInto(r, document, entry, byKey) : r));
    },
    [...resources],
  );
}

function documentsOf(entry: Placed, { sources, draft }: PatchPlace): readonly Placed[] {
  const inline = at(entry, 'patch');
  if (inline && text(inline) !== undefined) return sources.inline(inline).flatMap(operationsOrObjects);
  const path = at(entry, 'path');
  const found = path === undefined ? undefined : sources.entry(draft.folder, text(path) ?? '');
  if (path === undefined || found?.kind !== 'file')
    return giveUp((path ?? entry).at, `The patch ${text(path) ?? ''} is not there. Correct its path.`, 'unreadable');
  draft.files.add(found.path);
  return sources.documents(found.path, path.at).flatMap(operationsOrObjects);
}

/** One JSON operation alone is a list of one; `kind: List` holds patches. */
function operationsOrObjects(document: Placed): readonly Placed[] {
  if (document.kind === 'map' && at(document, 'op') && at(document, 'path')) return [{ kind: 'list', at: document.at, items: [document] }];
  return text(at(document, 'kind')) === 'List' ? items(at(document, 'items')) : [document];
}

/** A patch without a target names its object itself; there must be one, unless something could not be read. */
function ownTarget(document: Placed, resources: readonly Resource[], entry: Placed, { draft }: PatchPlace): (resource: Resource) => boolean {
  const own = resourceOf(document, '');
  if (own === undefined) {
    if (entries(document).length === 0) return () => false;
    return giveUp(document.at, 'The patch names no object (apiVersion, kind, name) and has no target. Give it one.');
  }
  const { name, namespace } = own.identities[0] ?? { name: '' };
  const alike = resources.filter((r) => r.kind === own.kind && r.group === own.group && isCalled(r, name));
  const exact = alike.filter((r) => isCalled(r, name, namespace ?? 'default'));
  const found = new Set(exact.length > 0 || namespace !== undefined ? exact : alike);
  if (found.size === 0 && !draft.partial)
    giveUp(document.at, `There is no ${own.kind} ${name} to patch (${entry.at.file}:${entry.at.line}). Correct the name, or add the object.`);
  return (resource) => found.has(resource);
}

function mergedInto(resource: Resource, patch: Placed, entry: Placed, byKey: ReadonlySet<string>): Resource[] {
  const made = merged(resource.node, withoutIdentity(patch, entry), byKey.has(resource.kind) ? 'by-key' : listRule(resource));
  return made === undefined ? [] : [changed(resource, made)];
}

/** An object keeps its kind and name, whatever a patch with a target calls it. */
function withoutIdentity(patch: Placed, entry: Placed): Placed {
  if (patch.kind !== 'map') return patch;
  const allowed = (option: string): boolean => text(at(entry, 'options', option)) === 'true';
  const kindless = allowed('allowKindChange') ? patch : withoutKey(withoutKey(patch, 'kind'), 'apiVersion');
  const metadata = at(kindless, 'metadata');
  if (metadata?.kind !== 'map' || allowed('allowNameChange')) return kindless;
  const bare = withoutKey(withoutKey(metadata, 'name'), 'namespace');
  return { ...kindless, entries: kindless.entries.map((e) => (e.key === 'metadata' ? { ...e, value: bare } : e)) } satisfies PlacedMap;
}

const ownGroups =
  /^(?:|apps|batch|extensions|autoscaling|policy|(?:networking|rbac\.authorization|storage|scheduling|admissionregistration|apiregistration|certificates|coordination|discovery|events|node)\.k8s\.io)$/;

/** Lists of Kubernetes' own kinds are merged by key, those of custom resources replaced. */
function listRule(resource: Resource): ListRule {
  return ownGroups.test(resource.group) ? 'by-key' : 'replace';
}

/** Custom kinds whose fields an `openapi` file of the kustomization describes. */
function kindsOfOpenApi({ sources, root, draft }: PatchPlace): ReadonlySet<string> {
  const path = at(root, 'openapi', 'path');
  const found = path === undefined ? undefined : sources.entry(draft.folder, text(path) ?? '');
  if (path === undefined || found?.kind !== 'file') return new Set();
  const written = sources.text(found.path, path.at);
  return new Set([...written.matchAll(/"?kind"?\s*:\s*"?([A-Z]\w{0,80})"?/g)].map((match) => match[1] ?? ''));
}
