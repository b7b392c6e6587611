import type { Location } from '../../core/location.js';
import type { UnknownWhy } from '../../core/term.js';

/**
 * Values of Go templates. Integers are `bigint` and floats `number`, as Go tells them apart; numbers read from YAML are floats, as Helm reads them.
 */
export type GoValue = string | number | bigint | boolean | null | GoMap | GoList | Unknown | Missing;
/** A list; one that was read from a file knows where its items stand. */
export type GoList = readonly GoValue[] & { places?: Places };
/** Where the entries of a map or list were written. */
export type Places = ReadonlyMap<string | number, Location>;

/** A map; one that was read from a file knows where its entries stand. */
export class GoMap extends Map<string, GoValue> {
  places: Places | undefined;
  /** The path that leads to it from the root of a template: `.Values.image`. */
  path: string | undefined;
  /** Of a built-in object (`.Files.Get`); they are no entries. */
  methods: Readonly<Record<string, Method>> | undefined;
}

/** Something that nobody can know without deploying: a random password, a function that is not there. It is not empty and equals nothing but itself. */
export class Unknown {
  constructor(
    readonly text: string,
    readonly why: UnknownWhy,
  ) {}
}

/** A value that nothing sets: nil in every respect, but unknown where it is printed. `text` is its path (`.Values.image.tag`). */
export class Missing {
  constructor(readonly text: string) {}
}

/** A method of a built-in object. */
export type Method = (args: readonly GoValue[]) => GoValue;

/** Gives a map methods. */
export function withMethods(map: GoMap, methods: Readonly<Record<string, Method>>): GoMap {
  map.methods = methods;
  return map;
}

/** The method of a value, if it has one of that name. */
export function methodOf(of: GoValue, name: string): Method | undefined {
  return of instanceof GoMap && of.methods !== undefined && Object.hasOwn(of.methods, name) ? of.methods[name] : undefined;
}

/** Whether a value is nil: null, or set by nothing. */
export function isNil(value: GoValue | undefined): value is null | Missing | undefined {
  return value === null || value === undefined || value instanceof Missing;
}

/** Whether a value is a list. */
export function isList(value: GoValue | undefined): value is GoList {
  return Array.isArray(value);
}

/** Whether a value is a number of either kind. */
export function isNumber(value: GoValue | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Go's truth: false, 0, nil and what is empty are false. */
export function isTrue(value: GoValue): boolean {
  if (isNil(value) || value === false || value === '') return false;
  if (isNumber(value)) return Number(value) !== 0;
  if (value instanceof GoMap) return value.size > 0;
  return !isList(value) || value.length > 0;
}

/** Entries of a map as Go ranges over them: by key. */
export function sortedEntries(map: GoMap): [string, GoValue][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A map of named values. */
export function mapOf(entries: Readonly<Record<string, GoValue>>): GoMap {
  return new GoMap(Object.entries(entries));
}

/** A copy that shares no map or list with the original; places go along. `spend` is told of every value. */
export function deepCopy(value: GoValue, spend: (steps: number) => void, depth = 0): GoValue {
  if (depth > maxDepth) return null;
  spend(1);
  if (value instanceof GoMap) {
    const copy = new GoMap();
    for (const [key, inner] of value) copy.set(key, deepCopy(inner, spend, depth + 1));
    return withPlaces(copy, value);
  }
  return isList(value)
    ? withPlaces(
        value.map((item) => deepCopy(item, spend, depth + 1)),
        value,
      )
    : value;
}

/** Deeper values are cut: a dict may hold itself. */
export const maxDepth = 100;

/** Where an entry of a map or list was written, if a file says so. */
export function placeOf(container: GoMap | GoList, key: string | number): Location | undefined {
  return container.places?.get(key);
}

/** Gives a copy the places of what it was made from; later ones win. */
export function withPlaces<T extends GoMap | GoList>(copy: T, ...from: readonly (GoMap | GoList)[]): T {
  const known = from.flatMap((one) => one.places ?? []);
  if (known.length > 0) copy.places = known.every((one) => one === known[0]) ? known[0] : new Map(known.flatMap((one) => [...one]));
  return copy;
}

/** Characters, items or entries of a value itself. */
export function sizeOf(value: GoValue): number {
  if (typeof value === 'string' || isList(value)) return value.length;
  return value instanceof GoMap ? value.size : 0;
}
