import type { Location } from '../../core/location.js';
import { at, type Placed, type PlacedList, text, withKey, withoutKey } from '../placed.js';
import { giveUp } from './failure.js';

/** Applies the operations of a JSON patch (RFC 6902), which stand in a list of maps. Gives up where a path leads nowhere. */
export function jsonPatched(node: Placed, operations: readonly Placed[]): Placed {
  return operations.reduce(applied, node);
}

function applied(node: Placed, operation: Placed): Placed {
  const op = text(at(operation, 'op'));
  const path = pointer(at(operation, 'path'), operation.at);
  const value = at(operation, 'value');
  switch (op) {
    case 'add':
    case 'replace':
      return value === undefined ? giveUp(operation.at, `The JSON patch has no value to ${op}. Complete it.`) : put(node, path, value, op, operation.at);
    case 'remove':
      return removed(node, path, operation.at);
    case 'move':
    case 'copy': {
      const from = pointer(at(operation, 'from'), operation.at);
      const taken = found(node, from) ?? nowhere(from, operation.at);
      return put(op === 'move' ? removed(node, from, operation.at) : node, path, taken, 'add', operation.at);
    }
    case 'test':
      return node;
    default:
      return giveUp(operation.at, `The JSON patch has the operation ${op ?? '(none)'}. Use add, remove, replace, move or copy.`);
  }
}

function pointer(node: Placed | undefined, place: Location): string[] {
  const written = text(node);
  if (written === undefined || (written !== '' && !written.startsWith('/'))) giveUp(place, 'The JSON patch has no path that begins with a slash. Correct it.');
  return (written ?? '')
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function nowhere(path: readonly string[], place: Location): never {
  return giveUp(place, `The JSON patch leads nowhere: /${path.join('/')}. Correct the path, or patch an object that has it.`);
}

/** What a pointer leads to. */
function found(node: Placed, path: readonly string[]): Placed | undefined {
  return path.reduce<Placed | undefined>((current, step) => (current?.kind === 'list' ? current.items[indexOf(current, step)] : at(current, step)), node);
}

function indexOf(list: PlacedList, step: string): number {
  return step === '-' ? list.items.length : /^-?\d{1,6}$/.test(step) ? Number(step) + (step.startsWith('-') ? list.items.length : 0) : -1;
}

function put(node: Placed, path: readonly string[], value: Placed, op: 'add' | 'replace', place: Location): Placed {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (node.kind === 'list') {
    const index = indexOf(node, step);
    const last = node.items.length;
    if (index < 0 || index > last || (index === last && (rest.length > 0 || op === 'replace'))) nowhere(path, place);
    if (rest.length > 0) return { ...node, items: node.items.map((item, i) => (i === index ? put(item, rest, value, op, place) : item)) };
    return { ...node, items: [...node.items.slice(0, index), value, ...node.items.slice(op === 'replace' ? index + 1 : index)] };
  }
  // While kustomize builds, every object has annotations (its own notes); and it puts what it cannot replace.
  const old = at(node, step) ?? (step === 'annotations' && rest.length > 0 ? { kind: 'map' as const, at: place, entries: [] } : undefined);
  if (node.kind !== 'map' || (old === undefined && rest.length > 0)) return nowhere(path, place);
  return withKey(node, step, rest.length === 0 || old === undefined ? value : put(old, rest, value, op, place), rest.length === 0 ? value.at : old?.at);
}

function removed(node: Placed, path: readonly string[], place: Location): Placed {
  const [step = '', ...rest] = path;
  if (path.length === 0) return nowhere(path, place);
  if (node.kind === 'list') {
    const index = indexOf(node, step);
    const item = node.items[index];
    if (item === undefined) return nowhere(path, place);
    return { ...node, items: node.items.flatMap((one, i) => (i !== index ? one : rest.length === 0 ? [] : removed(one, rest, place))) };
  }
  const old = at(node, step);
  if (node.kind !== 'map' || old === undefined) return nowhere(path, place);
  return rest.length === 0 ? withoutKey(node, step) : withKey(node, step, removed(old, rest, place), node.entries.find((e) => e.key === step)?.at);
}
