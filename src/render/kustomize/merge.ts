import { at, entries, items, type Placed, type PlacedList, type PlacedMap, text, withKey, withoutKey } from '../placed.js';

/**
 * Lists that patches merge item by item, by the field's name: the first key that the patch's items have identifies an item. `schema` says which of two lists of
 * one name is meant, by what stands around it.
 */
const mergeKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['containers', ['name']],
  ['initContainers', ['name']],
  ['ephemeralContainers', ['name']],
  ['env', ['name']],
  ['ports', ['containerPort', 'port']],
  ['volumeMounts', ['mountPath']],
  ['volumeDevices', ['devicePath']],
  ['volumes', ['name']],
  ['imagePullSecrets', ['name']],
  ['hostAliases', ['ip']],
  ['topologySpreadConstraints', ['topologyKey']],
  ['resourceClaims', ['name']],
  ['secrets', ['name']],
  ['conditions', ['type']],
  ['ownerReferences', ['uid']],
]);

/** Lists of plain values that patches add to. */
const joined: ReadonlySet<string> = new Set(['finalizers']);
/** Second key of an item, where both have it: a port of two protocols is two ports. */
const secondKeys: ReadonlyMap<string, string> = new Map([['ports', 'protocol']]);

/** How the lists of an object are merged: by the fields of Kubernetes' own kinds, or replaced as a whole (custom resources). */
export type ListRule = 'by-key' | 'replace';

/**
 * A strategic merge patch on an object: maps are merged, `null` takes a key away, lists of known fields are merged by their key, others replaced. Items
 * that are new come first. `$patch: delete` and `$patch: replace` are followed; undefined where the object itself is deleted.
 */
export function merged(base: Placed | undefined, patch: Placed, rule: ListRule, field = ''): Placed | undefined {
  if (patch.kind === 'map') return mergedMap(base?.kind === 'map' ? base : undefined, patch, rule);
  // What a patch only repeats (the name by which it finds an item) stays where it was written first.
  if (patch.kind === 'scalar' && base?.kind === 'scalar' && base.value === patch.value) return base;
  if (patch.kind === 'list' && base?.kind === 'list') return mergedList(base, patch, rule, field);
  return patch.kind === 'list' ? { ...patch, items: patch.items.flatMap((item) => (directive(item) === 'delete' ? [] : clean(item))) } : patch;
}

function directive(node: Placed): string | undefined {
  return text(at(node, '$patch'));
}

function mergedMap(base: PlacedMap | undefined, patch: PlacedMap, rule: ListRule): Placed | undefined {
  const order = directive(patch);
  if (order === 'delete') return undefined;
  if (base === undefined || order === 'replace') return clean(patch);
  let made = base;
  for (const { key, at: place, value } of patch.entries) {
    if (isDirective(key)) {
      made = withoutValues(made, key, value);
      continue;
    }
    const old = at(made, key);
    const next = value.kind === 'scalar' && value.value === null ? undefined : merged(old, value, rule, key);
    if (next === undefined) made = withoutKey(made, key);
    else if (next !== old) made = withKey(made, key, next, old === undefined || value.kind === 'scalar' ? place : (entryPlace(made, key) ?? place));
  }
  return made;
}

function entryPlace(node: PlacedMap, key: string): Placed['at'] | undefined {
  return node.entries.find((e) => e.key === key)?.at;
}

function isDirective(key: string): boolean {
  return key === '$patch' || key === '$retainKeys' || key.startsWith('$setElementOrder/') || key.startsWith('$deleteFromPrimitiveList/');
}

function withoutValues(node: PlacedMap, key: string, values: Placed): PlacedMap {
  if (!key.startsWith('$deleteFromPrimitiveList/')) return node;
  const field = key.slice('$deleteFromPrimitiveList/'.length);
  const list = at(node, field);
  const gone = new Set(items(values).map(text));
  return list?.kind === 'list' ? withKey(node, field, { ...list, items: list.items.filter((item) => !gone.has(text(item))) }) : node;
}

function mergedList(base: PlacedList, patch: PlacedList, rule: ListRule, field: string): Placed {
  if (patch.items.some((item) => directive(item) === 'replace'))
    return { ...patch, items: patch.items.filter((item) => directive(item) !== 'replace').map(clean) };
  if (rule === 'by-key' && joined.has(field)) {
    const known = new Set(base.items.map(text));
    return { ...base, items: [...base.items, ...patch.items.filter((item) => !known.has(text(item)))] };
  }
  const keys = rule === 'by-key' ? mergeKeys.get(field) : undefined;
  const key = keys?.find((one) => patch.items.some((item) => at(item, one) !== undefined));
  if (key === undefined) return { ...patch, items: patch.items.map(clean) };
  const same = (a: Placed, b: Placed): boolean => text(at(a, key)) === text(at(b, key)) && secondFits(field, a, b);
  let made = [...base.items];
  const added: Placed[] = [];
  for (const item of patch.items) {
    const order = directive(item);
    if (made.some((old) => same(old, item))) {
      made = made.flatMap((old) => (same(old, item) ? (order === 'delete' ? [] : (merged(old, item, rule) ?? [])) : old));
    } else if (order !== 'delete') added.push(clean(item));
  }
  return { ...base, items: [...added, ...made] };
}

function secondFits(field: string, a: Placed, b: Placed): boolean {
  const key = secondKeys.get(field);
  if (key === undefined) return true;
  const [x, y] = [text(at(a, key)), text(at(b, key))];
  return x === undefined || y === undefined || x === y;
}

/** A part of a patch that meets nothing: without directives and nulls. */
function clean(node: Placed): Placed {
  if (node.kind === 'list') return { ...node, items: node.items.filter((item) => directive(item) !== 'delete').map(clean) };
  if (node.kind !== 'map') return node;
  const kept = entries(node).filter(
    ({ key, value }) => !isDirective(key) && !(value.kind === 'scalar' && value.value === null) && directive(value) !== 'delete',
  );
  return { ...node, entries: kept.map((e) => ({ ...e, value: clean(e.value) })) };
}
