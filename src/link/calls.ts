import type { Abs, Caller, Frame } from './abstract.js';
import { distinct, unknown } from './abstract.js';
import { methodOf } from './builtins.js';
import { accessorOf, givenToSetter } from './fields.js';
import { allocate, enter, lineage, moduleFrame } from './instances.js';
import type { Machine } from './machine.js';
import { MAX_DEPTH } from './machine.js';
import { cut, reads, touch } from './memory.js';
import type { Matched, MatchKind } from './match.js';
import type { CallRef, Cls } from './program.js';

/** Callers of one function that a parameter's value is gathered from. */
const MAX_CALLERS = 24;
/** How often one function may stand in a chain of calls that is evaluated. */
const MAX_RECURSION = 2;

/** What calling `callee` gives. */
export function result(machine: Machine, callee: Abs, ref: CallRef, frame: Frame): Abs[] {
  const { state } = machine;
  if (state.depth > MAX_DEPTH) {
    cut(state, -1);
    return [unknown('nested too deeply', 'too-many')];
  }
  state.depth++;
  try {
    return resultOf(machine, callee, ref, frame);
  } finally {
    state.depth--;
  }
}

function resultOf(machine: Machine, callee: Abs, ref: CallRef, frame: Frame): Abs[] {
  switch (callee.t) {
    case 'function':
      return returned(machine, callee, ref, frame);
    case 'class':
      return callee.cls.decl.kind === 'class' ? [{ t: 'instance', obj: allocate(machine, callee.cls, ref, frame) }] : [];
    case 'module':
      return distinct([...machine.exported(callee.unit, '='), ...machine.exported(callee.unit, 'default')]).flatMap((value) =>
        value.t === 'module' ? [] : machine.result(value, ref, frame),
      );
    case 'setting':
      return [callee];
    case 'member':
      if (callee.of.t === 'instance') return generatedAccessor(machine, callee.of, callee.name);
      return libraryResult(machine, callee, ref, frame);
    case 'external':
    case 'handle':
      return libraryResult(machine, callee, ref, frame);
    case 'opaque':
      return [{ t: 'opaque', call: ref, frame }];
    case 'unknown':
      return [unknown('result', callee.why)];
    default:
      return [unknown('result')];
  }
}

/** `getX()` without source: the field it gives. */
function generatedAccessor(machine: Machine, of: Extract<Abs, { t: 'instance' }>, name: string): Abs[] {
  const field = accessorOf(lineage(machine, of.obj.cls), name);
  return field ? machine.member(of, field) : [unknown(name)];
}

function returned(machine: Machine, callee: Extract<Abs, { t: 'function' }>, ref: CallRef, frame: Frame): Abs[] {
  let depth = 0;
  for (let f: Frame | null = frame; f; f = f.caller?.frame ?? null) {
    if (f.fn !== callee.fn || ++depth < MAX_RECURSION) continue;
    return [];
  }
  const inner = enter(machine.state, callee.fn, callee.self, callee.frame, { call: ref, frame });
  const found = callee.fn.decl.returns.flatMap((value) => machine.evaluate(value, callee.fn.unit, inner));
  if (callee.fn.decl.type && (found.length === 0 || found.every((v) => v.t === 'unknown' || v.t === 'opaque' || v.t === 'member'))) {
    const typed = machine.typed(callee.fn.decl.type, callee.fn.unit);
    if (typed.some((v) => v.t !== 'external')) return typed;
  }
  return distinct(found);
}

function libraryResult(machine: Machine, callee: Abs, ref: CallRef, frame: Frame): Abs[] {
  const kind: MatchKind = ref.call.form === 'new' ? 'new' : ref.call.form === 'element' ? 'element' : ref.call.form === 'annotation' ? 'annotation' : 'call';
  const matched = matchedSightings(machine, callee, kind);
  const effect = matched.length > 0 ? machine.effects(matched, { ref, frame, callee }) : null;
  if (effect) return effect;
  const method = methodOf(callee);
  if (method || callee.t === 'external') {
    const built = method ? machine.builtin(method.of, method.name, ref, frame) : callee.t === 'external' ? globalBuiltin(machine, callee, ref, frame) : null;
    if (built) return built;
  }
  return [{ t: 'opaque', call: ref, frame }];
}

