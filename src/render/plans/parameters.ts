import { entriesOf, textOf, type TreeNode } from '../../parse/tree.js';
import { valueOfTree } from '../go-template/from-tree.js';
import { GoMap, type GoValue, isList } from '../go-template/value.js';
import { copyOf, overlay, valueAt } from '../helm/values.js';
import { type Fill, filled } from './fill.js';

/** What a generator of an ApplicationSet gives to its template: nested for Go templates, dotted for plain ones. */
export interface Parameters {
  readonly nested: GoMap;
  readonly dotted: ReadonlyMap<string, string>;
}

export const emptyParameters: Parameters = { nested: new GoMap(), dotted: new Map() };

/** Parameters from a map of a file or of the generator itself. */
export function parametersOf(node: TreeNode): Parameters {
  const value = valueOfTree(node, { marked: true, spend: () => undefined });
  const nested: GoMap = value instanceof GoMap ? value : new GoMap();
  return { nested, dotted: flattened(nested) };
}

/** The second over the first. */
export function merged(first: Parameters, second: Parameters): Parameters {
  return { nested: overlay(copyOf(first.nested), second.nested), dotted: new Map([...first.dotted, ...second.dotted]) };
}

/** Parameters with those that `values:` makes of them, under `values.`. */
export function withValues(parameters: Parameters, values: TreeNode | undefined, fill: Fill): Parameters {
  if (entriesOf(values).length === 0 || values === undefined) return parameters;
  const own = entriesOf(filled(values, fill, parameters)).flatMap(({ key, value }) =>
    textOf(value) === undefined ? [] : [[key, textOf(value) ?? ''] as const],
  );
  const nested = new GoMap([['values', new GoMap(own)]]);
  return merged(parameters, { nested, dotted: flattened(nested) });
}

/** The text of a parameter; undefined where there is none. */
export function textAt({ nested, dotted }: Parameters, key: string): string | undefined {
  const value = valueAt(nested, key.replace(/^\./, ''));
  return dotted.get(key) ?? (value === undefined || value === null ? undefined : String(value));
}

const maxEntries = 2_000;

function flattened(map: GoMap): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: GoValue, path: string): void => {
    if (found.size > maxEntries) return;
    if (value instanceof GoMap) for (const [key, inner] of value) visit(inner, path === '' ? key : `${path}.${key}`);
    else if (isList(value)) for (const [i, inner] of value.entries()) visit(inner, `${path}[${i}]`);
    else if (value !== null && typeof value !== 'object') found.set(path, String(value));
  };
  visit(map, '');
  return found;
}
