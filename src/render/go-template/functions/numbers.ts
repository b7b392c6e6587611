import type { GoFunction } from '../engine.js';
import type { GoValue } from '../value.js';
import { type FunctionTable, intArg, knownOnly, numberArg } from './arguments.js';

const int = (value: number): GoValue => (Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n);

function fold([first = 0, ...rest]: readonly number[], change: (a: number, b: number) => number): number {
  return rest.reduce((a, b) => change(a, b), first);
}

/** A function of integers, folded from the left. */
const folded = (name: string, change: (a: number, b: number) => number): GoFunction => knownOnly(name, (args) => int(fold(args.map(intArg), change)));
/** A function of floats, folded from the left. */
const foldedFloat = (name: string, change: (a: number, b: number) => number): GoFunction => knownOnly(name, (args) => fold(args.map(numberArg), change));

const divided = (a: number, b: number): number => (b === 0 ? 0 : Math.trunc(a / b));

/** Rounds half up from a threshold, as sprig does (`round 3.145 2`). */
function rounded(args: readonly GoValue[]): GoValue {
  const scale = 10 ** Math.min(Math.max(intArg(args[1]), 0), 15);
  const value = numberArg(args[0]) * scale;
  const from = args[2] === undefined ? 0.5 : numberArg(args[2]);
  const part = value - Math.floor(value);
  return (part >= from ? Math.ceil(value) : Math.floor(value)) / scale;
}

const ofOne = (name: string, change: (value: number) => GoValue): GoFunction => knownOnly(name, ([value]) => change(numberArg(value)));
const toInt = (name: string): GoFunction => ofOne(name, int);

/** sprig's functions of numbers. */
export const numbers: FunctionTable = {
  add: folded('add', (a, b) => a + b),
  add1: ofOne('add1', (value) => int(value + 1)),
  sub: folded('sub', (a, b) => a - b),
  mul: folded('mul', (a, b) => a * b),
  div: folded('div', divided),
  mod: folded('mod', (a, b) => (b === 0 ? 0 : a % b)),
  max: folded('max', Math.max),
  biggest: folded('biggest', Math.max),
  min: folded('min', Math.min),
  addf: foldedFloat('addf', (a, b) => a + b),
  add1f: ofOne('add1f', (value) => value + 1),
  subf: foldedFloat('subf', (a, b) => a - b),
  mulf: foldedFloat('mulf', (a, b) => a * b),
  divf: foldedFloat('divf', (a, b) => (b === 0 ? 0 : a / b)),
  maxf: foldedFloat('maxf', Math.max),
  minf: foldedFloat('minf', Math.min),
  ceil: ofOne('ceil', Math.ceil),
  floor: ofOne('floor', Math.floor),
  round: knownOnly('round', rounded),
  int: toInt('int'),
  int64: toInt('int64'),
  atoi: toInt('atoi'),
  float64: ofOne('float64', (value) => value),
  toDecimal: knownOnly('toDecimal', ([value]) => int(Number.parseInt(String(value), 8) || 0)),
};
