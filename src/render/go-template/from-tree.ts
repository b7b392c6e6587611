import type { Location } from '../../core/location.js';
import type { TreeNode, TreeScalar } from '../../parse/tree.js';
import { withoutReserved } from './session.js';
import { GoMap, type GoValue, maxDepth, type Places, Unknown } from './value.js';

/** How a tree is read. */
export interface TreeReading {
  /** The file it comes from; absent for text that templates made. */
  readonly file?: string;
  /** Where its lines stand, where they do not stand in one file. */
  readonly placeOf?: (line: number) => Location;
  /** Text that templates made: its marks of unknowns stay. */
  readonly marked?: boolean;
  /** JSON: a text is a text, whatever it says. */
  readonly json?: boolean;
  /** Is told of every node. Throws to stop. */
  spend(steps: number): void;
}

/** What tools put in the place of secrets: sops and `vals`. */
const sealed = /^(?:ENC\[[A-Z0-9_]+,|ref\+[a-z0-9]+:\/\/)/;
const yes = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const no = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

/**
 * A tree as a value of templates. Words are read as YAML 1.1 does, which Helm follows: `yes` and `off` are booleans. Encrypted texts are unknown.
 * With a file, entries remember their places.
 */
export function valueOfTree(node: TreeNode, reading: TreeReading, depth = 0): GoValue {
  reading.spend(1);
  if (depth > maxDepth) return null;
  const clean = reading.marked === true ? (text: string): string => text : withoutReserved;
  if (node.kind === 'scalar') return scalar(node, reading.json === true, clean);
  if (node.kind === 'list') {
    const items: GoValue[] & { places?: Places } = node.items.map((item) => valueOfTree(item, reading, depth + 1));
    const place = placesIn(reading);
    if (place !== undefined) items.places = new Map(node.items.map((item, i) => [i, place(item.line)]));
    return items;
  }
  const map = new GoMap();
  for (const { key, value } of node.entries) map.set(clean(key), valueOfTree(value, reading, depth + 1));
  const place = placesIn(reading);
  if (place !== undefined) map.places = new Map(node.entries.map(({ key, line }) => [clean(key), place(line)]));
  return map;
}

function placesIn({ file, placeOf }: TreeReading): TreeReading['placeOf'] {
  return placeOf ?? (file === undefined ? undefined : (line) => ({ file, line }));
}

function scalar(node: TreeScalar, json: boolean, clean: (text: string) => string): GoValue {
  const { value, text } = node;
  if (typeof value !== 'string') return typeof value === 'number' && /^[+-]?0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : value;
  if (!json && node.quoted !== true && (yes.test(value) || no.test(value))) return yes.test(value);
  return sealed.test(value) ? new Unknown('an encrypted value', 'secret') : clean(value);
}
