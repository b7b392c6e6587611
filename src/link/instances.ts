import type { Abs, Caller, Frame, Instance, Obj } from './abstract.js';
import { keyOf } from './abstract.js';
import type { Machine, State } from './machine.js';
import { changed } from './memory.js';
import type { CallRef, Cls, Fn, Unit } from './program.js';
import { append } from './program.js';

/** The instance of a function for one receiver and, for closures, one enclosing instance; made on first sight. */
export function instanceOf(state: State, fn: Fn, self: Abs | null, parent: Frame | null): Instance {
  const outer = parent && parent.fn.index !== 0 ? parent.instance.id : null;
  const key = instanceKey(self && ownThis(fn) ? self : null, outer);
  const known = state.instances.get(fn)?.get(key);
  if (known) return known;
  const instance: { -readonly [K in keyof Instance]: Instance[K] } = {
    id: state.nextId++,
    fn,
    callers: [],
    callerKeys: new Set(),
    reached: false,
    frame: undefined as unknown as Frame,
  };
  instance.frame = newFrame(instance, self, parent ? generic(parent) : null, null);
  const ofFn = state.instances.get(fn);
  if (ofFn) ofFn.set(key, instance);
  else state.instances.set(fn, new Map([[key, instance]]));
  return instance;
}

/** Tells instances of one function apart: the object, the enclosing instance, or both. */
function instanceKey(self: Abs | null, outer: number | null): number | string {
  if (!self) return outer === null ? -1 : -2 - outer;
  if (self.t === 'instance' && outer === null) return self.obj.id;
  return `${keyOf(self)}:${outer ?? ''}`;
}

function ownThis(fn: Fn): boolean {
  return fn.decl.ownThis || fn.decl.owner !== undefined;
}

/** The frame of the same instance with no particular caller. */
export function generic(frame: Frame): Frame {
  return frame.caller === null ? frame : frame.instance.frame;
}

/** Frame of a function entered by one caller. Closures keep the frame they were made in. */
export function enter(state: State, fn: Fn, self: Abs | null, parent: Frame | null, caller: Caller | null): Frame {
  const receiver = ownThis(fn) ? self : (parent?.self ?? self);
  const instance = instanceOf(state, fn, receiver, parent);
  if (caller === null && (parent === null || parent.caller === null)) return instance.frame;
  return frameFor(instance, receiver, parent, caller);
}

/** The frame of an instance in an enclosing frame with a particular caller: the same one each time, so that it remembers what was asked in it. */
export function frameFor(instance: Instance, self: Abs | null, parent: Frame | null, caller: Caller | null): Frame {
  const from = caller ? caller.frame : parent;
  const by = caller ? caller.call?.call : instance.fn.decl;
  if (!from || !by || caller?.given) return newFrame(instance, self, parent, caller);
  from.entered ??= new Map();
  const known = from.entered.get(by)?.find((f) => f.instance === instance && f.parent === parent);
  if (known) return known;
  const made = newFrame(instance, self, parent, caller);
  append(from.entered, by, made);
  return made;
}

function newFrame(instance: Instance, self: Abs | null, parent: Frame | null, caller: Caller | null): Frame {
  return { fn: instance.fn, self, parent, caller, instance, answers: null, entered: null };
}

/** Frame of a unit's module body. */
export function moduleFrame(state: State, unit: Unit): Frame {
  const body = unit.fns[0];
  if (!body) throw new Error(`unit without a module body: ${unit.file}`);
  return instanceOf(state, body, null, null).frame;
}

/** Records that `instance` is entered so; true where that is news. */
export function addCaller(state: State, instance: Instance, caller: Caller): boolean {
  const key = `${caller.call ? `${caller.call.unit.id}:${caller.call.id}` : ''}@${caller.frame.instance.id}`;
  if (instance.callerKeys.has(key)) return false;
  instance.callerKeys.add(key);
  instance.callers.push(caller.frame.caller ? { ...caller, frame: generic(caller.frame) } : caller);
  changed(state, instance);
  return true;
}

const MAX_ALLOCATION_DEPTH = 2;

/** The object that a `new` makes in a frame: one for each site and allocating object. */
export function allocate(machine: Machine, cls: Cls, call: CallRef, frame: Frame): Obj {
  const { state } = machine;
  const by = frame.self?.t === 'instance' ? frame.self.obj : null;
  const deep = by !== null && by.depth >= MAX_ALLOCATION_DEPTH;
  const key = `${call.unit.id}:${call.id}:${cls.id}:${by && !deep ? by.id : ''}`;
  const known = state.objs.get(key);
  if (known) return known;
  const obj: Obj = { id: state.nextId++, cls, alloc: { call, frame: generic(frame) }, kind: 'new', depth: deep ? MAX_ALLOCATION_DEPTH : (by?.depth ?? -1) + 1 };
  state.objs.set(key, obj);
  return obj;
}

