import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

export type { RE2JS } from 're2js';

const load = createRequire(import.meta.url);
let engine: typeof import('re2js') | undefined;
/** Charts ask for the same few patterns again and again. */
const known = new Map<string, RE2JS | undefined>();
const maxKnown = 500;

/**
 * A regular expression of Go, undefined for what is none. The engine is linear, as Go's is: a hostile pattern costs no more than its length times
 * the text's. It is loaded when a template first asks for it.
 */
export function re2(pattern: string): RE2JS | undefined {
  if (pattern.length > maxPattern) return undefined;
  if (!known.has(pattern)) {
    if (known.size >= maxKnown) known.clear();
    known.set(pattern, compile(pattern));
  }
  return known.get(pattern);
}

function compile(pattern: string): RE2JS | undefined {
  engine ??= load('re2js') as typeof import('re2js');
  try {
    return engine.RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

const maxPattern = 2000;
