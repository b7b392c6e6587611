import { entriesOf, get, itemsOf, type TreeNode } from '../tree.js';
import type { Variables } from './model.js';

const maxLegs = 256;
const unknown: readonly Variables[] = [new Map()];

type Leg = ReadonlyMap<string, string>;

/**
 * The elements of a GitHub matrix, as `matrix.<key>` (`matrix.<key>.<field>` for objects): the product of its lists, without `exclude`, widened by
 * `include` as GitHub does. One empty element where there is no matrix or an expression makes it.
 */
export function legsOf(matrix: TreeNode | undefined): readonly Variables[] {
  if (matrix?.kind !== 'map') return unknown;
  const axes = matrix.entries.filter(({ key }) => key !== 'include' && key !== 'exclude');
  let legs: Leg[] = axes.length === 0 ? [] : [new Map()];
  for (const { key, value } of axes) {
    const values = itemsOf(value).map((item) => flattened(`matrix.${key}`, item));
    if (values.length === 0) return unknown;
    legs = legs.flatMap((leg) => values.map((one) => new Map([...leg, ...one]))).slice(0, maxLegs);
  }
  const axisNames = new Set(legs.flatMap((leg) => [...leg.keys()]));
  const excluded = itemsOf(get(matrix, 'exclude')).map(fields);
  legs = legs.filter((leg) => !excluded.some((without) => [...without].every(([key, value]) => leg.get(key) === value)));
  const included = withIncludes(legs, itemsOf(get(matrix, 'include')).map(fields), axisNames).slice(0, maxLegs);
  return included.length === 0 ? unknown : included;
}

/** An element of `include` adds to the original ones whose own values it does not change; where there is none, it is one more. */
function withIncludes(originals: readonly Leg[], includes: readonly Leg[], axisNames: ReadonlySet<string>): Leg[] {
  let legs = [...originals];
  const further: Leg[] = [];
  for (const more of includes) {
    const fits = (leg: Leg): boolean => [...more].every(([key, value]) => !axisNames.has(key) || leg.get(key) === value);
    if (legs.some(fits)) legs = legs.map((leg) => (fits(leg) ? new Map([...leg, ...more]) : leg));
    else further.push(more);
  }
  return [...legs, ...further];
}

function fields(node: TreeNode): Leg {
  return new Map(entriesOf(node).flatMap(({ key, value }) => flattened(`matrix.${key}`, value)));
}

function flattened(name: string, node: TreeNode): [string, string][] {
  if (node.kind === 'scalar') return [[name, node.text]];
  if (node.kind === 'list')
    return node.items.every((item) => item.kind === 'scalar') ? [[name, node.items.map((item) => (item.kind === 'scalar' ? item.text : '')).join(' ')]] : [];
  return node.entries.flatMap(({ key, value }) => flattened(`${name}.${key}`, value));
}
