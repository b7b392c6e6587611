import type { ValueKind } from '../core/library.js';
import type { Abs, Frame } from './abstract.js';
import { distinct } from './abstract.js';
import { enter, injectedObject } from './instances.js';
import type { Machine } from './machine.js';
import { entriesOf } from './contents.js';

/**
 * Follows a dotted property path of a pick: lists give each of their items, `name()` calls a method, `()` the value
 * itself; a key with dots in it is tried whole first.
 */
export function dig(machine: Machine, values: readonly Abs[], property: string | undefined): Abs[] {
  if (property === undefined) return [...values];
  const whole = property.includes('.') ? values.flatMap((of) => (of.t === 'record' || of.t === 'fields' ? machine.member(of, property) : [])) : [];
  if (whole.length > 0) return spread(machine, whole);
  let found: readonly Abs[] = values;
  for (const segment of property.split('.')) {
    found = spread(machine, found).flatMap((of) => step(machine, of, segment));
    if (found.length === 0) return [];
  }
  return spread(machine, distinct(found));
}

function spread(machine: Machine, values: readonly Abs[]): Abs[] {
  return values.flatMap((of) => (of.t === 'list' || of.t === 'items' ? machine.items(of, 'value') : [of]));
}

function step(machine: Machine, of: Abs, segment: string): Abs[] {
  if (segment === '()') return call(machine, of);
  if (segment.endsWith('()')) {
    const owner: Abs = of.t === 'class' ? { t: 'instance', obj: injectedObject(machine.state, of.cls) } : of;
    return hasMembers(owner) ? machine.member(owner, segment.slice(0, -2)).flatMap((fn) => call(machine, fn)) : [];
  }
  if (segment === '*') return machine.items(of, 'value');
  return hasMembers(of) ? machine.member(of, segment).filter((v) => v.t !== 'member') : [];
}

/** Only things with properties are dug into: a text has no `url`. */
function hasMembers(of: Abs): boolean {
  return ['record', 'fields', 'props', 'instance', 'class', 'module', 'environment', 'cradle'].includes(of.t) || (of.t === 'setting' && of.from === 'config');
}

/** What calling a function value without arguments returns. */
function call(machine: Machine, fn: Abs): Abs[] {
  if (fn.t !== 'function') return [];
  const inner: Frame = enter(machine.state, fn.fn, fn.self, fn.frame, null);
  return distinct(fn.fn.decl.returns.flatMap((value) => machine.evaluate(value, fn.fn.unit, inner)));
}

/** Whether a value can be told to be of a kind. */
export function isKind(machine: Machine, value: Abs, kind: ValueKind): boolean {
  switch (kind) {
    case 'text':
      return isText(value);
    case 'object':
      return ['record', 'fields', 'instance', 'props', 'handle'].includes(value.t);
    case 'list':
      return value.t === 'list' || value.t === 'items';
    case 'function':
      return value.t === 'function' || (value.t === 'items' && entriesOf(machine, value)?.every(([, v]) => v().some((x) => x.t === 'function')) === true);
    case 'class':
      return value.t === 'class';
  }
}

/** Whether a value is one text, known or not yet. */
function isText(value: Abs): boolean {
  return value.t === 'text' || value.t === 'concat' || value.t === 'setting' || value.t === 'token' || value.t === 'origin';
}

/** Whether a value counts as absent where a text is wanted. */
export function isAbsentText(value: Abs): boolean {
  return ['record', 'fields', 'list', 'items', 'function', 'instance', 'props', 'module', 'environment', 'cradle', 'handle'].includes(value.t);
}