/** Sightings that a library call matches. */
export function matchedSightings(machine: Machine, callee: Abs, kind: MatchKind): readonly Matched[] {
  if (callee.t === 'external') return machine.index.external(kind, callee.module, callee.path);
  if (callee.t === 'handle') {
    const own = machine.index.handle(kind, callee.handle.record, callee.handle.type, callee.path);
    const last = callee.path.at(-1);
    return own.length > 0 || kind !== 'call' || last === undefined ? own : machine.index.method(last).filter((m) => 'effect' in m.sighting);
  }
  if (callee.t === 'member' && kind === 'call') return machine.index.method(callee.name);
  return [];
}

function globalBuiltin(machine: Machine, callee: Extract<Abs, { t: 'external' }>, ref: CallRef, frame: Frame): Abs[] | null {
  if (callee.module !== '') return null;
  const first = ref.call.args[0];
  const argument = (): Abs[] => (first ? machine.evaluate(first.value, ref.unit, frame) : []);
  switch (callee.path.join('.')) {
    case 'Object.entries':
      return argument().map((of): Abs => ({ t: 'items', items: machine.items(of, 'entry').map((e) => [e]) }));
    case 'Object.values':
      return argument().map((of): Abs => ({ t: 'items', items: machine.items(of, 'value').map((e) => [e]) }));
    case 'Object.keys':
      return argument().map((of): Abs => ({ t: 'items', items: machine.items(of, 'key').map((e) => [e]) }));
    case 'Object.assign':
      return assigned(machine, ref, frame);
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'Promise.resolve':
    case 'Promise.race':
    case 'Object.freeze':
    case 'Array.from':
      return argument();
    default:
      return null;
  }
}

function assigned(machine: Machine, ref: CallRef, frame: Frame): Abs[] {
  const fields = new Map<string, Abs[]>();
  for (const arg of ref.call.args) {
    for (const of of machine.evaluate(arg.value, ref.unit, frame)) {
      if (of.t !== 'record' && of.t !== 'fields') {
        if (arg === ref.call.args[0] && of.t !== 'unknown') return [of];
        continue;
      }
      const keys = of.t === 'fields' ? [...of.fields.keys()] : of.value.entries.flatMap(([k]) => (typeof k === 'string' ? [k] : []));
      for (const key of keys) fields.set(key, machine.member(of, key));
    }
  }
  return [{ t: 'fields', fields }];
}

/** What a parameter of a frame's function can be. */
export function parameter(machine: Machine, frame: Frame, index: number): Abs[] {
  const decl = frame.fn.decl.params[index];
  if (isLeftOut(machine, frame, index)) return [];
  const found = frame.caller ? passed(machine, frame, frame.caller, index) : fromAnyCaller(machine, frame, index);
  const said = found.some((v) => v.t !== 'unknown' && v.t !== 'opaque' && v.t !== 'member');
  if (said || !decl) return found;
  const typeName = decl.type?.name;
  if (decl.type && typeName && !frame.fn.owner?.decl.typeParams.includes(typeName)) {
    const typed = machine.typed(decl.type, frame.fn.unit);
    if (typed.length > 0) return typed;
  }
  return found.length > 0 ? found : [unknown(decl.name, 'parameter')];
}

/** Whether every caller is known and leaves an optional parameter out: it is nothing then, and not unknown. */
function isLeftOut(machine: Machine, frame: Frame, index: number): boolean {
  const decl = frame.fn.decl.params[index];
  if (!decl || decl.rest || decl.fallback) return false;
  if (!frame.caller) reads(machine.state, frame.instance);
  const callers = frame.caller ? [frame.caller] : frame.instance.callers;
  return callers.length > 0 && callers.every(({ given, call }) => !given && call !== null && leavesOut(call.call, decl.name, index));
}

const leavesOut = ({ form, args }: CallRef['call'], name: string, index: number): boolean =>
  form !== 'element' && args.length <= index && !args.some((arg) => arg.spread || arg.name === name);

