import type { Location } from '../../core/location.js';
import type { TreeNode } from '../../parse/tree.js';
import type { Placed, PlacedEntry, PlacedMap } from '../placed.js';

const tagged: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
]);
const named = /^!([A-Z][A-Za-z0-9]+)$/;

/**
 * A parsed template with CloudFormation's short forms written out: `!Sub x` is `{ Fn::Sub: x }`, `!Ref x` is `{ Ref: x }`. Every node knows its place. Other tags
 * change nothing.
 */
export function writtenOut(file: string, node: TreeNode): Placed {
  const at = { file, line: node.line };
  const plain = withoutTag(file, node, at);
  const key = node.tag === undefined ? undefined : (tagged.get(node.tag) ?? (named.test(node.tag) ? `Fn::${node.tag.slice(1)}` : undefined));
  return key === undefined ? plain : { kind: 'map', at, entries: [{ key, at, value: plain }] };
}

function withoutTag(file: string, node: TreeNode, at: Location): Placed {
  if (node.kind === 'map')
    return { kind: 'map', at, entries: node.entries.map((e): PlacedEntry => ({ key: e.key, at: { file, line: e.line }, value: writtenOut(file, e.value) })) };
  if (node.kind === 'list') return { kind: 'list', at, items: node.items.map((item) => writtenOut(file, item)) };
  const body = node.text.includes('\n') ? { body: { file, line: at.line + 1 } } : {};
  return { kind: 'scalar', at, value: node.value, text: node.text, ...body };
}

/** Name and argument of a map that is a call of a function: `Ref`, `Fn::Sub`; undefined for any other node. */
export function intrinsicOf(node: Placed): { readonly name: string; readonly argument: Placed; readonly at: Location } | undefined {
  const [entry, more] = node.kind === 'map' ? node.entries : [];
  if (entry === undefined || more !== undefined || !(entry.key === 'Ref' || entry.key.startsWith('Fn::'))) return undefined;
  return { name: entry.key, argument: entry.value, at: node.at };
}

/** `{ Ref: name }`. */
export function refTo(name: string, at: Location): PlacedMap {
  return { kind: 'map', at, entries: [{ key: 'Ref', at, value: { kind: 'scalar', at, value: name, text: name } }] };
}

/** `{ Fn::GetAtt: resource.attribute }`. */
export function attributeOf(resource: string, attribute: string, at: Location): PlacedMap {
  const text = `${resource}.${attribute}`;
  return { kind: 'map', at, entries: [{ key: 'Fn::GetAtt', at, value: { kind: 'scalar', at, value: text, text } }] };
}
