import type { Value } from '../core/source.js';
import type { Abs, Frame } from './abstract.js';
import type { Machine, State } from './machine.js';
import type { Unit } from './program.js';

/**
 * Answers a question about a value in a generic frame once: final answers for good, others until more is reached. Answers that
 * were cut short depend on where the question came from and are asked again; so are those that asked for parameters while
 * somebody collects which.
 */
export function remembered(
  machine: Machine,
  value: Value,
  unit: Unit,
  frame: Frame,
  question: (machine: Machine, value: Value, unit: Unit, frame: Frame) => Abs[],
): Abs[] {
  const { state } = machine;
  const byFrame = state.memory.get(value);
  const known = byFrame?.get(frame);
  if (known && (known.version === null || (known.version === state.version && known.round === state.round)) && (known.touchFree || !state.collecting)) {
    if (known.version !== null) state.volatile = true;
    state.steps++;
    return known.values;
  }
  const before = { volatile: state.volatile, touches: state.touches, cuts: state.cuts };
  state.volatile = false;
  const values = question(machine, value, unit, frame);
  const { volatile } = state;
  state.volatile = before.volatile || volatile;
  if (state.cuts === before.cuts) {
    const answer = { values, version: volatile ? state.version : null, round: state.round, touchFree: state.touches === before.touches };
    if (byFrame) byFrame.set(frame, answer);
    else state.memory.set(value, new Map([[frame, answer]]));
  }
  return values;
}

/** A parameter of a frame was asked for without a particular caller. */
export function touch(state: State, frame: Frame): void {
  state.touches++;
  if (state.collecting) state.touched.add(frame);
}
