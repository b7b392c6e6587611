import type { Value } from '../core/source.js';
import type { Abs, Frame } from './abstract.js';
import { concat, distinct, text, unknown } from './abstract.js';
import { moduleFrame } from './instances.js';
import type { Machine, State } from './machine.js';
import { MAX_DEPTH } from './machine.js';
import { cut } from './memory.js';

/** Items of a list, keys or values of an object, as a loop or `Object.entries` sees them. */
export function items(machine: Machine, of: Abs, part: 'key' | 'value' | 'entry'): Abs[] {
  const pairs = entriesOf(machine, of);
  if (!pairs) return of.t === 'opaque' || of.t === 'unknown' || of.t === 'setting' || of.t === 'member' ? [unknown('item')] : [];
  if (part === 'entry') return pairs.map(([key, value]): Abs => ({ t: 'items', items: [[text(key)], value()] }));
  if (part === 'key') return pairs.map(([key]) => text(key));
  return distinct(pairs.flatMap(([, value]) => value()));
}

/** Keys with their values, each worked out when asked for; null where the thing has none. */
export function entriesOf(machine: Machine, of: Abs): Entries | null {
  const { state } = machine;
  if (state.depth > MAX_DEPTH) {
    cut(state, -1);
    return null;
  }
  if ((of.t !== 'record' && of.t !== 'list') || !looksInside(of)) return ownEntries(machine, of);
  return guarded(state, of.value, of.frame, () => ownEntries(machine, of), []);
}

/** Whether naming the entries means evaluating some, which can lead back to the same literal. */
function looksInside(of: Extract<Abs, { t: 'record' | 'list' }>): boolean {
  if (of.t === 'list') return of.value.spread !== undefined || of.pushes.length > 0;
  return of.value.spread !== undefined || of.value.entries.some(([key]) => typeof key !== 'string');
}

/** Runs work on an object literal unless it is at it already: `x = { ...x }` holds itself. */
export function guarded<T>(state: State, value: Value, frame: Frame, work: () => T, otherwise: T): T {
  const active = state.spreading.get(value) ?? new Map<Frame, number>();
  const at = active.get(frame);
  if (at !== undefined) {
    cut(state, at);
    return otherwise;
  }
  state.spreading.set(value, active.set(frame, state.depth));
  state.depth++;
  try {
    return work();
  } finally {
    state.depth--;
    active.delete(frame);
  }
}

type Entries = readonly (readonly [string, () => readonly Abs[]])[];

function ownEntries(machine: Machine, of: Abs): Entries | null {
  switch (of.t) {
    case 'list':
      return listEntries(machine, of);
    case 'items':
      return of.items.map((item, i) => [String(i), () => item] as const);
    case 'fields':
      return [...of.fields].map(([key, value]) => [key, () => value] as const);
    case 'record': {
      const own = of.value.entries.flatMap(([key, value]) => {
        const evaluated = (): Abs[] => machine.evaluate(value, of.unit, of.frame);
        if (typeof key === 'string') return [[key, evaluated] as const];
        return machine.evaluate(key, of.unit, of.frame).flatMap((k) => (k.t === 'text' ? [[k.text, evaluated] as const] : []));
      });
      const spread = (of.value.spread ?? []).flatMap((value) => machine.evaluate(value, of.unit, of.frame)).flatMap((s) => entriesOf(machine, s) ?? []);
      return [...spread, ...own];
    }
    case 'class':
      return of.cls.decl.fields
        .filter((f) => f.static)
        .map((f) => [f.name, () => (f.init ? machine.evaluate(f.init, of.cls.unit, moduleFrame(machine.state, of.cls.unit)) : [])] as const);
    case 'module':
      return [...of.unit.exportsByName.keys()].filter((n) => n !== '*' && n !== '=').map((n) => [n, () => machine.exported(of.unit, n)] as const);
    default:
      return null;
  }
}

function listEntries(machine: Machine, of: Extract<Abs, { t: 'list' }>): Entries {
  const out: (readonly [string, () => readonly Abs[]])[] = [];
  of.value.items.forEach((value, i) => {
    if (of.value.spread?.includes(i)) {
      for (const spread of machine.evaluate(value, of.unit, of.frame))
        for (const [, item] of entriesOf(machine, spread) ?? []) out.push([String(out.length), item]);
    } else out.push([String(out.length), () => machine.evaluate(value, of.unit, of.frame)]);
  });
  for (const push of of.pushes) {
    for (const arg of push.call.args) {
      const evaluated = (): Abs[] => machine.evaluate(arg.value, push.unit, of.frame.fn.unit === push.unit ? of.frame : moduleFrame(machine.state, push.unit));
      if (arg.spread) for (const spread of evaluated()) for (const [, item] of entriesOf(machine, spread) ?? []) out.push([String(out.length), item]);
      else out.push([String(out.length), evaluated]);
    }
  }
  return out;
}

/** `[a, b].join(sep)` and the like. */
export function joined(machine: Machine, of: Abs, separator: readonly Abs[]): Abs[] | null {
  const pairs = entriesOf(machine, of);
  if (!pairs || pairs.length > 12) return null;
  return concat(pairs.flatMap(([, value], i) => (i === 0 ? [value()] : [separator, value()])));
}
