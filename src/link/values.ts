import type { Value } from '../core/source.js';
import type { Abs, Frame } from './abstract.js';
import { concat, distinct, MAX_ALTERNATIVES, text, unknown } from './abstract.js';
import { fallback, orElse, ownDefault } from './defaults.js';
import { enter, literalObject, moduleFrame } from './instances.js';
import type { Machine } from './machine.js';
import { MAX_DEPTH, MAX_STEPS } from './machine.js';
import { cut, noAnswer, recalled, workedOut } from './memory.js';
import { externalValue } from './members.js';
import type { CallRef, Fn, Unit } from './program.js';
import { callRef } from './program.js';

/**
 * What an expression of a unit can be in a frame. Flow-insensitive and demand-driven: locals are the union of their
 * writes, parameters the union of what their callers pass.
 */
export function evaluate(machine: Machine, value: Value, unit: Unit, frame: Frame): Abs[] {
  if (value.k === 'literal') return [text(value.text)];
  if (!REMEMBERED.has(value.k)) return follow(machine, value, unit, frame);
  frame.answers ??= new Map();
  const known = frame.answers.get(value);
  const held = known ? recalled(machine.state, known) : null;
  if (held) return held;
  const answer = known ?? noAnswer();
  if (!known) frame.answers.set(value, answer);
  return workedOut(machine.state, answer, () => follow(machine, value, unit, frame));
}

/** Kinds whose evaluation is worth remembering. */
const REMEMBERED: ReadonlySet<Value['k']> = new Set(['name', 'member', 'result', 'param', 'choice', 'template', 'each']);

function follow(machine: Machine, value: Value, unit: Unit, frame: Frame): Abs[] {
  const { state } = machine;
  if (state.depth === 0) state.steps = 0;
  if (state.steps++ > MAX_STEPS || state.depth > MAX_DEPTH) {
    cut(state, -1);
    return [unknown('too many steps', 'too-many')];
  }
  state.depth++;
  try {
    return limited(distinct(evaluateKind(machine, value, unit, frame)));
  } finally {
    state.depth--;
  }
}

/** Most alternatives that are followed at all; texts are cut to far fewer when they become a term. */
const MAX_FOLLOWED = 48;

function limited(values: Abs[]): Abs[] {
  return values.length <= MAX_FOLLOWED ? values : [...values.slice(0, MAX_FOLLOWED), unknown('too many alternatives', 'too-many')];
}

function evaluateKind(machine: Machine, value: Value, unit: Unit, frame: Frame): Abs[] {
  switch (value.k) {
    case 'literal':
      return [text(value.text)];
    case 'template':
      return concat(value.parts.map((part) => machine.evaluate(part, unit, frame)));
    case 'name':
      return typeof value.id === 'number' ? binding(machine, value.id, unit, frame) : free(machine, value.id, unit, frame);
    case 'param':
      return parameterPath(machine, value, unit, frame);
    case 'this':
      return self(machine, frame);
    case 'member':
      return memberOf(machine, value, unit, frame);
    case 'deref':
    case 'ref':
      return machine.evaluate(value.of, unit, frame);
    case 'result':
      return resultOf(machine, value.call, unit, frame);
    case 'function':
      return closure(unit.fns[value.fn], frame);
    case 'type': {
      const type = machine.typeValue(value.type, unit);
      if (!type) return [unknown(value.type.name)];
      return 'decl' in type ? [{ t: 'class', cls: type }] : [{ t: 'external', module: type.module, path: [type.name] }];
    }
    case 'object': {
      const type = value.type ? machine.typeValue(value.type, unit) : null;
      if (type && 'decl' in type && type.decl.kind === 'class') return [{ t: 'instance', obj: literalObject(machine, type, unit, value, frame) }];
      return [{ t: 'record', unit, value, frame }];
    }
    case 'list':
      return [{ t: 'list', unit, value, frame, pushes: [] }];
    case 'each':
      return machine.evaluate(value.of, unit, frame).flatMap((of) => machine.items(of, value.part));
    case 'choice':
      return value.because === 'branch' ? branches(machine, value.of, unit, frame) : fallback(machine, value.of, unit, frame);
    case 'setting':
      return [{ t: 'setting', name: value.name, from: value.from, fallback: value.fallback ? machine.evaluate(value.fallback, unit, frame) : [] }];
    case 'unknown':
      return isNothing(value.text) ? [] : [unknown(value.text)];
  }
}

