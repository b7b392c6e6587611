import type { LibraryRecord } from '../core/library.js';
import type { SettingOrigin, SourceCall, SourceFunction, TypeRef, Value } from '../core/source.js';
import type { UnknownWhy } from '../core/term.js';
import type { Answer } from './memory.js';
import type { CallRef, Cls, Fn, Unit } from './program.js';

/**
 * What a value can be inside one deployable: the abstract domain of link's value flow. Objects are allocation sites (with
 * the object that allocated them as context), injected singletons, or "some instance of a class".
 */
export type Abs =
  | { readonly t: 'text'; readonly text: string }
  | { readonly t: 'concat'; readonly parts: readonly Abs[] }
  | { readonly t: 'setting'; readonly name: string; readonly from: SettingOrigin; readonly fallback: readonly Abs[]; readonly site?: Site }
  /** The environment itself; `defaults` are what a schema says of single names. */
  | { readonly t: 'environment'; readonly from: SettingOrigin; readonly defaults?: (name: string) => readonly Abs[] }
  /** A container's registrations by name (destructured constructor parameters). */
  | { readonly t: 'cradle' }
  /** The page's own origin. */
  | { readonly t: 'origin' }
  | { readonly t: 'instance'; readonly obj: Obj }
  | { readonly t: 'class'; readonly cls: Cls }
  | { readonly t: 'function'; readonly fn: Fn; readonly self: Abs | null; readonly frame: Frame | null }
  | { readonly t: 'record'; readonly unit: Unit; readonly value: Extract<Value, { k: 'object' }>; readonly frame: Frame }
  | { readonly t: 'list'; readonly unit: Unit; readonly value: Extract<Value, { k: 'list' }>; readonly frame: Frame; readonly pushes: readonly CallRef[] }
  /** An evaluated list or the arguments of a rest parameter. */
  | { readonly t: 'items'; readonly items: readonly (readonly Abs[])[] }
  /** An evaluated object: key and alternatives. */
  | { readonly t: 'fields'; readonly fields: ReadonlyMap<string, readonly Abs[]> }
  /** Properties given to a JSX element, keyword arguments. */
  | { readonly t: 'props'; readonly call: CallRef; readonly frame: Frame }
  | { readonly t: 'module'; readonly unit: Unit }
  /** Something of a package whose code is not there, or a global (module ''). */
  | { readonly t: 'external'; readonly module: string; readonly path: readonly string[] }
  | { readonly t: 'handle'; readonly handle: Handle; readonly path: readonly string[] }
  /** A member of something that is no object of the system's own: called, it is a method of text or of an opaque thing. */
  | { readonly t: 'member'; readonly of: Abs; readonly name: string }
  /** Result of a call nobody describes. */
  | { readonly t: 'opaque'; readonly call: CallRef; readonly frame: Frame }
  | { readonly t: 'token'; readonly id: string }
  | { readonly t: 'unknown'; readonly text: string; readonly why: UnknownWhy };

/** An object of one of the system's own classes. */
export interface Obj {
  readonly id: number;
  readonly cls: Cls;
  /** The `new` that makes it; null for injected and merely typed objects. */
  readonly alloc: { readonly call: CallRef; readonly frame: Frame } | null;
  readonly kind: 'new' | 'injected' | 'typed';
  /** The struct literal that makes it (`&Server{addr: x}`). */
  readonly literal?: { readonly unit: Unit; readonly value: Extract<Value, { k: 'object' }>; readonly frame: Frame };
  /** How many allocating objects stand behind it. */
  readonly depth: number;
}

/** An object of a library's type, with the call that made it (null: only its declared type is known). */
export interface Handle {
  readonly id: string;
  readonly type: string;
  readonly record: LibraryRecord;
  readonly creation: Creation | null;
  /** Its declared type, where that is all that is known. */
  readonly declared?: { readonly type: TypeRef; readonly unit: Unit };
  /** The system's own class that extends the library's type, and its object. */
  readonly obj: Obj | null;
}

/** The call that made a handle. `item` stands for argument 0 where a list of descriptions was given. */
export interface Creation {
  readonly call: CallRef;
  readonly frame: Frame;
  /** What it was called on. */
  readonly callee: Abs;
  readonly item?: Abs;
}

/** The handle that a handle was made from. */
export function receiverOf(handle: Handle): Handle | null {
  return handle.creation?.callee.t === 'handle' ? handle.creation.callee.handle : null;
}

export interface Site {
  readonly file: string;
  readonly line: number;
}

