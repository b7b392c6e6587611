import type { Guard, Value } from '../core/source.js';
import type { Abs, Frame } from './abstract.js';
import type { Machine } from './machine.js';
import type { CallRef, Unit } from './program.js';

/**
 * Whether a call never runs here: under a test of the environment's name for tests, or under `if (options.x)` where nobody
 * who calls passes an `x`. Only what is surely so counts; the answer may change as more callers are found.
 */
export function isDead(machine: Machine, ref: CallRef, frame: Frame): boolean {
  return ref.call.guards.some((guard) => isTestOnly(guard) || neverHolds(machine, guard, ref.unit, frame));
}

/** `if (process.env.NODE_ENV === 'test')`. */
function isTestOnly(guard: Guard): boolean {
  return !guard.negated && guard.equals?.k === 'literal' && guard.equals.text === 'test' && guard.test.k === 'member' && guard.test.name === 'NODE_ENV';
}

function neverHolds(machine: Machine, guard: Guard, unit: Unit, frame: Frame): boolean {
  if (guard.negated || guard.equals !== undefined) return false;
  return isAbsent(machine, guard.test, unit, frame, 0);
}

/** A property of a parameter that no caller's object has. */
function isAbsent(machine: Machine, value: Value, unit: Unit, frame: Frame, depth: number): boolean {
  const read = propertyOfParameter(value);
  if (!read || depth > 4) return false;
  const owners = machine.evaluate(read.owner, unit, frame);
  return owners.length > 0 && owners.every((owner) => surelyLacks(machine, owner, read.name, depth + 1));
}

/** `param.x` or a destructured `x`: the object and the property. */
function propertyOfParameter(test: Value): { readonly owner: Value; readonly name: string } | null {
  if (test.k === 'member' && typeof test.name === 'string' && test.of.k === 'param') return { owner: test.of, name: test.name };
  const last = test.k === 'param' ? test.path?.at(-1) : undefined;
  if (test.k !== 'param' || last === undefined) return null;
  return { owner: { k: 'param', fn: test.fn, index: test.index, ...(test.path && test.path.length > 1 ? { path: test.path.slice(0, -1) } : {}) }, name: last };
}

/** An object literal that is wholly known and has no such property, or passes on one that is absent. */
function surelyLacks(machine: Machine, owner: Abs, name: string, depth: number): boolean {
  if (owner.t !== 'record' || depth > 4) return false;
  const { entries, spread } = owner.value;
  if (entries.some(([key, value]) => typeof key !== 'string' || (key === name && !isAbsent(machine, value, owner.unit, owner.frame, depth + 1)))) return false;
  return (spread ?? []).every((value) => {
    const inner = machine.evaluate(value, owner.unit, owner.frame);
    return inner.length > 0 && inner.every((s) => surelyLacks(machine, s, name, depth + 1));
  });
}
