import { deepCopy, GoMap, type GoValue, isList, withPlaces } from '../go-template/value.js';

const free = (): void => undefined;

/** A copy of values that may be changed. */
export function copyOf(values: GoMap): GoMap {
  return deepCopy(values, free) as GoMap;
}

/** Values files as `-f a -f b` gives them: maps are merged, all else of the later wins, null included. Changes and returns the first. */
export function overlay(into: GoMap, over: GoMap): GoMap {
  for (const [key, value] of over) {
    const known = into.get(key);
    if (known instanceof GoMap && value instanceof GoMap) overlay(known, value);
    else into.set(key, deepCopy(value, free));
  }
  return withPlaces(into, into, over);
}

/** Defaults under given values, as Helm coalesces them: what is given wins, a given null takes the default away. Changes and returns the first. */
export function underlay(given: GoMap, defaults: GoMap): GoMap {
  for (const [key, value] of defaults) {
    const own = given.get(key);
    if (own === undefined) given.set(key, deepCopy(value, free));
    else if (own === null) given.delete(key);
    else if (own instanceof GoMap && value instanceof GoMap) underlay(own, value);
  }
  return withPlaces(given, defaults, given);
}

/** Gives a sub-chart's values the `global` of the chart around it, whose entries win. */
export function inheritGlobals(values: GoMap, outer: GoMap): void {
  const own = values.get('global');
  const globals: GoMap = own instanceof GoMap ? own : new GoMap();
  const given = outer.get('global');
  if (given instanceof GoMap) for (const [key, value] of given) globals.set(key, inherited(globals.get(key), value));
  values.set('global', given instanceof GoMap ? withPlaces(globals, globals, given) : globals);
}

function inherited(own: GoValue | undefined, given: GoValue): GoValue {
  const copy = deepCopy(given, free);
  return copy instanceof GoMap && own instanceof GoMap ? underlay(copy, own) : copy;
}

/** Value at a dotted path; undefined where there is none. */
export function valueAt(values: GoMap, path: string): GoValue | undefined {
  let value: GoValue | undefined = values;
  for (const key of path.split('.').filter((part) => part !== '')) value = value instanceof GoMap ? value.get(key) : undefined;
  return value;
}

/** Puts a value under a dotted path, making maps on the way; `.` and '' are the map itself. */
export function putAt(values: GoMap, path: string, value: GoMap): void {
  let at = values;
  for (const key of path.split('.').filter((part) => part !== '')) {
    const next = at.get(key);
    const map: GoMap = next instanceof GoMap ? next : new GoMap();
    at.set(key, map);
    at = map;
  }
  underlay(at, value);
}

const maxIndex = 1000;

/** `--set a.b[0].c=value`; `\.` is a dot of a key. A path that fits nothing is left out. */
export function setValue(values: GoMap, path: string, value: GoValue): void {
  const keys = [...path.matchAll(/((?:\\.|[^.[\]\\])+)|\[(\d{1,6})\]/g)].map((match) =>
    match[1] === undefined ? Number(match[2]) : match[1].replace(/\\(.)/g, '$1'),
  );
  const [first, ...rest] = keys;
  if (typeof first === 'string') values.set(first, placed(values.get(first), rest, value));
}

function placed(current: GoValue | undefined, [key, ...rest]: readonly (string | number)[], value: GoValue): GoValue {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = isList(current) ? [...current] : [];
    if (key <= maxIndex) list[key] = placed(list[key], rest, value);
    return Array.from(list, (item) => item ?? null);
  }
  const map: GoMap = current instanceof GoMap ? withPlaces(new GoMap(current), current) : new GoMap();
  return map.set(key, placed(map.get(key), rest, value));
}
