import type { Value } from '../../../core/source.js';
import { opensAuthority, redact, redactRest } from './redact.js';

/** A literal without passwords. */
export function literalOf(text: string): Value {
  return { k: 'literal', text: redact(text) };
}

/** A concatenation: nested templates are flattened, neighbouring literals joined, passwords of URLs left out. */
export function templateOf(parts: readonly Value[]): Value {
  const flat: Value[] = [];
  for (const part of parts) {
    if (part.k === 'template') for (const inner of part.parts) append(flat, inner);
    else append(flat, part);
  }
  const only = flat[0];
  if (!only) return { k: 'literal', text: '' };
  if (flat.length === 1 && only.k === 'literal') return literalOf(only.text);
  return { k: 'template', parts: withoutPasswords(flat) };
}

function append(flat: Value[], part: Value): void {
  const last = flat.at(-1);
  if (part.k === 'literal' && last?.k === 'literal') flat[flat.length - 1] = { k: 'literal', text: last.text + part.text };
  else if (part.k !== 'literal' || part.text !== '') flat.push(part);
}

function withoutPasswords(parts: readonly Value[]): readonly Value[] {
  let inAuthority = false;
  return parts.map((part) => {
    if (part.k !== 'literal') return part;
    const text = inAuthority ? redactRest(redact(part.text)) : redact(part.text);
    inAuthority = opensAuthority(part.text) || (inAuthority && !/[@/?#\s]/.test(part.text));
    return text === part.text ? part : { k: 'literal', text };
  });
}

/** A member of a value; a literal's own entry or item is taken out at once. */
export function memberOf(of: Value, name: string | Value): Value {
  const key = typeof name === 'string' ? name : name.k === 'literal' ? name.text : name;
  if (typeof key !== 'string') return { k: 'member', of, name: key };
  if (of.k === 'object' && !of.spread && of.entries.every(([entry]) => typeof entry === 'string')) {
    const entry = of.entries.findLast(([entryName]) => entryName === key);
    if (entry) return entry[1];
  }
  if (of.k === 'list' && !of.spread) {
    const item = /^\d+$/.test(key) ? of.items[Number(key)] : undefined;
    if (item) return item;
  }
  return { k: 'member', of, name: key };
}

/** Alternatives of which a later one only counts where the earlier are empty. */
export function fallbackOf(first: Value, second: Value): Value {
  const before = first.k === 'choice' && first.because === 'fallback' ? first.of : [first];
  const after = second.k === 'choice' && second.because === 'fallback' ? second.of : [second];
  return { k: 'choice', of: [...before, ...after], because: 'fallback' };
}
