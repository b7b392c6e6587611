import type { Abs, Frame } from './abstract.js';
import { distinct } from './abstract.js';
import { enter } from './instances.js';
import type { Machine } from './machine.js';
import { entriesOf, joined } from './contents.js';
import type { CallRef } from './program.js';

const SAME_LIST = new Set(['filter', 'slice', 'reverse', 'sort', 'flat', 'toSorted', 'toReversed']);
const ONE_ITEM = new Set(['find', 'at', 'pop', 'shift', 'findLast']);
/** Methods that call their function argument with an item first. */
const ITERATION = new Set(['forEach', 'map', 'filter', 'find', 'some', 'every', 'flatMap', 'findIndex', 'findLast']);

/** Built-in methods on lists, functions and promises: language, not library. Null where there is none of that name. */
export function builtin(machine: Machine, of: Abs, name: string, ref: CallRef, frame: Frame): Abs[] | null {
  const args = ref.call.args;
  const first = args[0];
  if (name === 'then' || name === 'finally' || name === 'catch') return settled(machine, of, name, ref, frame);
  if (of.t === 'function') return name === 'bind' ? [of] : name === 'call' || name === 'apply' ? machine.result(of, ref, frame) : null;
  if (entriesOf(machine, of) === null) return null;
  if (SAME_LIST.has(name)) return [of];
  if (ONE_ITEM.has(name)) return machine.items(of, 'value');
  if (name === 'map' || name === 'flatMap') return mapped(machine, of, ref, frame);
  if (name === 'join') return joined(machine, of, first ? machine.evaluate(first.value, ref.unit, frame) : [{ t: 'text', text: ',' }]);
  if (name === 'concat')
    return [
      { t: 'items', items: [of, ...args.flatMap((a) => machine.evaluate(a.value, ref.unit, frame))].flatMap((l) => machine.items(l, 'value').map((v) => [v])) },
    ];
  if (name === 'values') return [{ t: 'items', items: machine.items(of, 'value').map((v) => [v]) }];
  if (name === 'entries') return [{ t: 'items', items: machine.items(of, 'entry').map((v) => [v]) }];
  return null;
}

/** A promise is the value it settles to. */
function settled(machine: Machine, of: Abs, name: string, ref: CallRef, frame: Frame): Abs[] {
  const first = ref.call.args[0];
  if (name !== 'then' || !first) return [of];
  return machine.evaluate(first.value, ref.unit, frame).flatMap((callback) => applied(machine, callback, frame, () => [of]));
}

function mapped(machine: Machine, of: Abs, ref: CallRef, frame: Frame): Abs[] {
  const first = ref.call.args[0];
  if (!first) return [of];
  const pairs = entriesOf(machine, of) ?? [];
  const callbacks = machine.evaluate(first.value, ref.unit, frame);
  const rows = pairs.slice(0, 40).map(([, value]) => distinct(callbacks.flatMap((callback) => applied(machine, callback, frame, () => value()))));
  return [{ t: 'items', items: rows }];
}

function applied(machine: Machine, callback: Abs, frame: Frame, firstArgument: () => readonly Abs[]): Abs[] {
  if (callback.t !== 'function') return [];
  const inner = enter(machine.state, callback.fn, callback.self, callback.frame, { call: null, frame, given: (i) => (i === 0 ? firstArgument() : []) });
  return callback.fn.decl.returns.flatMap((value) => machine.evaluate(value, callback.fn.unit, inner));
}

/** A method and what it is called on; of a library's own thing the last name of the path. */
export function methodOf(callee: Abs): { readonly of: Abs; readonly name: string } | null {
  if (callee.t === 'member') return callee;
  const name = callee.t === 'handle' ? callee.path.at(-1) : undefined;
  return callee.t === 'handle' && name !== undefined ? { of: { ...callee, path: callee.path.slice(0, -1) }, name } : null;
}

/** What a built-in passes to the function it is given: items to `forEach`, the settled value to `then`. */
export function givenByBuiltin(machine: Machine, callee: Abs): ((index: number) => readonly Abs[]) | undefined {
  const method = methodOf(callee);
  if (!method) return undefined;
  const { of, name } = method;
  if (name === 'then') return (index) => (index === 0 ? [of] : []);
  if (name === 'reduce') return (index) => (index === 1 ? machine.items(of, 'value') : []);
  if (!ITERATION.has(name) || entriesOf(machine, of) === null) return undefined;
  return (index) => (index === 0 ? machine.items(of, 'value') : index === 1 ? machine.items(of, 'key') : []);
}
