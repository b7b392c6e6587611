import type { GoFunction } from '../engine.js';
import { builtins } from './builtins.js';
import { dicts } from './dicts.js';
import { encoding } from './encoding.js';
import { kinds } from './kinds.js';
import { lists } from './lists.js';
import { numbers } from './numbers.js';
import { paths } from './paths.js';
import { regexes } from './regexes.js';
import { strings } from './strings.js';
import { unknowables } from './unknowables.js';

const named: readonly (readonly [string, GoFunction])[] = [strings, lists, dicts, numbers, encoding, kinds, paths, regexes, unknowables, builtins].flatMap(
  (table) => Object.entries(table),
);

/** The functions of `text/template` and of sprig, with sprig's `must…` twins, which differ in errors only. */
export const goFunctions: ReadonlyMap<string, GoFunction> = new Map([
  ...named.map(([name, made]) => [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, made] as const),
  ...named,
]);
