import type { TypeRef } from '../core/source.js';
import type { Abs } from './abstract.js';
import type { TypeTarget } from './exports.js';
import { moduleFrame, typedObject } from './instances.js';
import type { Machine } from './machine.js';
import { externalValue } from './members.js';
import { reads } from './memory.js';
import type { Unit } from './program.js';

/** The class or library type that a type reference means; null for built-in and unknown ones. */
export function typeValue(machine: Machine, type: TypeRef, unit: Unit): TypeTarget | null {
  return machine.program.exports.type(type, unit);
}

/** Most living objects that a declared type stands for. */
const MAX_OBJECTS = 24;

/** Values a declared type stands for when nothing better is known: living objects of it, a handle of a library's type. */
export function typed(machine: Machine, type: TypeRef, unit: Unit): Abs[] {
  if (type.name === 'Array' && type.args[0]) return [{ t: 'items', items: [typed(machine, type.args[0], unit)] }];
  const value = typeValue(machine, type, unit);
  if (!value) return [];
  if (!('decl' in value)) {
    const handleType = machine.index.handleType(value.module, value.name);
    const record = machine.index.handleRecord(value.module, handleType);
    if (!record) return [{ t: 'external', module: value.module, path: [value.name, 'prototype'] }];
    return [
      {
        t: 'handle',
        handle: {
          id: `type:${value.module}:${value.name}:${type.args.map((a) => a.name).join(',')}`,
          type: handleType,
          record,
          creation: null,
          obj: null,
          declared: { type, unit },
        },
        path: [],
      },
    ];
  }
  if (value.decl.kind === 'enum') return [];
  reads(machine.state, value);
  const alive = (machine.state.alive.get(value) ?? []).filter((o) => o.kind !== 'typed');
  if (alive.length > 0) return alive.slice(0, MAX_OBJECTS).map((obj): Abs => ({ t: 'instance', obj }));
  return value.decl.kind === 'class' ? [{ t: 'instance', obj: typedObject(machine.state, value) }] : [];
}

/** What a unit exports under a name. */
export function exported(machine: Machine, unit: Unit, name: string): Abs[] {
  const { exports } = machine.program;
  const targets = exports.targets(unit, name);
  if (targets.length > 0) {
    return targets.flatMap((target): Abs[] => {
      if (target.kind === 'module') return [{ t: 'module', unit: target.unit }];
      if (target.kind === 'external') return [externalValue(machine, target.module, target.name === '*' || target.name === 'default' ? [] : [target.name])];
      return machine.evaluate(target.value, target.unit, moduleFrame(machine.state, target.unit));
    });
  }
  if (name === '=' || name === 'default') return [];
  const whole = exports.targets(unit, '=').flatMap((t) => (t.kind === 'value' ? machine.evaluate(t.value, t.unit, moduleFrame(machine.state, t.unit)) : []));
  if (whole.length > 0) return whole.flatMap((value) => (value.t === 'module' ? [] : machine.member(value, name)));
  const known = exports.starPackages(unit).find((module) => machine.index.knows(module));
  return known === undefined ? [] : [externalValue(machine, known, [name])];
}
