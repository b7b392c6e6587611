import type { Engine, GoFunction } from '../engine.js';
import { deepCopy, type GoList, GoMap, type GoValue, isList, isNil, isTrue, maxDepth, sortedEntries, withPlaces } from '../value.js';
import { type FunctionTable, mapArg, textArg, textsArg } from './arguments.js';

function dict(args: readonly GoValue[], engine: Engine): GoMap {
  const made: GoMap = new GoMap();
  for (let i = 0; i < args.length; i += 2) made.set(textArg(args, i, engine), i + 1 < args.length ? (args[i + 1] ?? null) : '');
  return made;
}

const changing =
  (change: (map: GoMap, key: string, value: GoValue) => void): GoFunction =>
  ([map, key, value], engine) => {
    if (map instanceof GoMap) change(map, engine.text(key), value ?? null);
    return map ?? null;
  };

/** `dig "a" "b" default dict`. */
function dig(args: readonly GoValue[], engine: Engine): GoValue {
  const fallback = args.at(-2) ?? null;
  let value: GoValue = args.at(-1) ?? null;
  for (const key of args.slice(0, -2)) {
    const next: GoValue | undefined = value instanceof GoMap ? value.get(engine.text(key)) : undefined;
    if (next === undefined) return fallback;
    value = next;
  }
  return value;
}

function filtered(map: GoMap, keep: (key: string) => boolean): GoMap {
  return withPlaces(new GoMap([...map].filter(([key]) => keep(key))), map);
}

const selecting =
  (picks: boolean): GoFunction =>
  ([map, ...keys], engine) => {
    const names = new Set(keys.flatMap((key) => (isList(key) ? textsArg(key, engine) : [engine.text(key)])));
    return filtered(mapArg(map), (key) => names.has(key) === picks);
  };

/** As mergo does it: without `overwrites` what is empty in the target is filled, with it the source wins. */
function mergeInto(target: GoMap, source: GoMap, overwrites: boolean, engine: Engine, depth = 0): GoMap {
  if (depth > maxDepth || target === source) return target;
  for (const [key, value] of source) {
    engine.session.spend(1);
    const known = target.get(key);
    if (known instanceof GoMap && value instanceof GoMap) mergeInto(known, value, overwrites, engine, depth + 1);
    else if (overwrites || !isTrue(known ?? null)) target.set(key, value);
  }
  return withPlaces(target, ...(overwrites ? [target, source] : [source, target]));
}

const merging =
  (overwrites: boolean): GoFunction =>
  ([target, ...sources], engine) => {
    const into: GoMap = target instanceof GoMap ? target : new GoMap();
    for (const source of sources) if (source instanceof GoMap) mergeInto(into, source, overwrites, engine);
    return into;
  };

const copied: GoFunction = ([value = null], engine) => deepCopy(value, (steps) => engine.session.spend(steps));

function plucked([key, ...maps]: readonly GoValue[], engine: Engine): GoList {
  const name = engine.text(key);
  return maps.flatMap((map) => {
    const value = map instanceof GoMap ? map.get(name) : undefined;
    return value === undefined ? [] : [value];
  });
}

/** sprig's functions of dictionaries. */
export const dicts: FunctionTable = {
  dict,
  get: ([map, key], engine) => {
    const value = mapArg(map).get(engine.text(key));
    return value === undefined ? '' : isNil(value) ? engine.member(mapArg(map), engine.text(key)) : value;
  },
  set: changing((map, key, value) => map.set(key, value)),
  unset: changing((map, key) => map.delete(key)),
  hasKey: ([map, key], engine) => mapArg(map).has(engine.text(key)),
  pluck: plucked,
  dig,
  merge: merging(false),
  mergeOverwrite: merging(true),
  keys: (maps) => maps.flatMap((map) => [...mapArg(map).keys()]).sort(),
  values: ([map]) => sortedEntries(mapArg(map)).map(([, value]) => value),
  pick: selecting(true),
  omit: selecting(false),
  deepCopy: copied,
};
