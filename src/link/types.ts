import type { TypeRef } from '../core/source.js';
import type { Abs } from './abstract.js';
import { lineage, typedObject } from './instances.js';
import type { Machine } from './machine.js';
import { externalValue } from './members.js';
import type { Cls, Unit } from './program.js';

/** The class or library type that a type reference means; null for built-in and unknown ones. */
export function typeValue(machine: Machine, type: TypeRef, unit: Unit): Cls | { readonly module: string; readonly name: string } | null {
  if (type.module === undefined) return localType(machine, type.name, unit);
  const file = machine.program.modules.resolve(type.module, unit.file);
  const target = file === null ? null : machine.program.unit(file);
  if (!target) return { module: type.module, name: type.name };
  return exportedType(machine, target, type.name, new Set());
}

function localType(machine: Machine, name: string, unit: Unit): Cls | { readonly module: string; readonly name: string } | null {
  const own = unit.classes.find((c) => c.decl.name === name);
  if (own) return own;
  for (const sibling of machine.program.siblings(unit)) {
    const found = sibling.classes.find((c) => c.decl.name === name);
    if (found) return found;
  }
  return null;
}

/** Follows re-exports to the class a module exports under a name, or to the package it comes from. */
function exportedType(machine: Machine, unit: Unit, name: string, seen: Set<string>): Cls | { readonly module: string; readonly name: string } | null {
  const key = `${unit.file}#${name}`;
  if (seen.has(key)) return null;
  seen.add(key);
  for (const row of unit.exportsByName.get(name) ?? []) {
    if (row.from !== undefined) {
      const found = through(machine, unit, row.from, row.imported ?? name, seen);
      if (found) return found;
      continue;
    }
    const value = row.value;
    if (value?.k === 'name' && typeof value.id === 'number') {
      const binding = unit.source.bindings[value.id];
      if (binding?.kind === 'type') return unit.classes[binding.ref ?? -1] ?? null;
      const imported = binding?.kind === 'import' ? unit.source.imports[binding.ref ?? -1] : undefined;
      if (imported) return through(machine, unit, imported.module, imported.name, seen);
    }
    if (value?.k === 'type') return localType(machine, value.type.name, unit);
  }
  const own = unit.classes.find((c) => c.decl.name === name && c.decl.exported);
  if (own) return own;
  for (const row of unit.exportsByName.get('*') ?? []) {
    const found = row.from === undefined ? null : through(machine, unit, row.from, name, seen);
    if (found && 'decl' in found) return found;
  }
  return null;
}

function through(machine: Machine, unit: Unit, specifier: string, name: string, seen: Set<string>): Cls | { readonly module: string; readonly name: string } | null {
  const file = machine.program.modules.resolve(specifier, unit.file);
  const target = file === null ? null : machine.program.unit(file);
  return target ? exportedType(machine, target, name, seen) : { module: specifier, name };
}

/** Values a declared type stands for when nothing better is known: living objects of it, a handle of a library's type. */
export function typed(machine: Machine, type: TypeRef, unit: Unit): Abs[] {
  if (type.name === 'Array' && type.args[0]) return [{ t: 'items', items: [typed(machine, type.args[0], unit)] }];
  const value = typeValue(machine, type, unit);
  if (!value) return [];
  if (!('decl' in value)) {
    const record = machine.index.handleRecord(value.module, value.name);
    if (!record) return [{ t: 'external', module: value.module, path: [value.name, 'prototype'] }];
    return [{ t: 'handle', handle: { id: `type:${value.module}:${value.name}:${type.args.map((a) => a.name).join(',')}`, type: value.name, record, creation: null, obj: null, declared: { type, unit } }, path: [] }];
  }
  if (value.decl.kind === 'enum') return [];
  machine.state.volatile = true;
  const alive = (machine.state.alive.get(value) ?? []).filter((o) => o.kind !== 'typed');
  if (alive.length > 0) return alive.slice(0, 24).map((obj): Abs => ({ t: 'instance', obj }));
  return value.decl.kind === 'class' ? [{ t: 'instance', obj: typedObject(machine.state, value) }] : [];
}

/** Whether a class is, extends or implements another. */
export function isA(machine: Machine, cls: Cls, base: Cls): boolean {
  return lineage(machine, cls).includes(base);
}

/** What a unit exports under a name: own exports, re-exports, `export *`, CommonJS. */
export function exported(machine: Machine, unit: Unit, name: string, frameOf: (unit: Unit) => import('./abstract.js').Frame): Abs[] {
  return exportedFrom(machine, unit, name, frameOf, new Set());
}

function exportedFrom(machine: Machine, unit: Unit, name: string, frameOf: (unit: Unit) => import('./abstract.js').Frame, seen: Set<string>): Abs[] {
  const key = `${unit.file}#${name}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const rows = unit.exportsByName.get(name) ?? [];
  const found = rows.flatMap((row): Abs[] => {
    if (row.from === undefined) return row.value ? machine.evaluate(row.value, unit, frameOf(unit)) : [];
    return fromModule(machine, unit, row.from, row.imported ?? name, frameOf, seen);
  });
  if (found.length > 0 || rows.length > 0) return found;
  if (name === 'default' || name === '=') {
    const other = name === 'default' ? (unit.exportsByName.get('=') ?? []) : [];
    return other.flatMap((row) => (row.value ? machine.evaluate(row.value, unit, frameOf(unit)) : []));
  }
  for (const row of unit.exportsByName.get('*') ?? []) {
    if (row.from === undefined) continue;
    const inner = fromModule(machine, unit, row.from, name, frameOf, seen);
    if (inner.some((v) => v.t !== 'external') || (inner.length > 0 && machine.index.knows(row.from))) return inner;
  }
  const whole = unit.exportsByName.get('=') ?? [];
  return whole.flatMap((row) => (row.value ? machine.evaluate(row.value, unit, frameOf(unit)) : [])).flatMap((value) => (value.t === 'module' ? [] : machine.member(value, name)));
}

function fromModule(machine: Machine, unit: Unit, specifier: string, name: string, frameOf: (unit: Unit) => import('./abstract.js').Frame, seen: Set<string>): Abs[] {
  const file = machine.program.modules.resolve(specifier, unit.file);
  const target = file === null ? null : machine.program.unit(file);
  if (!target) return [externalValue(machine, specifier, name === '*' || name === 'default' ? [] : [name])];
  if (name === '*') return [{ t: 'module', unit: target }];
  return exportedFrom(machine, target, name, frameOf, seen);
}
