import type { Caller, Frame } from './abstract.js';
import { frameFor } from './instances.js';
import type { Machine } from './machine.js';
import { askTouching } from './machine.js';
import type { CallRef } from './program.js';

/** Most callers of one wrapper that become interactions of their own. */
const MAX_EXPANSIONS = 400;
/** How many wrappers deep a parameter is followed. */
const MAX_WRAPPERS = 5;

/** Values read at a site, in one calling context; `wrappers` are the calls it was entered by, innermost first. */
export interface Expansion<T> {
  readonly values: T;
  readonly frame: Frame;
  readonly wrappers: readonly CallRef[];
}

/**
 * Reads values at a site once for each calling context that matters: where a value is a parameter, the function is a
 * wrapper and its callers are read instead, outwards until no parameter is left.
 */
export function expandCallers<T>(machine: Machine, frame: Frame, read: (frame: Frame) => T): readonly Expansion<T>[] {
  const done: Expansion<T>[] = [];
  const visit = (at: Frame, wrappers: readonly CallRef[]): void => {
    const { answer, touched } = askTouching(machine.state, () => read(at));
    const open = done.length < MAX_EXPANSIONS && wrappers.length < MAX_WRAPPERS ? firstTouched(at, touched) : null;
    const callers =
      open?.instance.callers.filter((c): c is Caller & { call: CallRef } => c.call !== null && c.given === undefined && !wrappers.includes(c.call)) ?? [];
    if (!open || callers.length === 0) {
      done.push({ values: answer, frame: at, wrappers });
      return;
    }
    for (const caller of callers) visit(rebind(at, open, caller), [...wrappers, caller.call]);
    if (open.instance.callers.some((c) => c.given !== undefined)) done.push({ values: answer, frame: at, wrappers });
  };
  visit(frame, []);
  return done;
}

/** The nearest frame around (or calling) this one whose parameters were asked for without a particular caller. */
function firstTouched(frame: Frame, touched: ReadonlySet<Frame>): Frame | null {
  for (let f: Frame | null = frame; f; f = f.caller?.frame ?? null) {
    for (let lexical: Frame | null = f; lexical; lexical = lexical.parent) if (touched.has(lexical)) return lexical;
  }
  return null;
}

/** The same frame, entered by one particular caller at `target`. */
function rebind(frame: Frame, target: Frame, caller: Caller): Frame {
  if (frame === target) return frameFor(frame.instance, frame.self, frame.parent, caller);
  const parent = frame.parent && contains(frame.parent, target) ? rebind(frame.parent, target, caller) : frame.parent;
  const by = frame.caller && contains(frame.caller.frame, target) ? { ...frame.caller, frame: rebind(frame.caller.frame, target, caller) } : frame.caller;
  return frameFor(frame.instance, frame.self, parent, by);
}

function contains(frame: Frame, target: Frame): boolean {
  if (frame === target) return true;
  return (frame.parent !== null && contains(frame.parent, target)) || (frame.caller !== null && contains(frame.caller.frame, target));
}
