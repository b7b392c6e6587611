import { parseImage } from '../../parse/image.js';
import type { Location } from '../../core/location.js';
import { at, edited, entries, items, type Placed, type PlacedMap, scalar, text, withKey } from '../placed.js';
import { annotationFields, type Field, metadataLabels, replicaFields, selectorLabels, stepsOf, templateLabels } from './fields.js';
import { changed, current, isCalled, isClusterWide, renamed, type Resource } from './resource.js';

/** `namespace`: of every object that has one, of the namespace itself, and of the accounts that bindings name. */
export function inNamespace(resources: readonly Resource[], namespace: Placed): Resource[] {
  const name = text(namespace) ?? '';
  const accounts = new Set(resources.filter((r) => r.kind === 'ServiceAccount').map((r) => current(r).name));
  const set = (node: Placed, ...path: readonly string[]): Placed => edited(node, path, () => scalar(name, namespace.at), namespace.at);
  return resources.map((resource) => {
    if (resource.kind === 'Namespace') return renamed(resource, name, '', namespace.at);
    const node = isClusterWide(resource) ? resource.node : set(resource.node, 'metadata', 'namespace');
    if (!/^(?:Cluster)?RoleBinding$/.test(resource.kind)) return changed(resource, node);
    const bound = edited(
      node,
      ['subjects[]'],
      (subjects) => ({ ...(subjects as Placed), items: items(subjects).map((s) => inSpace(s, accounts, set)) }) as Placed,
    );
    return changed(resource, bound);
  });
}

function inSpace(subject: Placed, accounts: ReadonlySet<string>, set: (node: Placed, ...path: readonly string[]) => Placed): Placed {
  const name = text(at(subject, 'name')) ?? '';
  return text(at(subject, 'kind')) === 'ServiceAccount' && (name === 'default' || accounts.has(name)) ? set(subject, 'namespace') : subject;
}

const unaffixed: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'APIService', 'Namespace']);

/** `namePrefix` and `nameSuffix`. */
export function affixed(resources: readonly Resource[], prefix: Placed | undefined, suffix: Placed | undefined): Resource[] {
  const [before, after] = [text(prefix) ?? '', text(suffix) ?? ''];
  const place = (prefix ?? suffix)?.at;
  if (place === undefined || (before === '' && after === '')) return [...resources];
  return resources.map((r) => (unaffixed.has(r.kind) ? r : renamed(r, `${before}${current(r).name}${after}`, `${before}*${after}`, place)));
}

/** Adds pairs to the maps that fields of some kinds hold. */
function withPairs(resource: Resource, fields: readonly Field[], pairs: Placed): Resource {
  const add = (value: Placed | undefined): Placed => {
    const map: PlacedMap = value?.kind === 'map' ? value : { kind: 'map', at: pairs.at, entries: [] };
    return entries(pairs).reduce((made, e) => withKey(made, e.key, asText(e.value), e.at), map);
  };
  return fields
    .filter((f) => (f.kinds?.includes(resource.kind) ?? true) && (f.group === undefined || f.group === resource.group))
    .reduce((made, f) => changed(made, edited(made.node, stepsOf(f), add, f.create ? pairs.at : undefined)), resource);
}

/** Labels and annotations are texts, whatever YAML takes them for. */
function asText(value: Placed): Placed {
  return value.kind === 'scalar' ? scalar(value.text, value.at) : value;
}

/** `commonLabels`, which change selectors too. */
export function commonlyLabelled(resources: readonly Resource[], pairs: Placed): Resource[] {
  return resources.map((r) => withPairs(r, [...metadataLabels, ...templateLabels, ...selectorLabels], pairs));
}

/** One entry of `labels`: the objects' own, with `includeTemplates` their pods', with `includeSelectors` all. */
export function labelled(resources: readonly Resource[], entry: Placed): Resource[] {
  const pairs = at(entry, 'pairs');
  if (pairs === undefined) return [...resources];
  const selectors = text(at(entry, 'includeSelectors')) === 'true';
  const templates = selectors || text(at(entry, 'includeTemplates')) === 'true';
  const further = items(at(entry, 'fields')).flatMap(fieldSpec);
  const fields = [...metadataLabels, ...(templates ? templateLabels : []), ...(selectors ? selectorLabels : []), ...further];
  return resources.map((r) => withPairs(r, fields, pairs));
}

