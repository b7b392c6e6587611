/**
 * Positioned trees of YAML and JSON. The getters accept `undefined` and nodes of the wrong kind and answer with nothing, so that
 * hostile or careless files need no checks. Aliased YAML nodes are shared, never copied: a tree is a finite graph without cycles.
 */
export type TreeNode = TreeMap | TreeList | TreeScalar;

export interface TreeMap {
  readonly kind: 'map';
  /** Line (from 1) where the node begins. */
  readonly line: number;
  /** In source order, merge keys resolved, the last of equal keys wins. */
  readonly entries: readonly TreeEntry[];
  readonly tag?: string;
}
export interface TreeEntry {
  readonly key: string;
  /** Line of the key. */
  readonly line: number;
  readonly value: TreeNode;
}
export interface TreeList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly TreeNode[];
  readonly tag?: string;
}
export interface TreeScalar {
  readonly kind: 'scalar';
  readonly line: number;
  /** The text as written without quotes: `3.10` stays `3.10`; empty for null. */
  readonly text: string;
  readonly value: string | number | boolean | null;
  /** Written in quotes or as a block (YAML): a text in every version of YAML. */
  readonly quoted?: true;
  readonly tag?: string;
  /** Where each line of the text stands on a line of its own (a literal block, a here-document): the line of its first one. */
  readonly textLine?: number;
}

/** Value of a key; undefined where the node is no map or lacks it. */
export function get(node: TreeNode | undefined, ...path: readonly string[]): TreeNode | undefined {
  let current = node;
  for (const key of path) current = entry(current, key)?.value;
  return current;
}

/** Key and value of a map, with the key's line. */
export function entry(node: TreeNode | undefined, key: string): TreeEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((e) => e.key === key) : undefined;
}

/** Entries of a map; none for anything else. */
export function entriesOf(node: TreeNode | undefined): readonly TreeEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** Items of a list; a single scalar or map is no list. */
export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** Items of a list; a single map or scalar is a list of one, as HCL and XML write it. */
export function itemsOrOne(node: TreeNode | undefined): readonly TreeNode[] {
  return node === undefined ? [] : node.kind === 'list' ? node.items : [node];
}

/** Text of a scalar that is not null; numbers and booleans as written. */
export function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** Number of a numeric scalar or of a string that is one. */
export function numberOf(node: TreeNode | undefined): number | undefined {
  const text = textOf(node)?.trim();
  if (text === undefined || !/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text)) return undefined;
  return Number(text);
}

/** Boolean of a scalar, the YAML 1.1 words `yes`, `no`, `on`, `off` included. */
export function booleanOf(node: TreeNode | undefined): boolean | undefined {
  const text = textOf(node)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'yes' || text === 'on') return true;
  return text === 'false' || text === 'no' || text === 'off' ? false : undefined;
}

/** Texts of a list of scalars, or of one scalar; other items are left out. */
export function textsOf(node: TreeNode | undefined): readonly string[] {
  const single = textOf(node);
  if (single !== undefined) return [single];
  return itemsOf(node).flatMap((item) => textOf(item) ?? []);
}

/** Scalar entries of a map, as a `Map`. */
export function textMapOf(node: TreeNode | undefined): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { key, value } of entriesOf(node)) {
    const text = textOf(value);
    if (text !== undefined) texts.set(key, text);
  }
  return texts;
}
