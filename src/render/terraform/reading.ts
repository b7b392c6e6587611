import { entryOf, listOf, mapOf } from '../cloud/build.js';
import { type Placed, type PlacedEntry, scalar, text } from '../placed.js';
import type { Block } from './modules.js';
import type { Made } from './bindings.js';
import type { Scope } from './scope.js';

/** A block with what its arguments say. */
export interface Reading {
  readonly value: (...path: readonly string[]) => Placed | undefined;
  readonly scope: Scope;
  readonly block: Block;
  readonly one: Made;
}
/** The properties that a block has as CloudFormation writes them. */
export type Properties = (reading: Reading) => readonly (readonly PlacedEntry[])[];
/** Blocks of a name: one, several or none. */
export const blocks = (node: Placed | undefined): readonly Placed[] => (node === undefined ? [] : node.kind === 'list' ? node.items : [node]);

/** A pattern in a here-document is JSON in a text. */
export function parsed(value: Placed | undefined): Placed | undefined {
  const said = value === undefined ? undefined : text(value);
  if (value === undefined || said === undefined) return value;
  try {
    return placedJson(JSON.parse(said), value);
  } catch {
    return undefined;
  }
}

function placedJson(json: unknown, from: Placed, depth = 0): Placed {
  if (Array.isArray(json) && depth < 20)
    return listOf(
      from.at,
      json.map((item) => placedJson(item, from, depth + 1)),
    );
  if (typeof json === 'object' && json !== null && depth < 20)
    return mapOf(
      from.at,
      Object.entries(json).flatMap(([key, item]) => entryOf(key, placedJson(item, from, depth + 1))),
    );
  return scalar(typeof json === 'object' ? '' : String(json), from.at);
}