function fieldSpec(node: Placed): Field[] {
  const path = text(at(node, 'path'));
  const kind = text(at(node, 'kind'));
  const group = text(at(node, 'group'));
  if (path === undefined) return [];
  return [
    {
      path: path.replaceAll('\\/', '~1').split('/'),
      create: text(at(node, 'create')) === 'true',
      ...(kind !== undefined && { kinds: [kind] }),
      ...(group !== undefined && { group }),
    },
  ];
}

/** `commonAnnotations`. */
export function annotated(resources: readonly Resource[], pairs: Placed): Resource[] {
  return resources.map((r) => withPairs(r, annotationFields, pairs));
}

/** One entry of `replicas`: `name`, `count`. */
export function scaled(resources: readonly Resource[], entry: Placed): Resource[] {
  const name = text(at(entry, 'name'));
  const count = at(entry, 'count');
  if (name === undefined || count === undefined) return [...resources];
  return resources.map((r) => {
    const fields = replicaFields.filter((f) => f.kinds?.includes(r.kind));
    return isCalled(r, name)
      ? fields.reduce(
          (made, f) =>
            changed(
              made,
              edited(made.node, stepsOf(f), () => count, count.at),
            ),
          r,
        )
      : r;
  });
}

/** One entry of `images`: `name`, and `newName`, `newTag`, `digest`, `tagSuffix`. */
export function retagged(resources: readonly Resource[], entry: Placed): Resource[] {
  const name = text(at(entry, 'name'));
  if (name === undefined) return [...resources];
  return resources.map((r) =>
    r.kind === 'CustomResourceDefinition'
      ? r
      : changed(
          r,
          inContainers(r.node, (image) => newImage(image, name, entry)),
        ),
  );
}

/** Images of containers stand under `containers` and `initContainers`, wherever those are. */
function inContainers(node: Placed, change: (image: Placed) => Placed): Placed {
  if (node.kind === 'list') return replacedItems(node, (item) => inContainers(item, change));
  if (node.kind !== 'map') return node;
  let made: PlacedMap = node;
  for (const { key, at: place, value } of node.entries) {
    const inner = inContainers(value, change);
    const next =
      key === 'containers' || key === 'initContainers' ? edited(inner, ['image'], (image) => (image === undefined ? undefined : change(image))) : inner;
    if (next !== value) made = withKey(made, key, next, place);
  }
  return made;
}

function replacedItems(node: Placed & { kind: 'list' }, change: (item: Placed) => Placed): Placed {
  const made = node.items.map(change);
  return made.every((item, i) => item === node.items[i]) ? node : { ...node, items: made };
}

function newImage(image: Placed, name: string, entry: Placed): Placed {
  const written = text(image);
  if (written === undefined || !(written === name || written.startsWith(`${name}:`) || written.startsWith(`${name}@`))) return image;
  const rest = written.slice(name.length);
  // `registry:5000/x` is not the image `registry` with a tag.
  if (rest.includes('/')) return image;
  const place = at(entry, 'newName') ?? at(entry, 'newTag') ?? at(entry, 'digest') ?? entry;
  const [tag, digest, suffix] = [text(at(entry, 'newTag')), text(at(entry, 'digest')), text(at(entry, 'tagSuffix'))];
  const renamedTo = text(at(entry, 'newName')) ?? name;
  const fresh = `${tag === undefined || tag === '' ? '' : `:${tag}`}${digest === undefined || digest === '' ? '' : `@${digest}`}`;
  const old = suffix === undefined ? rest : `:${parseImage(written).tag ?? ''}${suffix}`;
  return scalar(`${renamedTo}${fresh === '' ? old : fresh}`, placeOf(place));
}

const placeOf = (node: Placed): Location => node.at;
