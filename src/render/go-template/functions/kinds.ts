import type { GoFunction } from '../engine.js';
import { typeName } from '../printf.js';
import { GoMap, type GoValue, isList, isNil, Unknown } from '../value.js';
import { type FunctionTable, textArg } from './arguments.js';
import { isEqual } from './builtins.js';

/** Go's kind of a value; an unknown is most likely a text. */
function kindOf(value: GoValue | undefined): string {
  if (isNil(value)) return 'invalid';
  if (value instanceof Unknown) return 'string';
  if (value instanceof GoMap) return 'map';
  return isList(value) ? 'slice' : typeName(value);
}

const typeOf = (value: GoValue | undefined): string => (isNil(value) ? '<nil>' : value instanceof Unknown ? 'string' : typeName(value));

const ints = /^u?int(?:8|16|32|64)?$/;

/** `int` and `int64` are one here. */
const isKind: GoFunction = (args, engine) => {
  const [wanted, found] = [textArg(args, 0, engine), kindOf(args[1])];
  return wanted === found || (ints.test(wanted) && found === 'int');
};

const isType: GoFunction = (args, engine) => {
  const [wanted, found] = [textArg(args, 0, engine), typeOf(args[1])];
  return wanted === found || wanted === `*${found}` || (ints.test(wanted) && found === 'int') || (wanted === 'chartutil.Values' && found.startsWith('map'));
};

/** sprig's functions of kinds and types. */
export const kinds: FunctionTable = {
  kindOf: ([value]) => kindOf(value),
  kindIs: isKind,
  typeOf: ([value]) => typeOf(value),
  typeIs: isType,
  typeIsLike: isType,
  deepEqual: ([a = null, b = null], engine) => isEqual(a, b, engine),
};
