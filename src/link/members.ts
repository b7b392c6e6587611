import type { Abs, Handle, Obj } from './abstract.js';
import { distinct, text, unknown } from './abstract.js';
import { guarded } from './contents.js';
import { accessorOf, assignedField, configuredField, writtenByClass, writtenThroughPointer } from './fields.js';
import { constructorFrame, externalBases, frameOn, lineage, moduleFrame } from './instances.js';
import type { Machine } from './machine.js';
import { MAX_DEPTH } from './machine.js';
import type { Matched } from './match.js';
import { cut } from './memory.js';
import type { Cls } from './program.js';

/** What `of.name` can be. */
export function member(machine: Machine, of: Abs, name: string): Abs[] {
  const { state } = machine;
  if (state.depth > MAX_DEPTH) {
    cut(state, -1);
    return [unknown('nested too deeply', 'too-many')];
  }
  state.depth++;
  try {
    return memberOf(machine, of, name);
  } finally {
    state.depth--;
  }
}

function memberOf(machine: Machine, of: Abs, name: string): Abs[] {
  switch (of.t) {
    case 'instance':
      return instanceMember(machine, of.obj, name);
    case 'class':
      return classMember(machine, of.cls, name);
    case 'record':
      return recordMember(machine, of, name);
    case 'fields':
      return [...(of.fields.get(name) ?? [])];
    case 'list':
    case 'items':
      return listMember(machine, of, name);
    case 'props':
      return propertyMember(machine, of, name);
    case 'module':
      return moduleMember(machine, of, name);
    case 'environment':
      return [{ t: 'setting', name, from: of.from, fallback: of.defaults?.(name) ?? [] }];
    case 'cradle':
      return machine.obtain([text(name)], undefined, machine.program.anyUnit());
    case 'external':
      return externalMember(machine, of, name);
    case 'handle':
      return [{ t: 'handle', handle: of.handle, path: [...of.path, name] }];
    case 'setting':
      return [
        of.from === 'config' && !isTextMethod(name)
          ? { ...of, name: `${of.name}.${name}`, fallback: of.fallback.flatMap((f) => machine.member(f, name)) }
          : { t: 'member', of, name },
      ];
    case 'function':
      return of.fn.decl.name !== '' && name === 'name' ? [text(of.fn.decl.name)] : [{ t: 'member', of, name }];
    default:
      return [{ t: 'member', of, name }];
  }
}

const TEXT_METHODS = new Set([
  'toString',
  'trim',
  'replace',
  'replaceAll',
  'split',
  'toLowerCase',
  'toUpperCase',
  'concat',
  'slice',
  'substring',
  'startsWith',
  'endsWith',
  'includes',
  'valueOf',
]);
const isTextMethod = (name: string): boolean => TEXT_METHODS.has(name);

function instanceMember(machine: Machine, obj: Obj, name: string): Abs[] {
  if (name === 'constructor') return [{ t: 'class', cls: obj.cls }];
  const self: Abs = { t: 'instance', obj };
  const chain = lineage(machine, obj.cls);
  for (const cls of chain) {
    const fn = cls.methods.get(name);
    if (!fn) continue;
    const bound: Abs = { t: 'function', fn, self, frame: moduleFrame(machine.state, cls.unit) };
    if (!fn.decl.getter) return [bound];
    const frame = frameOn(machine, obj, cls, fn);
    return distinct(fn.decl.returns.flatMap((value) => machine.evaluate(value, cls.unit, frame)));
  }
  const written = fieldValues(machine, obj, chain, name);
  if (written.some(says) && !obj.literal) return written;
  const assigned = [...assignedField(machine, obj, name), ...writtenThroughPointer(machine, obj, name)];
  if (assigned.some(says) || written.some(says)) return distinct([...written, ...assigned]);
  const configured = configuredField(machine, chain, name);
  if (configured.length > 0) return configured;
  const accessor = accessorOf(chain, name);
  if (accessor) return [{ t: 'member', of: self, name }];
  const declared = declaredField(machine, chain, name);
  if (declared.length > 0) return declared;
  if (written.length > 0) return written;
  return librarySelf(machine, obj).map((handle): Abs => ({ t: 'handle', handle, path: [name] }));
}

const says = (value: Abs): boolean => value.t !== 'unknown' && value.t !== 'opaque' && value.t !== 'member';

