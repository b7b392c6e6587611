import type { Engine } from '../engine.js';
import { sprintf } from '../printf.js';
import { GoMap, type GoValue, isList, isNil, isNumber, isTrue, maxDepth, Missing, Unknown } from '../value.js';
import { type FunctionTable, intArg, isUnknown, textArg } from './arguments.js';

/** Whether two values are the same, as `reflect.DeepEqual` and the lenient `eq` of numbers of both kinds. */
export function isEqual(a: GoValue, b: GoValue, engine: Engine, depth = 0): boolean {
  engine.session.spend(1);
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (depth > maxDepth) return false;
  if (a instanceof GoMap && b instanceof GoMap)
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key) ?? null, engine, depth + 1));
  if (isList(a) && isList(b)) return a.length === b.length && a.every((value, i) => isEqual(value, b[i] ?? null, engine, depth + 1));
  if (a instanceof Unknown || b instanceof Unknown) return a instanceof Unknown && b instanceof Unknown && a.text === b.text;
  return (
    a === b ||
    (a === '<nil>' && typeof b === 'string' && engine.session.isMissing(b)) ||
    (b === '<nil>' && typeof a === 'string' && engine.session.isMissing(a))
  );
}

/** Order of two numbers or texts; undefined where they have none. */
function compare(a: GoValue | undefined, b: GoValue | undefined): number | undefined {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  return typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined;
}

const ordered =
  (holds: (order: number) => boolean) =>
  ([a, b]: readonly GoValue[]): GoValue => {
    const order = compare(a, b);
    return order !== undefined && holds(order);
  };

function lengthOf(value: GoValue | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf8');
  if (value instanceof GoMap) return value.size;
  return isList(value) ? value.length : 0;
}

function indexed([of = null, ...keys]: readonly GoValue[], engine: Engine): GoValue {
  let value = of;
  for (const key of keys) value = engine.member(value, isNumber(key) ? Number(key) : engine.text(key));
  return value;
}

/** `slice x 1 2` of lists and texts. */
function sliced([of = null, from, to]: readonly GoValue[]): GoValue {
  const begin = Math.max(0, intArg(from));
  const end = to === undefined ? undefined : Math.max(0, intArg(to));
  if (isList(of)) return of.slice(begin, end);
  return typeof of === 'string' ? Buffer.from(of, 'utf8').subarray(begin, end).toString('utf8') : null;
}

/** Go's `print`: a space between two operands when neither is a text. */
function printed(args: readonly GoValue[], engine: Engine): string {
  return args.map((arg, i) => (i > 0 && typeof arg !== 'string' && typeof args[i - 1] !== 'string' ? ' ' : '') + printedOne(arg, engine)).join('');
}

function printedOne(value: GoValue, engine: Engine): string {
  return isNil(value) && !(value instanceof Missing) ? '<nil>' : engine.text(value);
}

const htmlCharacters: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&#34;'],
  ["'", '&#39;'],
]);

/** The functions of `text/template` itself, but `and` and `or`, which the evaluator knows. */
export const builtins: FunctionTable = {
  not: ([value = null]) => !isTrue(value),
  eq: ([first = null, ...others], engine) => others.some((other) => isEqual(first, other, engine)),
  ne: ([a = null, b = null], engine) => !isEqual(a, b, engine),
  lt: ordered((order) => order < 0),
  le: ordered((order) => order <= 0),
  gt: ordered((order) => order > 0),
  ge: ordered((order) => order >= 0),
  len: ([value]) => BigInt(lengthOf(value)),
  index: indexed,
  slice: sliced,
  print: printed,
  println: (args, engine) => `${args.map((arg) => printedOne(arg, engine)).join(' ')}\n`,
  printf: ([format = '', ...args], engine) => sprintf(engine.text(format), args, engine.session),
  html: (args, engine) => printed(args, engine).replace(/[&<>"']/g, (character) => htmlCharacters.get(character) ?? ''),
  js: (args, engine) => printed(args, engine).replace(/['"\\<>&=]/g, (character) => `\\${character}`),
  urlquery: (args, engine) => (args.some(isUnknown) ? printed(args, engine) : encodeURIComponent(printed(args, engine)).replaceAll('%20', '+')),
  call: ([, ...args], engine) => engine.session.unknown(`call ${textArg(args, 0, engine)}`),
};