/** One way a function is entered. */
export interface Caller {
  /** Null where the framework or a library calls. */
  readonly call: CallRef | null;
  readonly frame: Frame;
  /** What the library passes as parameter n, where that is known (`forEach`, `then`). */
  readonly given?: (index: number) => readonly Abs[];
}

/** A function with the object it runs on and, for closures, the function instance it was made in. */
export interface Instance {
  readonly id: number;
  readonly fn: Fn;
  readonly frame: Frame;
  readonly callers: Caller[];
  readonly callerKeys: Set<string>;
  reached: boolean;
}

/** Where an expression is evaluated: a function instance, with one particular caller or (null) any of them. */
export interface Frame {
  readonly fn: Fn;
  readonly self: Abs | null;
  readonly parent: Frame | null;
  readonly caller: Caller | null;
  readonly instance: Instance;
  /** What was asked here. */
  answers: Map<Value, Answer> | null;
  /** Frames entered from here, by the call, and closures made here, by the function. */
  entered: Map<SourceCall | SourceFunction, Frame[]> | null;
}

export const text = (value: string): Abs => ({ t: 'text', text: value });
export const unknown = (what: string, why: UnknownWhy = 'dynamic'): Abs => ({ t: 'unknown', text: what, why });

/** Most alternatives a value may have before it is `too-many`. */
export const MAX_ALTERNATIVES = 8;

/** Concatenation of alternatives: every combination; where there are too many, the later part is given up, for the first names the host. */
export function concat(parts: readonly (readonly Abs[])[]): Abs[] {
  let rows: Abs[][] = [[]];
  for (const alternatives of parts) {
    const given = alternatives.length > 0 ? alternatives : [unknown('')];
    const options = rows.length > 1 && rows.length * given.length > MAX_ALTERNATIVES ? [unknown('too many alternatives', 'too-many')] : given;
    rows = rows.flatMap((row) => options.map((option) => [...row, option]));
  }
  return rows.map((row) => {
    const flat: Abs[] = [];
    for (const part of row.flatMap((p) => (p.t === 'concat' ? p.parts : [p]))) {
      const last = flat.at(-1);
      if (part.t === 'text' && last?.t === 'text') flat[flat.length - 1] = text(last.text + part.text);
      else if (part.t !== 'text' || part.text !== '') flat.push(part);
    }
    const only = flat[0];
    return flat.length === 0 ? text('') : flat.length === 1 && only ? only : { t: 'concat', parts: flat };
  });
}

/** A key that equal values share, for dropping duplicates. */
export function keyOf(abs: Abs): string {
  switch (abs.t) {
    case 'text':
      return `"${abs.text}`;
    case 'concat':
      return `+${abs.parts.map(keyOf).join('\u0001')}`;
    case 'setting':
      return `$${abs.name}:${abs.fallback.map(keyOf).join('|')}`;
    case 'instance':
      return `o${abs.obj.id}`;
    case 'class':
      return `c${abs.cls.id}`;
    case 'function':
      return `f${abs.fn.id}:${abs.self ? keyOf(abs.self) : ''}:${abs.frame?.instance.id ?? ''}`;
    case 'module':
      return `m${abs.unit.id}`;
    case 'external':
      return `e${abs.module}:${abs.path.join('.')}`;
    case 'handle':
      return `h${abs.handle.id}:${abs.path.join('.')}`;
    case 'member':
      return `.${keyOf(abs.of)}.${abs.name}`;
    case 'token':
      return `t${abs.id}`;
    case 'environment':
    case 'cradle':
    case 'origin':
      return abs.t;
    case 'unknown':
      return `?${abs.why}`;
    case 'record':
    case 'list':
      return `r${abs.frame.instance.id}:${valueKey(abs.value)}`;
    case 'opaque':
      return `x${abs.call.unit.id}:${abs.call.id}:${abs.frame.instance.id}`;
    case 'props':
      return `p${abs.call.unit.id}:${abs.call.id}`;
    case 'items':
      return `[${abs.items.map((i) => i.map(keyOf).join('|')).join(',')}]`;
    case 'fields':
      return `{${[...abs.fields].map(([k, v]) => `${k}=${v.map(keyOf).join('|')}`).join(',')}}`;
  }
}

const valueKeys = new WeakMap<object, number>();
let nextValueKey = 0;
function valueKey(value: object): number {
  const known = valueKeys.get(value);
  if (known !== undefined) return known;
  valueKeys.set(value, ++nextValueKey);
  return nextValueKey;
}

/** Drops duplicates and what says nothing (unknowns, when something is known). */
export function distinct(values: readonly Abs[]): Abs[] {
  if (values.length <= 1) return values as Abs[];
  const seen = new Map<string, Abs>();
  for (const value of values) {
    const key = keyOf(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}