const isNothing = (source: string): boolean => source === 'null' || source === 'undefined' || source === 'nil' || source === 'None';

function closure(fn: Fn | undefined, frame: Frame): Abs[] {
  if (!fn) return [];
  return [{ t: 'function', fn, self: frame.self, frame: lexical(frame, fn.decl.parent ?? 0) ?? frame }];
}

/** The frame among this one and its enclosing ones that runs function `index`. */
function lexical(frame: Frame, index: number): Frame | null {
  for (let f: Frame | null = frame; f; f = f.parent) if (f.fn.index === index) return f;
  return null;
}

function branches(machine: Machine, of: readonly Value[], unit: Unit, frame: Frame): Abs[] {
  return of.flatMap((option) => machine.evaluate(option, unit, frame));
}

function binding(machine: Machine, id: number, unit: Unit, frame: Frame): Abs[] {
  const decl = unit.source.bindings[id];
  if (!decl) return [];
  if (decl.kind === 'import') return imported(machine, decl.ref ?? -1, unit);
  if (decl.kind === 'function') return closure(unit.fns[decl.ref ?? -1], lexical(frame, decl.in) ?? moduleFrame(machine.state, unit));
  if (decl.kind === 'type') {
    const cls = unit.classes[decl.ref ?? -1];
    return cls ? [{ t: 'class', cls }] : [];
  }
  let found: Abs[] = [];
  for (const write of unit.writesTo.get(id) ?? []) {
    const at = frameOf(machine, unit, write.in, frame);
    const rest = ownDefault(id, write);
    if (rest === null || write.in !== decl.in) found.push(...machine.evaluate(write.value, unit, at));
    else found = orElse(found, rest, machine, unit, at);
    if (found.length > 3 * MAX_ALTERNATIVES) break;
  }
  const known = withPushes(id, unit, frame, withMemberWrites(machine, id, unit, frame, found));
  if (decl.type && known.every((v) => v.t === 'unknown' || v.t === 'opaque' || v.t === 'member')) {
    const typed = machine.typed(decl.type, unit);
    if (typed.length > 0) return typed;
  }
  return known;
}

/** Frame for a write in function `fn`: the enclosing frame if it is one, else a generic one. */
function frameOf(machine: Machine, unit: Unit, index: number, frame: Frame): Frame {
  const enclosing = frame.fn.unit === unit ? lexical(frame, index) : null;
  if (enclosing) return enclosing;
  const fn = unit.fns[index];
  if (!fn || index === 0) return moduleFrame(machine.state, unit);
  const parent = fn.decl.parent === undefined ? null : frameOf(machine, unit, fn.decl.parent, frame);
  return enter(machine.state, fn, frame.fn.owner === fn.owner ? frame.self : null, parent, null);
}

/** `const x = {}; x.url = …` : the object with what is assigned to it later. */
function withMemberWrites(machine: Machine, id: number, unit: Unit, frame: Frame, values: Abs[]): Abs[] {
  const writes = unit.memberWrites.get(id);
  if (!writes) return values;
  return values.map((value): Abs => {
    if (value.t !== 'record') return value;
    const fields = new Map<string, Abs[]>();
    for (const [key] of value.value.entries) if (typeof key === 'string') fields.set(key, machine.member(value, key));
    for (const [name, list] of writes)
      fields.set(
        name,
        list.flatMap((w) => machine.evaluate(w.value, unit, frameOf(machine, unit, w.in, frame))),
      );
    return { t: 'fields', fields };
  });
}

function withPushes(id: number, unit: Unit, frame: Frame, values: Abs[]): Abs[] {
  const calls = unit.pushes.get(id);
  if (!calls) return values;
  const pushes = calls.map((call) => callRef(unit, call)).filter((ref): ref is CallRef => ref !== null);
  return values.map((value) => (value.t === 'list' ? { ...value, pushes, frame: lexical(frame, value.frame.fn.index) ?? value.frame } : value));
}

function imported(machine: Machine, index: number, unit: Unit): Abs[] {
  const row = unit.source.imports[index];
  if (!row) return [];
  const target = machine.program.imported(unit, row.module);
  if (!target) return [externalValue(machine, machine.program.packageOf(unit, row.module), row.name === '*' || row.name === 'default' ? [] : [row.name])];
  if (row.name === '*') return [{ t: 'module', unit: target }];
  return machine.exported(target, row.name);
}

