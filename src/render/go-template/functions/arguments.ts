import type { Engine, GoFunction } from '../engine.js';
import { isMarked } from '../session.js';
import { type GoList, GoMap, type GoValue, isList, isNil, Unknown } from '../value.js';

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, GoFunction>>;

/** Text of an argument; '' for one that is not given. */
export function textArg(args: readonly GoValue[], index: number, engine: Engine): string {
  return engine.text(args[index] ?? '');
}

/** A map, empty where the argument is none. */
export function mapArg(value: GoValue | undefined): GoMap {
  return value instanceof GoMap ? value : new GoMap();
}

/** A list, empty where the argument is none. */
export function listArg(value: GoValue | undefined): GoList {
  return isList(value) ? value : [];
}

/** Number of an argument as sprig casts it: texts are read, true is 1, what is no number is 0. */
export function numberArg(value: GoValue | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  const text = value.trim();
  const number = /^[+-]?0\d+$/.test(text) ? Number.parseInt(text, 10) : Number(text);
  return text === '' || Number.isNaN(number) ? 0 : number;
}

/** An integer of at most 2^53 in size. */
export function intArg(value: GoValue | undefined): number {
  const number = Math.trunc(numberArg(value));
  return Number.isFinite(number) ? number : 0;
}

/** Whether an argument cannot be known, as a whole or in part. */
export function isUnknown(value: GoValue | undefined): boolean {
  return value instanceof Unknown || (typeof value === 'string' && isMarked(value));
}

/** A function whose result is unknown as soon as an argument is. */
export function knownOnly(name: string, made: GoFunction): GoFunction {
  return (args, engine) => (args.some(isUnknown) ? engine.session.unknown(name, 'parameter') : made(args, engine));
}

/** A function whose result nobody can know. */
export function unknowable(name: string): GoFunction {
  return (_, engine) => engine.session.unknown(name);
}

/** Texts of a list, as sprig's `strslice`: nils are left out, a single value is a list of one. */
export function textsArg(value: GoValue | undefined, engine: Engine): string[] {
  if (isList(value)) return value.flatMap((item) => (isNil(item) ? [] : [engine.text(item)]));
  return value === undefined || isNil(value) ? [] : [engine.text(value)];
}

/** The characters of a text: surrogate pairs stay whole. */
export function charactersOf(text: string): string[] {
  return [...text];
}
