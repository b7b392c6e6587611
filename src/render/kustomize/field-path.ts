import type { Location } from '../../core/location.js';
import { at, type Placed, type PlacedMap, scalar, text, withKey } from '../placed.js';

/** `spec.containers.[name=app].env.0.a\.b.*` as steps. */
export function fieldPath(written: string): string[] {
  const steps: string[] = [];
  let step = '';
  let depth = 0;
  for (let i = 0; i < written.length; i += 1) {
    const char = written[i] ?? '';
    if (char === '\\' && written[i + 1] === '.') {
      step += '.';
      i += 1;
    } else if (char === '.' && depth === 0) {
      steps.push(step);
      step = '';
    } else {
      if (char === '[') depth += 1;
      if (char === ']') depth -= 1;
      step += char;
    }
  }
  return [...steps, step].filter((one) => one !== '').flatMap((one) => /^(.+?)(\[.+\])$/.exec(one)?.slice(1) ?? [one]);
}

/** The first thing that a path leads to. */
export function valueAt(node: Placed | undefined, path: readonly string[]): Placed | undefined {
  const [step, ...rest] = path;
  if (step === undefined || node === undefined) return node;
  if (node.kind !== 'list') return valueAt(at(node, keyOf(step)), rest);
  return node.items.flatMap((item, i) => (fits(item, i, step) ? (valueAt(item, rest) ?? []) : []))[0];
}

/** `[a.b/c]` is the key `a.b/c` of a map. */
function keyOf(step: string): string {
  return /^\[([^=\]]*)\]$/.exec(step)?.[1] ?? step;
}

function fits(item: Placed, index: number, step: string): boolean {
  if (step === '*') return true;
  const [, key = '', value = ''] = /^\[([^=\]]*)=(.*)\]$/.exec(step) ?? [];
  if (step.startsWith('[')) return key === '' ? text(item) === value : text(at(item, key)) === value;
  return String(index) === step;
}

/** Replaces everything that a path leads to; `create` makes keys and items that are missing. Undefined where the path leads nowhere. */
export function replacedAt(
  node: Placed,
  path: readonly string[],
  change: (value: Placed | undefined) => Placed,
  create: Location | undefined,
): Placed | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(node);
  if (node.kind === 'list') return replacedItem(node, step, rest, change, create);
  if (node.kind !== 'map') return undefined;
  if (step === '*') {
    const all = node.entries.map((e) => ({ ...e, value: replacedAt(e.value, rest, change, create) ?? e.value }));
    return { ...node, entries: all };
  }
  const key = keyOf(step);
  const old = at(node, key);
  if (old === undefined && !create) return undefined;
  const next = rest.length === 0 ? change(old) : replacedAt(old ?? emptyFor(rest[0] ?? '', create as Location), rest, change, create);
  return next === undefined ? undefined : withKey(node, key, next, rest.length === 0 ? next.at : old?.at);
}

function replacedItem(
  node: Placed & { kind: 'list' },
  step: string,
  rest: readonly string[],
  change: (value: Placed | undefined) => Placed,
  create: Location | undefined,
): Placed | undefined {
  const hits = node.items.map((item, i) => fits(item, i, step));
  if (!hits.includes(true)) {
    const [, key, value] = /^\[([^=\]]+)=(.*)\]$/.exec(step) ?? [];
    if (!create || key === undefined || value === undefined) return undefined;
    const item: PlacedMap = { kind: 'map', at: create, entries: [{ key, at: create, value: scalar(value, create) }] };
    const made = replacedAt(item, rest, change, create);
    return made && { ...node, items: [...node.items, made] };
  }
  let met = false;
  const all = node.items.map((item, i) => {
    const made = hits[i] === true ? replacedAt(item, rest, change, create) : undefined;
    met ||= made !== undefined;
    return made ?? item;
  });
  return met ? { ...node, items: all } : undefined;
}

function emptyFor(next: string, place: Location): Placed {
  return next.startsWith('[') || /^\d+$/.test(next) ? { kind: 'list', at: place, items: [] } : { kind: 'map', at: place, entries: [] };
}
