import type { Term } from '../core/term.js';
import { literal, template } from '../core/term.js';
import type { Abs } from './abstract.js';
import { MAX_ALTERNATIVES } from './abstract.js';

/** Alternatives of a value as one term; undefined where there are none. */
export function termOf(values: readonly Abs[]): Term | undefined {
  const terms: Term[] = [];
  for (const value of values) {
    const term = single(value);
    if (!terms.some((t) => JSON.stringify(t) === JSON.stringify(term))) terms.push(term);
  }
  if (terms.length <= 1) return terms[0];
  if (terms.length > MAX_ALTERNATIVES) {
    const kept = terms.slice(0, MAX_ALTERNATIVES);
    return { k: 'choice', of: [...kept, { k: 'unknown', text: `${terms.length - MAX_ALTERNATIVES} more alternatives`, why: 'too-many' }], because: 'branch' };
  }
  return { k: 'choice', of: terms, because: 'branch' };
}

function single(value: Abs): Term {
  switch (value.t) {
    case 'text':
      return literal(value.text);
    case 'concat':
      return template(value.parts.map(single));
    case 'setting': {
      const fallback = termOf(value.fallback);
      return { k: 'setting', name: value.name, from: value.from, ...(fallback ? { fallback } : {}) };
    }
    case 'token':
      return { k: 'token', id: value.id };
    case 'origin':
      return { k: 'origin' };
    case 'class':
      return literal(value.cls.decl.name);
    case 'handle':
      return value.path.length === 0 ? unknownTerm(value.handle.type) : unknownTerm(value.path.join('.'));
    case 'unknown':
      return { k: 'unknown', text: value.text, why: value.why };
    case 'external':
      return isOrigin(value) ? { k: 'origin' } : unknownTerm(value.path.join('.') || value.module);
    case 'opaque':
      return unknownTerm('result');
    case 'member':
      return value.of.t === 'external' && isOrigin({ ...value.of, path: [...value.of.path, value.name] }) ? { k: 'origin' } : unknownTerm(value.name);
    case 'module':
      return { k: 'unknown', text: value.unit.file, why: 'dynamic' };
    default:
      return unknownTerm(value.t);
  }
}

const unknownTerm = (what: string): Term => ({ k: 'unknown', text: what, why: 'dynamic' });

/** The page's own address: `location.origin`, `location.href`. */
function isOrigin(value: Extract<Abs, { t: 'external' }>): boolean {
  return value.module === '' && /^(document\.)?location\.(origin|href|host|hostname|protocol)$/.test(value.path.join('.'));
}
