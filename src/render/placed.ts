import type { Location } from '../core/location.js';
import type { TreeNode } from '../parse/tree.js';

/** A YAML tree whose parts come from several files: every node and key knows its place. Never changed, only replaced. */
export type Placed = PlacedMap | PlacedList | PlacedScalar;

export interface PlacedMap {
  readonly kind: 'map';
  readonly at: Location;
  readonly entries: readonly PlacedEntry[];
}
export interface PlacedEntry {
  readonly key: string;
  readonly at: Location;
  readonly value: Placed;
}
export interface PlacedList {
  readonly kind: 'list';
  readonly at: Location;
  readonly items: readonly Placed[];
}
export interface PlacedScalar {
  readonly kind: 'scalar';
  readonly at: Location;
  readonly value: string | number | boolean | null;
  /** As it is spelled; empty for null. */
  readonly text: string;
  /** Where the first line of a text of several lines stands, each further one a line below; absent: all on one line. */
  readonly body?: Location;
}

/** A parsed tree of one file; `shift` is added to its lines (a text inside a file). */
export function placed(file: string, node: TreeNode, shift = 0): Placed {
  return placedAt(node, (line) => ({ file, line: line + shift }));
}

/** A parsed tree whose lines stand at these places. A block scalar's text begins on the line after its mark. */
export function placedAt(node: TreeNode, placeOf: (line: number) => Location): Placed {
  const place = placeOf(node.line);
  if (node.kind === 'map') {
    const all = node.entries.map((e): PlacedEntry => ({ key: e.key, at: placeOf(e.line), value: placedAt(e.value, placeOf) }));
    return { kind: 'map', at: place, entries: all };
  }
  if (node.kind === 'list') return { kind: 'list', at: place, items: node.items.map((item) => placedAt(item, placeOf)) };
  const body = node.text.includes('\n') ? { body: placeOf(node.line + 1) } : {};
  return { kind: 'scalar', at: place, value: node.value, text: node.text, ...body };
}

/** A text at a place. */
export function scalar(text: string, at: Location): PlacedScalar {
  return { kind: 'scalar', at, value: text, text };
}

/** Value under a path of keys; undefined where there is none. */
export function at(node: Placed | undefined, ...path: readonly string[]): Placed | undefined {
  let current = node;
  for (const key of path) current = current?.kind === 'map' ? current.entries.find((e) => e.key === key)?.value : undefined;
  return current;
}

/** Text of a scalar that is not null. */
export function text(node: Placed | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** Items of a list; none for anything else. */
export function items(node: Placed | undefined): readonly Placed[] {
  return node?.kind === 'list' ? node.items : [];
}

/** Entries of a map; none for anything else. */
export function entries(node: Placed | undefined): readonly PlacedEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** A map with one key set; the key keeps its rank where it was there before. */
export function withKey(node: PlacedMap, key: string, value: Placed, place: Location = value.at): PlacedMap {
  const known = node.entries.some((e) => e.key === key);
  const entry = { key, at: place, value };
  return { ...node, entries: known ? node.entries.map((e) => (e.key === key ? entry : e)) : [...node.entries, entry] };
}

/** A map without a key. */
export function withoutKey(node: PlacedMap, key: string): PlacedMap {
  return { ...node, entries: node.entries.filter((e) => e.key !== key) };
}

/**
 * Replaces what a path leads to. Path: keys, `name[]` for every item of the list under `name`. `change` gets the value, or undefined where `create` gives a
 * place for maps that are missing; undefined as answer leaves it as it is. Lists that the path does not expect are entered.
 */
export function edited(node: Placed, path: readonly string[], change: (value: Placed | undefined) => Placed | undefined, create?: Location): Placed {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => edited(item, path, change, create)) };
  const [step, ...rest] = path;
  if (step === undefined) return change(node) ?? node;
  if (node.kind !== 'map') return node;
  const key = step.replace(/\[\]$/, '');
  const value = at(node, key);
  if (value === undefined || (value.kind === 'scalar' && value.value === null && rest.length > 0 && create)) {
    if (!create || step.endsWith('[]')) return node;
    const made = rest.length === 0 ? change(undefined) : edited({ kind: 'map', at: create, entries: [] }, rest, change, create);
    return made === undefined || (made.kind === 'map' && made.entries.length === 0 && rest.length > 0) ? node : withKey(node, key, made, create);
  }
  const made = rest.length === 0 ? (change(value) ?? value) : edited(value, rest, change, create);
  if (made === value) return node;
  const place = node.entries.find((e) => e.key === key)?.at ?? value.at;
  return withKey(node, key, made, rest.length === 0 ? made.at : place);
}
