import type { Evidence, NonEmpty } from '../core/location.js';
import type { SourceUnit, Value } from '../core/source.js';
import type { Instance } from './abstract.js';
import { isUnder } from './modules.js';
import type { CallRef } from './program.js';

/**
 * Lines that prove an interaction: the service's own site first, then the functions it goes through. Where the library
 * call itself stands in a shared package, the nearest calling line of the service's own code is found first.
 */
export function evidenceOf(chain: NonEmpty<CallRef>, instance: Instance, path: string, foundBy: string, text: string): NonEmpty<Evidence> {
  const own = chain.find((ref) => isUnder(ref.unit.file, path)) ?? nearestOwn(instance, path);
  const first = own ?? chain[0];
  const rest = chain.filter((ref) => ref !== first);
  const head: Evidence = { ...at(first), foundBy, text: first === chain[0] ? text : `${calleeText(first)}(…)` };
  return [head, ...rest.map((ref): Evidence => ({ ...at(ref), foundBy, text: ref === chain[0] ? text : `${calleeText(ref)}(…)`, role: 'wrapper' }))];
}

function at(ref: CallRef): { readonly file: string; readonly line: number } {
  return { file: ref.unit.file, line: ref.call.line };
}

/** Breadth first outwards through the callers to a call in the service's own folder. */
function nearestOwn(instance: Instance, path: string): CallRef | null {
  const seen = new Set<Instance>([instance]);
  const queue = [instance];
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const caller of next.callers) {
      if (caller.call && caller.call.id >= 0 && isUnder(caller.call.unit.file, path)) return caller.call;
      const outer = caller.frame.instance;
      if (!seen.has(outer)) {
        seen.add(outer);
        queue.push(outer);
      }
    }
  }
  return null;
}

/** The callee as the source spells it: `this.client.get`. */
export function calleeText(ref: CallRef): string {
  const prefix = ref.call.form === 'new' ? 'new ' : ref.call.form === 'annotation' ? '@' : ref.call.form === 'element' ? '<' : '';
  return `${prefix}${spell(ref.call.callee, ref.unit.source, 0)}`.slice(0, 80);
}

function spell(value: Value, source: SourceUnit, depth: number): string {
  if (depth > 6) return '…';
  switch (value.k) {
    case 'name':
      return typeof value.id === 'number' ? (source.bindings[value.id]?.name ?? '') : value.id;
    case 'param':
      return value.path?.at(-1) ?? source.functions[value.fn]?.params[value.index]?.name ?? 'param';
    case 'this':
      return 'this';
    case 'member':
      return `${spell(value.of, source, depth + 1)}.${typeof value.name === 'string' ? value.name : '[…]'}`;
    case 'result': {
      const call = source.calls[value.call];
      return call ? `${spell(call.callee, source, depth + 1)}(…)` : '(…)';
    }
    case 'type':
      return value.type.name;
    default:
      return '…';
  }
}
