import type { Location } from '../../core/location.js';
import { folderOf } from '../../parse/paths.js';
import { at, edited, entries, items, type Placed, type PlacedEntry, type PlacedMap, scalar, text, withKey } from '../placed.js';
import { giveUp } from './failure.js';
import { changed, isCalled, type Resource, resourceOf, spaceOf } from './resource.js';

/** Texts of the files that a generator takes in; undefined where one is not there (then it has been said). */
export type ReadText = (path: Placed) => { readonly file: string; readonly text: string } | undefined;

/** What one entry of `configMapGenerator` or `secretGenerator` makes, or makes of an object that is there (`behavior`). No hash is put behind names. */
export function generated(
  resources: readonly Resource[],
  kind: 'ConfigMap' | 'Secret',
  generator: Placed,
  options: Placed | undefined,
  folder: string,
  read: ReadText,
): Resource[] {
  const name = at(generator, 'name');
  if (text(name) === undefined) giveUp(generator.at, `A generated ${kind} has no name. Give it one.`);
  const made = objectOf(kind, generator, options, dataOf(kind, generator, read));
  const resource = resourceOf(made, folder) as Resource;
  const behavior = text(at(generator, 'behavior')) ?? 'create';
  const namespace = text(at(generator, 'namespace'));
  const same = (r: Resource): boolean => r.kind === kind && isCalled(r, text(name) ?? '', namespace);
  const old = resources.find(same);
  if (behavior !== 'merge' && behavior !== 'replace') {
    if (old && spaceOf(old.identities.at(-1)?.namespace) === spaceOf(namespace))
      giveUp(generator.at, `${kind} ${text(name)} is there already. Merge or replace it (behavior), or rename one.`);
    return [...resources, resource];
  }
  if (!old) return giveUp(generator.at, `There is no ${kind} ${text(name)} to ${behavior}. Correct the name, or create it.`);
  return resources.map((r) => (r === old ? joined(r, resource, behavior === 'merge') : r));
}

/** Data of the old object is kept (`merge`) or goes; names and labels stay. */
function joined(old: Resource, added: Resource, keep: boolean): Resource {
  let node: PlacedMap = old.node;
  for (const field of ['data', 'binaryData']) {
    const more = at(added.node, field);
    const base = keep ? at(node, field) : undefined;
    if (more === undefined && keep) continue;
    const empty: PlacedMap = { kind: 'map', at: added.node.at, entries: [] };
    const map = entries(more).reduce((m, e) => withKey(m, e.key, e.value, e.at), base?.kind === 'map' ? base : empty);
    if (map.entries.length > 0 || at(node, field)) node = withKey(node, field, map);
  }
  for (const field of ['labels', 'annotations']) {
    const pairs = at(added.node, 'metadata', field);
    if (pairs) {
      node = edited(
        node,
        ['metadata', field],
        (value) =>
          entries(pairs).reduce((m, e) => withKey(m, e.key, e.value, e.at), value?.kind === 'map' ? value : { kind: 'map', at: pairs.at, entries: [] }),
        pairs.at,
      ) as PlacedMap;
    }
  }
  return changed(old, node);
}

function objectOf(kind: string, generator: Placed, options: Placed | undefined, data: readonly PlacedEntry[]): PlacedMap {
  const name = at(generator, 'name') as Placed;
  const place = name.at;
  const own = at(generator, 'options');
  const namespace = at(generator, 'namespace');
  const pairs = (field: string): PlacedEntry[] => {
    const merged = new Map([...entries(at(options, field)), ...entries(at(own, field))].map((e) => [e.key, e]));
    const map: PlacedMap = {
      kind: 'map',
      at: place,
      entries: [...merged.values()].map((e) => ({ ...e, value: e.value.kind === 'scalar' ? scalar(e.value.text, e.value.at) : e.value })),
    };
    return map.entries.length === 0 ? [] : [{ key: field, at: place, value: map }];
  };
  const metadata: PlacedMap = {
    kind: 'map',
    at: place,
    entries: [
      { key: 'name', at: place, value: scalar(text(name) ?? '', place) },
      ...(namespace ? [{ key: 'namespace', at: namespace.at, value: namespace }] : []),
      ...pairs('labels'),
      ...pairs('annotations'),
    ],
  };
  const immutable = at(own, 'immutable') ?? at(options, 'immutable');
  const type = kind === 'Secret' ? (at(generator, 'type') ?? scalar('Opaque', place)) : undefined;
  return {
    kind: 'map',
    at: place,
    entries: [
      { key: 'apiVersion', at: place, value: scalar('v1', place) },
      { key: 'kind', at: place, value: scalar(kind, place) },
      { key: 'metadata', at: place, value: metadata },
      ...(type ? [{ key: 'type', at: type.at, value: type }] : []),
      ...(data.length > 0 ? [{ key: 'data', at: place, value: { kind: 'map' as const, at: place, entries: data } }] : []),
      ...(immutable ? [{ key: 'immutable', at: immutable.at, value: immutable }] : []),
    ],
  };
}

function dataOf(kind: string, generator: Placed, read: ReadText): PlacedEntry[] {
  const found = new Map<string, PlacedEntry>();
  const add = (key: string, value: string, place: Location, body?: Location): void => {
    if (found.has(key)) giveUp(place, `The key ${key} is given twice. Remove one.`);
    const shown = kind === 'Secret' ? scalar(Buffer.from(value, 'utf8').toString('base64'), place) : { ...scalar(value, place), ...(body && { body }) };
    found.set(key, { key, at: place, value: shown });
  };
  for (const env of [at(generator, 'env'), ...items(at(generator, 'envs'))]) for (const [key, value, place] of linesOf(env, read)) add(key, value, place);
  for (const file of items(at(generator, 'files'))) {
    const written = text(file) ?? '';
    const equals = written.indexOf('=');
    const path = equals < 0 ? written : written.slice(equals + 1);
    const content = read(scalar(path, file.at));
    const place = content === undefined ? file.at : { file: content.file, line: 1 };
    if (content)
      add(
        equals < 0 ? path.slice(folderOf(path) === '.' ? path.lastIndexOf('/') + 1 : folderOf(path).length + 1) : written.slice(0, equals),
        content.text,
        file.at,
        place,
      );
  }
  for (const literal of items(at(generator, 'literals'))) {
    const [, key, value] = /^([^=]+)=([\s\S]*)$/.exec(text(literal) ?? '') ?? [];
    if (key === undefined || value === undefined) giveUp(literal.at, 'A literal has the form key=value. Correct it.');
    add(key, unquoted(value), literal.at);
  }
  return [...found.values()];
}

/** Quotes around a whole value go. */
function unquoted(value: string): string {
  return /^(["'])[\s\S]*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

/** `KEY=value` lines; a key alone is taken from where kustomize runs, and is empty here. */
function linesOf(path: Placed | undefined, read: ReadText): [string, string, Location][] {
  const content = path === undefined || text(path) === undefined ? undefined : read(path);
  if (!content) return [];
  return content.text.split(/\r?\n/).flatMap((raw, i): [string, string, Location][] => {
    const line = raw.replace(/^\s+/, '').replace(/^\uFEFF/, '');
    if (line === '' || line.startsWith('#')) return [];
    const equals = line.indexOf('=');
    const place = { file: content.file, line: i + 1 };
    return equals < 0 ? [[line, '', place]] : [[line.slice(0, equals), line.slice(equals + 1), place]];
  });
}
