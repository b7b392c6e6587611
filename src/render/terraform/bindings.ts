import { intrinsicOf } from '../cloud/intrinsics.js';
import { at, entries, items, type Placed, scalar, text } from '../placed.js';

/** Names that a loop binds: `each`, those of a `for`, the iterator of a dynamic block. */
export type Bindings = ReadonlyMap<string, Placed>;
/** Nothing is bound. */
export const none: Bindings = new Map();

/** One of what a block with `for_each` makes; the only one of any other. */
export interface Made {
  readonly key?: string;
  readonly bindings: Bindings;
}

/** Keys and values of a map; members of a list by themselves. */
export function pairs(over: Placed): (readonly [key: string, value: Placed])[] {
  if (over.kind === 'map') return intrinsicOf(over) === undefined ? entries(over).map((e) => [e.key, e.value]) : [];
  return items(over).map((item, i) => [text(item) ?? String(i), item]);
}

/** What `each` is for a key and its value. */
export function keyAndValue(key: string, value: Placed): Placed {
  return {
    kind: 'map',
    at: value.at,
    entries: [
      { key: 'key', at: value.at, value: scalar(key, value.at) },
      { key: 'value', at: value.at, value },
    ],
  };
}

/** The value under a path of keys and indexes. */
export function down(value: Placed | undefined, steps: readonly string[]): Placed | undefined {
  let current = value;
  for (const step of steps) current = current?.kind === 'list' ? current.items[Number(step)] : at(current, step);
  return current;
}
