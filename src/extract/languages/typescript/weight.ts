import type { Value } from '../../../core/source.js';

/** Nodes that a value which is repeated (a guard, a loop, a destructured value) may have. */
const repeatable = 40;

/** Whether a value is small enough to be repeated wherever it is used: repeated big ones would make units far larger than their files. */
export function isSmall(value: Value): boolean {
  const open: Value[] = [value];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    seen += 1;
    if (seen + open.length > repeatable) return false;
    open.push(...partsOf(next));
  }
  return true;
}

/** The value, or a mark of its kind where it is too big to be repeated. */
export function bounded(value: Value): Value {
  return isSmall(value) ? value : { k: 'unknown', text: `a long ${value.k}` };
}

function partsOf(value: Value): readonly Value[] {
  switch (value.k) {
    case 'template':
      return value.parts.slice(0, repeatable + 1);
    case 'member':
      return typeof value.name === 'string' ? [value.of] : [value.of, value.name];
    case 'each':
    case 'deref':
    case 'ref':
      return [value.of];
    case 'choice':
      return value.of.slice(0, repeatable + 1);
    case 'list':
      return value.items.slice(0, repeatable + 1);
    case 'object':
      return [...value.entries.slice(0, repeatable + 1).map(([, entry]) => entry), ...(value.spread ?? [])];
    default:
      return [];
  }
}
