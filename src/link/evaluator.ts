import { builtin } from './builtins.js';
import { parameter, result } from './calls.js';
import { obtain } from './injection.js';
import type { Machine } from './machine.js';
import { newState } from './machine.js';
import type { LibraryIndex } from './match.js';
import { items } from './contents.js';
import { member } from './members.js';
import { effects } from './effects.js';
import { pick } from './picks.js';
import type { Program } from './program.js';
import { exported, typed, typeValue } from './types.js';
import { evaluate } from './values.js';

/** Ties the evaluator's parts together for one deployable. */
export function createMachine(program: Program, index: LibraryIndex): Machine {
  const state = newState();
  const machine: Machine = {
    program,
    index,
    state,
    evaluate: (value, unit, frame) => evaluate(machine, value, unit, frame),
    member: (of, name) => member(machine, of, name),
    result: (callee, ref, frame) => result(machine, callee, ref, frame),
    exported: (unit, name) => exported(machine, unit, name),
    parameter: (frame, at) => parameter(machine, frame, at),
    pick: (what, site) => pick(machine, what, site),
    effects: (matched, site) => effects(machine, matched, site),
    items: (of, part) => items(machine, of, part),
    typeValue: (type, unit) => typeValue(machine, type, unit),
    typed: (type, unit) => typed(machine, type, unit),
    obtain: (token, type, unit) => obtain(machine, token, type, unit),
    builtin: (of, name, ref, frame) => builtin(machine, of, name, ref, frame),
  };
  return machine;
}