/** Values of field `name`: its initialiser and every assignment in the class's own functions, run on this object. */
function fieldValues(machine: Machine, obj: Obj, chain: readonly Cls[], name: string): Abs[] {
  const found: Abs[] = [];
  for (const [key, value] of obj.literal?.value.entries ?? [])
    if (key === name && obj.literal) found.push(...machine.evaluate(value, obj.literal.unit, obj.literal.frame));
  for (const cls of chain) {
    const field = cls.decl.fields.find((f) => f.name === name && !f.static);
    if (field?.init) {
      const frame = cls.init ? frameOn(machine, obj, cls, cls.init) : (constructorFrame(machine, obj, cls) ?? moduleFrame(machine.state, cls.unit));
      found.push(...machine.evaluate(field.init, cls.unit, frame));
    }
    for (const annotation of cls.memberAnnotations) {
      if (annotation.on?.kind === 'field' && annotation.on.field === name) found.push(...obtainedField(machine, cls, annotation, field?.type));
    }
    found.push(...writtenByClass(machine, obj, cls, name));
  }
  return distinct(found);
}

/** `@Inject(TOKEN) field`: what the container gives. */
function obtainedField(machine: Machine, cls: Cls, annotation: Cls['annotations'][number], type: Cls['decl']['fields'][number]['type']): Abs[] {
  const id = cls.unit.source.calls.indexOf(annotation);
  const frame = moduleFrame(machine.state, cls.unit);
  const ref = { unit: cls.unit, id, call: annotation };
  return machine.evaluate(annotation.callee, cls.unit, frame).flatMap((callee): Abs[] => {
    if (callee.t !== 'external') return [];
    const matched = machine.index.external('annotation', callee.module, callee.path);
    const site = { ref, frame, callee, decorated: { cls, fn: null, name: '', unit: cls.unit, ...(type ? { type } : {}) } };
    return machine.effects(matched, site) ?? [];
  });
}

function declaredField(machine: Machine, chain: readonly Cls[], name: string): Abs[] {
  for (const cls of chain) {
    const type = cls.decl.fields.find((f) => f.name === name)?.type;
    if (type && !cls.decl.typeParams.includes(type.name)) return machine.typed(type, cls.unit);
  }
  return [];
}

/** The object seen as the library type its class extends (`class Db extends PrismaClient`). */
function librarySelf(machine: Machine, obj: Obj): Handle[] {
  const found: Handle[] = [];
  for (const base of externalBases(machine, obj.cls)) {
    const type = machine.index.handleType(base.module, base.name);
    const record = machine.index.handleRecord(base.module, type) ?? machine.index.external('extends', base.module, [base.name])[0]?.record;
    if (!record) continue;
    const frame = constructorFrame(machine, obj, base.cls);
    const superId = frame?.fn.calls.find((id) => base.cls.unit.source.calls[id]?.form === 'super');
    const call = superId === undefined ? undefined : base.cls.unit.source.calls[superId];
    const creation =
      frame && call && superId !== undefined
        ? { call: { unit: base.cls.unit, id: superId, call }, frame, callee: { t: 'external' as const, module: base.module, path: [base.name] } }
        : null;
    found.push({ id: `obj${obj.id}`, type, record, creation, obj });
  }
  return found;
}

function classMember(machine: Machine, cls: Cls, name: string): Abs[] {
  if (name === 'name') return [text(cls.decl.name)];
  if (name === 'prototype') return machine.typed({ name: cls.decl.name, args: [] }, cls.unit);
  for (const each of lineage(machine, cls)) {
    const fn = each.statics.get(name);
    if (fn) {
      const frame = moduleFrame(machine.state, each.unit);
      const bound: Abs = { t: 'function', fn, self: { t: 'class', cls }, frame };
      return fn.decl.getter ? machine.result(bound, { unit: each.unit, id: -1, call: NO_CALL }, frame) : [bound];
    }
    const field = each.decl.fields.find((f) => f.static && f.name === name);
    if (field?.init) return machine.evaluate(field.init, each.unit, moduleFrame(machine.state, each.unit));
  }
  const base = externalBases(machine, cls)[0];
  if (!base) return [];
  const type = machine.index.handleType(base.module, base.name);
  const record = machine.index.handleRecord(base.module, type) ?? machine.index.external('extends', base.module, [base.name])[0]?.record;
  return record
    ? [
        {
          t: 'handle',
          handle: { id: `class${cls.id}`, type, record, creation: null, obj: { id: -1 - cls.id, cls, alloc: null, kind: 'typed', depth: 0 } },
          path: [name],
        },
      ]
    : [];
}

/** A call without arguments, for getters. */
const NO_CALL = { in: 0, form: 'call', callee: { k: 'unknown', text: '' }, args: [], types: [], guards: [], line: 0 } as const;