/** A name the file does not bind: of the same package, else global. */
function free(machine: Machine, name: string, unit: Unit, frame: Frame): Abs[] {
  if (name === 'undefined' || name === 'null') return [];
  for (const sibling of machine.program.siblings(unit)) {
    const id = sibling.source.bindings.findIndex((b) => b.name === name && b.in === 0);
    if (id >= 0) return binding(machine, id, sibling, moduleFrame(machine.state, sibling));
  }
  if (name === 'super') return self(machine, frame);
  return [externalValue(machine, '', [name])];
}

function self(machine: Machine, frame: Frame): Abs[] {
  for (let f: Frame | null = frame; f; f = f.parent) {
    if (f.self) return [f.self];
    if (f.fn.decl.owner !== undefined && f.fn.owner) {
      if (f.fn.decl.static) return [{ t: 'class', cls: f.fn.owner }];
      return machine.typed({ name: f.fn.owner.decl.name, args: [] }, f.fn.unit);
    }
  }
  return [];
}

function parameterPath(machine: Machine, value: Extract<Value, { k: 'param' }>, unit: Unit, frame: Frame): Abs[] {
  const owner = lexical(frame, value.fn);
  const at = owner && owner.fn.unit === unit ? owner : frameOf(machine, unit, value.fn, frame);
  let found = machine.parameter(at, value.index);
  for (const name of value.path ?? []) found = distinct(found.flatMap((of) => machine.member(of, name)));
  return found;
}

function memberOf(machine: Machine, value: Extract<Value, { k: 'member' }>, unit: Unit, frame: Frame): Abs[] {
  if (value.of.k === 'name' && value.of.id === 'super' && typeof value.name === 'string') return superMember(machine, value.name, frame);
  const owners = machine.evaluate(value.of, unit, frame);
  if (typeof value.name === 'string') {
    const name = value.name;
    const found = owners.flatMap((of) => machine.member(of, name));
    const known = found.filter((v) => !(v.t === 'member' && TEXTUAL.has(v.of.t)));
    return known.some((v) => v.t !== 'member') ? known : found;
  }
  const keys = machine.evaluate(value.name, unit, frame);
  const known = keys.filter((k): k is Extract<Abs, { t: 'text' }> => k.t === 'text');
  if (known.length > 0 && known.length === keys.length) return owners.flatMap((of) => known.flatMap((k) => machine.member(of, k.text)));
  return owners.flatMap((of): Abs[] => (of.t === 'environment' || of.t === 'external' ? [unknown('computed name')] : machine.items(of, 'value')));
}

/** A text has no members of its own: beside an object it is the same thing seen as text. */
const TEXTUAL: ReadonlySet<Abs['t']> = new Set(['text', 'concat', 'setting']);

function superMember(machine: Machine, name: string, frame: Frame): Abs[] {
  const owner = frame.fn.owner;
  const receiver = self(machine, frame)[0];
  if (!owner || !receiver) return [];
  for (const base of owner.decl.bases) {
    const type = machine.typeValue(base, owner.unit);
    if (!type) continue;
    if (!('decl' in type)) {
      if (receiver.t === 'instance') return machine.member(receiver, name).filter((v) => v.t === 'handle');
      continue;
    }
    for (let cls: typeof type | null = type; cls; cls = baseClass(machine, cls)) {
      const fn = cls.methods.get(name) ?? cls.statics.get(name);
      if (fn) return [{ t: 'function', fn, self: receiver, frame: moduleFrame(machine.state, cls.unit) }];
    }
  }
  return receiver.t === 'instance' ? machine.member(receiver, name).filter((v) => v.t === 'handle') : [];
}

function baseClass(machine: Machine, cls: NonNullable<Fn['owner']>): NonNullable<Fn['owner']> | null {
  for (const base of cls.decl.bases) {
    const type = machine.typeValue(base, cls.unit);
    if (type && 'decl' in type && type.decl.kind === 'class') return type;
  }
  return null;
}

function resultOf(machine: Machine, id: number, unit: Unit, frame: Frame): Abs[] {
  const ref = callRef(unit, id);
  if (!ref) return [];
  const callees = machine.evaluate(ref.call.callee, unit, frame);
  if (callees.length === 0 && ref.call.receiver)
    return machine
      .typed(ref.call.receiver, unit)
      .flatMap((of) => (ref.call.callee.k === 'member' && typeof ref.call.callee.name === 'string' ? machine.member(of, ref.call.callee.name) : []))
      .flatMap((callee) => machine.result(callee, ref, frame));
  return callees.flatMap((callee) => machine.result(callee, ref, frame));
}