/** The object that a struct literal of a class makes in a frame. */
export function literalObject(machine: Machine, cls: Cls, unit: Unit, value: NonNullable<Obj['literal']>['value'], frame: Frame): Obj {
  const { state } = machine;
  const at = generic(frame);
  const key = `literal:${unit.id}:${value.line ?? 0}:${cls.id}:${at.instance.id}`;
  const known = state.objs.get(key);
  if (known) return known;
  const obj: Obj = { id: state.nextId++, cls, alloc: null, kind: 'new', depth: 0, literal: { unit, value, frame: at } };
  state.objs.set(key, obj);
  markAlive(machine, obj);
  return obj;
}

/** The one object of a class that the container makes. */
export function injectedObject(state: State, cls: Cls): Obj {
  return singleton(state, cls, 'injected');
}

/** Some object of a class, where only its type is known. */
export function typedObject(state: State, cls: Cls): Obj {
  return singleton(state, cls, 'typed');
}

function singleton(state: State, cls: Cls, kind: 'injected' | 'typed'): Obj {
  const key = `${kind}:${cls.id}`;
  const known = state.objs.get(key);
  if (known) return known;
  const obj: Obj = { id: state.nextId++, cls, alloc: null, kind, depth: 0 };
  state.objs.set(key, obj);
  return obj;
}

/** Objects exist from now on: members of their class may run on them. */
export function markAlive(machine: Machine, obj: Obj): boolean {
  const { state } = machine;
  for (const cls of lineage(machine, obj.cls)) {
    if (state.alive.get(cls)?.includes(obj)) return false;
    append(state.alive, cls, obj);
    changed(state, cls);
  }
  return true;
}

const lineages = new WeakMap<Cls, readonly Cls[]>();

/** The class, its parts in other files of its package, its bases and its interfaces, nearest first; only the system's own. */
export function lineage(machine: Machine, cls: Cls): readonly Cls[] {
  const known = lineages.get(cls);
  if (known) return known;
  const found: Cls[] = [];
  const queue: Cls[] = [cls];
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (found.includes(next)) continue;
    found.push(next);
    for (const sibling of machine.program.siblings(next.unit)) queue.push(...sibling.classes.filter((c) => c !== next && c.decl.name === next?.decl.name));
    for (const base of next.decl.bases) {
      const value = machine.typeValue(base, next.unit);
      if (value && 'decl' in value) queue.push(value);
    }
  }
  lineages.set(cls, found);
  return found;
}

/** Library types that a class or one of its bases extends or implements. */
export function externalBases(machine: Machine, cls: Cls): readonly { readonly module: string; readonly name: string; readonly cls: Cls }[] {
  const found: { module: string; name: string; cls: Cls }[] = [];
  for (const each of lineage(machine, cls)) {
    for (const base of each.decl.bases) {
      const value = machine.typeValue(base, each.unit);
      if (value && !('decl' in value)) found.push({ ...value, cls: each });
    }
  }
  return found;
}

/** Frame in which the constructor of `cls` runs for an object of it or of a subclass. */
export function constructorFrame(machine: Machine, obj: Obj, cls: Cls): Frame | null {
  const chain = lineage(machine, obj.cls).filter((c) => c.decl.kind === 'class');
  let caller: Caller | null = obj.alloc ? { call: obj.alloc.call, frame: obj.alloc.frame } : null;
  let frame: Frame | null = null;
  const self: Abs = { t: 'instance', obj };
  for (const each of chain) {
    const ctor = each.ctor;
    if (ctor) {
      frame = enter(machine.state, ctor, self, moduleFrame(machine.state, each.unit), caller);
      const superCall = ctor.calls.find((id) => each.unit.source.calls[id]?.form === 'super');
      const call = superCall === undefined ? undefined : each.unit.source.calls[superCall];
      caller = call && superCall !== undefined ? { call: { unit: each.unit, id: superCall, call }, frame } : caller;
    } else frame = null;
    if (each === cls) return frame;
  }
  return null;
}

/** Frame of a function of a class (method, initialiser, or a closure inside one) running on an object. */
export function frameOn(machine: Machine, obj: Obj, cls: Cls, fn: Fn): Frame {
  if (fn === cls.ctor)
    return constructorFrame(machine, obj, cls) ?? enter(machine.state, fn, { t: 'instance', obj }, moduleFrame(machine.state, cls.unit), null);
  const self: Abs = { t: 'instance', obj };
  const outer = fn.decl.parent === undefined ? undefined : fn.unit.fns[fn.decl.parent];
  if (fn.decl.owner !== undefined || !outer || outer.index === 0) return enter(machine.state, fn, self, moduleFrame(machine.state, fn.unit), null);
  return enter(machine.state, fn, self, frameOn(machine, obj, cls, outer), null);
}