function recordMember(machine: Machine, of: Extract<Abs, { t: 'record' }>, name: string): Abs[] {
  const { entries, spread } = of.value;
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    if (entry && entry[0] === name) return machine.evaluate(entry[1], of.unit, of.frame);
  }
  const found: Abs[] = [];
  for (const [key, value] of entries) {
    if (typeof key === 'string') continue;
    const keys = machine.evaluate(key, of.unit, of.frame);
    if (keys.some((k) => k.t === 'text' && k.text === name)) found.push(...machine.evaluate(value, of.unit, of.frame));
  }
  if (!spread) return found;
  const inherited = guarded(
    machine.state,
    of.value,
    of.frame,
    () => spread.flatMap((value) => machine.evaluate(value, of.unit, of.frame).flatMap((s) => spreadMember(machine, s, name))),
    [],
  );
  return distinct([...found, ...inherited]);
}

/** Member of what is spread into an object: conditional spreads (`...(x && {…})`) and unknown ones say nothing. */
function spreadMember(machine: Machine, of: Abs, name: string): Abs[] {
  if (of.t === 'unknown' || of.t === 'opaque' || of.t === 'member' || of.t === 'text') return [];
  return machine.member(of, name);
}

function listMember(machine: Machine, of: Extract<Abs, { t: 'list' | 'items' }>, name: string): Abs[] {
  const index = Number(name);
  if (!Number.isInteger(index)) return [{ t: 'member', of, name }];
  if (of.t === 'items') return [...(of.items[index] ?? [])];
  const item = of.value.items[index];
  if (!item || of.value.spread?.some((s) => s <= index)) return machine.items(of, 'value');
  return machine.evaluate(item, of.unit, of.frame);
}

function propertyMember(machine: Machine, of: Extract<Abs, { t: 'props' }>, name: string): Abs[] {
  const args = of.call.call.args;
  const found: Abs[] = [];
  for (const arg of args) {
    if (arg.name === name) return machine.evaluate(arg.value, of.call.unit, of.frame);
    if (arg.spread) found.push(...machine.evaluate(arg.value, of.call.unit, of.frame).flatMap((s) => spreadMember(machine, s, name)));
  }
  return found;
}

function moduleMember(machine: Machine, of: Extract<Abs, { t: 'module' }>, name: string): Abs[] {
  const found = machine.exported(of.unit, name);
  if (found.length > 0) return found;
  return machine.exported(of.unit, '=').flatMap((value) => (value.t === 'module' ? [] : machine.member(value, name)));
}

const GLOBAL_OBJECTS = new Set(['window', 'globalThis', 'self', 'global']);

/** Something a package or the language gives: the environment and the page's origin where a record says so. */
export function externalValue(machine: Machine, module: string, path: readonly string[]): Abs {
  const read = path.length > 0 ? readGlobal(machine.index.external('member', module, path)) : null;
  return read ?? { t: 'external', module, path };
}

function externalMember(machine: Machine, of: Extract<Abs, { t: 'external' }>, name: string): Abs[] {
  if (name === 'default') return [of];
  if (of.module === '' && of.path.length === 1 && GLOBAL_OBJECTS.has(of.path[0] ?? '')) return globalMember(machine, name);
  const path = [...of.path, name];
  const matched = machine.index.external('member', of.module, path);
  const read = readGlobal(matched);
  if (read) return [read];
  const last = of.path.at(-1) ?? '';
  if (of.module === '' && RUNTIME_ENVIRONMENT.test(last) && /^[A-Z][A-Z0-9_]+$/.test(name)) return [{ t: 'setting', name, from: 'env', fallback: [] }];
  return [{ t: 'external', module: of.module, path }];
}

/** An object that a page's host fills with settings at start: `window._env_`, `window.__RUNTIME_CONFIG__`. */
const RUNTIME_ENVIRONMENT = /^_*(?:[a-z]+_)*(?:env|config|settings)_*$/i;

function globalMember(machine: Machine, name: string): Abs[] {
  const matched = machine.index.external('member', '', [name]);
  const read = readGlobal(matched);
  return [read ?? { t: 'external', module: '', path: [name] }];
}

/** What reading a member that a record describes gives: the environment, the page's origin. */
function readGlobal(matched: readonly Matched[]): Abs | null {
  for (const { sighting } of matched) {
    if (!('effect' in sighting)) continue;
    if (sighting.effect === 'setting' && !sighting.name) return { t: 'environment', from: sighting.from };
    if (sighting.effect === 'origin') return { t: 'origin' };
  }
  return null;
}
