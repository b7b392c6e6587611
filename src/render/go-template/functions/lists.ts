import type { Engine, GoFunction } from '../engine.js';
import { type GoList, type GoValue, isList, isNil, isTrue, withPlaces } from '../value.js';
import { type FunctionTable, intArg, listArg, textArg } from './arguments.js';
import { isEqual } from './builtins.js';

const onList =
  (change: (list: GoList, rest: readonly GoValue[], engine: Engine) => GoValue): GoFunction =>
  ([list, ...rest], engine) =>
    change(listArg(list), rest, engine);

const has = (list: GoList, item: GoValue, engine: Engine): boolean => list.some((one) => isEqual(one, item, engine));

function unique(list: GoList, engine: Engine): GoList {
  const found: GoValue[] = [];
  for (const item of list) if (!has(found, item, engine)) found.push(item);
  return found;
}

function chunked(args: readonly GoValue[]): GoValue {
  const size = Math.max(1, intArg(args[0]));
  const list = listArg(args[1]);
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Integers from one number to another, the last left out. */
function counted(from: number, to: number, step: number, engine: Engine): GoValue {
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((to - from) / step));
  engine.session.spend(count);
  return Array.from({ length: count }, (_, i) => BigInt(from + i * step));
}

/** Like the shell's `seq`, as text: last; first and last; first, step and last. */
function sequence(args: readonly GoValue[], engine: Engine): GoValue {
  const numbers = args.map(intArg);
  const [first, step, last] =
    numbers.length === 1
      ? [1, (numbers[0] ?? 0) < 1 ? -1 : 1, numbers[0] ?? 0]
      : numbers.length === 2
        ? [numbers[0] ?? 0, (numbers[1] ?? 0) < (numbers[0] ?? 0) ? -1 : 1, numbers[1] ?? 0]
        : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
  return listArg(counted(first, last + Math.sign(step), step, engine)).join(' ');
}

function joinedLists(args: readonly GoValue[]): GoValue {
  return args.flatMap((arg) => (isList(arg) ? [...arg] : []));
}

const appended = onList((list, items) => [...list, ...items.slice(0, 1)]);
const prepended = onList((list, items) => [...items.slice(0, 1), ...list]);

/** The first or last element of a list, or character of a text. */
const end =
  (index: 0 | -1): GoFunction =>
  ([of]) =>
    (typeof of === 'string' ? of.at(index) : listArg(of).at(index)) ?? null;

/** sprig's functions of lists. */
export const lists: FunctionTable = {
  list: (args) => [...args],
  tuple: (args) => [...args],
  first: end(0),
  last: end(-1),
  rest: onList((list) => list.slice(1)),
  initial: onList((list) => list.slice(0, -1)),
  append: appended,
  push: appended,
  prepend: prepended,
  concat: joinedLists,
  reverse: onList((list) => [...list].reverse()),
  uniq: onList((list, _, engine) => unique(list, engine)),
  without: onList((list, items, engine) => list.filter((one) => !has(items, one, engine))),
  has: ([item = null, list], engine) => has(listArg(list), item, engine),
  compact: onList((list) => withPlaces(list.filter(isTrue), list)),
  chunk: chunked,
  until: ([count], engine) => counted(0, intArg(count), intArg(count) < 0 ? -1 : 1, engine),
  untilStep: ([from, to, step], engine) => counted(intArg(from), intArg(to), intArg(step), engine),
  seq: sequence,
  all: (args) => args.every(isTrue),
  any: (args) => args.some(isTrue),
  empty: ([value = null]) => !isTrue(value),
  coalesce: (args) => args.find(isTrue) ?? null,
  default: ([fallback = null, given]) => (given === undefined || isNil(given) || !isTrue(given) ? fallback : given),
  ternary: ([yes = null, no = null, test = null]) => (isTrue(test) ? yes : no),
  fail: (args, engine) => {
    engine.session.note(`the chart refuses its values: ${textArg(args, 0, engine).trim().slice(0, 200)}`);
    return '';
  },
};