function fromAnyCaller(machine: Machine, frame: Frame, index: number): Abs[] {
  const { state } = machine;
  const owner = frame.fn.owner;
  if (owner && frame.fn === owner.ctor && frame.self?.t === 'instance') {
    const injected = frame.self.obj;
    const given = state.constructorArguments.get(owner)?.[index];
    if (given) return [...given];
    if (injected.kind !== 'new') return injectedParameter(machine, owner, frame, index);
  }
  const set = index === 0 && owner && frame.self?.t === 'instance' ? givenToSetter(machine, frame.fn, frame.self.obj) : null;
  if (set) return set;
  reads(state, frame.instance);
  const { callers } = frame.instance;
  if (callers.some((c) => c.call)) touch(state, frame);
  const found: Abs[] = [];
  for (const caller of callers.slice(0, MAX_CALLERS)) found.push(...passed(machine, frame, caller, index));
  return distinct(found);
}

/** What one caller passes as parameter `index`. */
function passed(machine: Machine, frame: Frame, caller: Caller, index: number): Abs[] {
  const decl = frame.fn.decl.params[index];
  if (caller.given) return [...caller.given(index)];
  if (!caller.call) return [];
  const { call, unit } = caller.call;
  if (call.form === 'element') return index === 0 ? [{ t: 'props', call: caller.call, frame: caller.frame }] : [];
  if (decl?.rest)
    return [
      {
        t: 'items',
        items: call.args
          .slice(index)
          .flatMap((a) =>
            a.spread
              ? machine.evaluate(a.value, unit, caller.frame).flatMap((s) => machine.items(s, 'value').map((v) => [v]))
              : [machine.evaluate(a.value, unit, caller.frame)],
          ),
      },
    ];
  const named = call.args.find((a) => a.name !== undefined && a.name === decl?.name);
  const spreadAt = call.args.findIndex((a) => a.spread);
  if (spreadAt >= 0 && spreadAt <= index) {
    const spread = call.args[spreadAt];
    return spread ? machine.evaluate(spread.value, unit, caller.frame).flatMap((s) => machine.member(s, String(index - spreadAt))) : [];
  }
  const arg = named ?? call.args[index];
  if (arg && !(arg.name !== undefined && arg !== named)) {
    const values = machine.evaluate(arg.value, unit, caller.frame);
    if (values.length > 0 || !decl?.fallback) return values;
  }
  return decl?.fallback ? machine.evaluate(decl.fallback, frame.fn.unit, frame) : [];
}

/** A constructor parameter of an object the container makes: by its annotations, else by its type. */
function injectedParameter(machine: Machine, cls: Cls, frame: Frame, index: number): Abs[] {
  const decl = frame.fn.decl.params[index];
  const type = decl?.type;
  const at = moduleFrame(machine.state, cls.unit);
  for (const annotation of cls.memberAnnotations) {
    const on = annotation.on;
    if (on?.kind !== 'param' || on.index !== index || cls.unit.fns[on.fn] !== frame.fn) continue;
    const ref: CallRef = { unit: cls.unit, id: cls.unit.source.calls.indexOf(annotation), call: annotation };
    for (const callee of machine.evaluate(annotation.callee, cls.unit, at)) {
      const matched = matchedSightings(machine, callee, 'annotation');
      const site = { ref, frame: at, callee, decorated: { cls, fn: frame.fn, name: decl?.name ?? '', unit: cls.unit, ...(type ? { type } : {}) } };
      const got = matched.length > 0 ? machine.effects(matched, site) : null;
      if (got && got.length > 0) return got;
    }
  }
  if (machine.state.byName.has(cls) || !type || cls.decl.typeParams.includes(type.name)) {
    const named = decl && /^\w+$/.test(decl.name) ? machine.obtain([{ t: 'text', text: decl.name }], undefined, cls.unit) : [];
    return named.length > 0 ? named : [{ t: 'cradle' }];
  }
  const value = machine.typeValue(type, cls.unit);
  if (value && 'decl' in value) return machine.obtain([{ t: 'class', cls: value }], type, cls.unit);
  if (value) return machine.obtain([{ t: 'external', module: value.module, path: [value.name] }], type, cls.unit);
  return [];
}
