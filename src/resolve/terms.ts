import type { Evidence } from '../core/location.js';
import type { Term, UnknownWhy } from '../core/term.js';

/** Stands for a piece of text that is not known. */
export const HOLE = '\u0001';
/** Stands for the page's own origin. */
export const ORIGIN = '\u0002';
/** Begins the id of a server-named thing. */
export const TOKEN = '\u0003';

/** How a text came about: in the code; in the code behind a setting nobody sets; by a setting. */
export type Via = 'literal' | 'fallback' | 'setting';

/** One value of a setting, as one environment says it. */
export interface SettingValue {
  readonly term: Term;
  readonly evidence: readonly Evidence[];
  /** Said to several services at once: it binds only those that have a use for it. */
  readonly shared?: boolean;
}
/** All values a setting can have in one environment; empty where nothing sets it. */
export type Lookup = (name: string) => readonly SettingValue[];

/** One text a term can be. Holes stand where it is not known. */
export interface Filled {
  readonly text: string;
  /** How the part that names the host came about. */
  readonly via: Via;
  /** Settings read on the way, in order. */
  readonly settings: readonly string[];
  /** Settings read that nothing sets and that have no fallback. */
  readonly missing: readonly string[];
  /** Why the first hole that no setting explains is there. */
  readonly why?: UnknownWhy;
  readonly evidence: readonly Evidence[];
}

const maxAlternatives = 16;
const maxDepth = 12;

/** Fills the settings of a term from `lookup`: every text it can be, at most 16, without duplicates. */
export function fill(term: Term, lookup: Lookup, depth = 0): Filled[] {
  if (depth > maxDepth) return [unknown('too-many')];
  switch (term.k) {
    case 'literal':
      return [plain(term.text)];
    case 'origin':
      return [plain(ORIGIN)];
    case 'token':
      return [plain(TOKEN + term.id)];
    case 'unknown':
      return [unknown(term.why)];
    case 'template':
      return fillTemplate(term.parts, lookup, depth);
    case 'setting':
      return fillSetting(term.name, term.fallback, lookup, depth);
    case 'choice':
      return term.because === 'branch' ? distinct(term.of.flatMap((t) => fill(t, lookup, depth + 1))) : fillFallback(term.of, lookup, depth);
  }
}

/** Whether the whole text is known and not empty. */
export function isKnown(filled: Filled): boolean {
  return filled.text !== '' && !filled.text.includes(HOLE);
}

const plain = (text: string): Filled => ({ text, via: 'literal', settings: [], missing: [], evidence: [] });
const unknown = (why: UnknownWhy): Filled => ({ text: HOLE, via: 'literal', settings: [], missing: [], why, evidence: [] });

function fillSetting(name: string, fallback: Term | undefined, lookup: Lookup, depth: number): Filled[] {
  const values = lookup(name);
  const found = values.flatMap((v) =>
    fill(v.term, lookup, depth + 1).map((f): Filled => ({ ...f, via: 'setting', settings: [name, ...f.settings], evidence: [...v.evidence, ...f.evidence] })),
  );
  const useful = found.filter((f) => f.text !== '');
  if (useful.length > 0) return distinct(useful);
  if (fallback !== undefined)
    return fill(fallback, lookup, depth + 1).map((f) => ({ ...f, via: f.via === 'setting' ? 'setting' : 'fallback', settings: [name, ...f.settings] }));
  if (found.length > 0) return found.slice(0, 1);
  return [{ text: HOLE, via: 'setting', settings: [name], missing: [name], evidence: [] }];
}

/** A later one only where the earlier are empty: unset settings give way, run-time values stay beside what follows them. */
function fillFallback(of: readonly Term[], lookup: Lookup, depth: number): Filled[] {
  const out: Filled[] = [];
  const passed: string[] = [];
  for (const [i, term] of of.entries()) {
    const last = i === of.length - 1;
    const filled = fill(term, lookup, depth + 1);
    const unset = filled.filter((f) => f.text === '' || (f.text === HOLE && f.missing.length > 0));
    passed.push(...unset.flatMap((f) => f.settings));
    const kept = filled.filter((f) => !unset.includes(f));
    out.push(
      ...kept.map((f) => (passed.length === 0 ? f : { ...f, via: f.via === 'literal' ? ('fallback' as const) : f.via, settings: [...passed, ...f.settings] })),
    );
    const certain = kept.some((f) => !f.text.includes(HOLE));
    if (certain && unset.length === 0) break;
    if (last && out.length === 0) out.push(...unset.slice(0, 1));
  }
  return distinct(out);
}

function fillTemplate(parts: readonly Term[], lookup: Lookup, depth: number): Filled[] {
  let results: Filled[] = [plain('')];
  for (const part of parts) {
    const next = fill(part, lookup, depth + 1);
    results = distinct(results.flatMap((r) => next.map((n) => append(r, n)))).slice(0, maxAlternatives);
  }
  return results;
}

/** How the host came about is settled once the text holds a whole authority. */
function append(left: Filled, right: Filled): Filled {
  const settled =
    /^([a-z][a-z0-9+.-]*:\/\/)[^/]*\//i.test(left.text) ||
    (left.text !== '' && !/^[a-z][a-z0-9+.-]*:(\/\/)?$/i.test(left.text) && !left.text.includes('://') && left.text.includes('/'));
  const via = settled ? left.via : strongest(left.text === '' ? right.via : left.via, right.via);
  const why = left.why ?? right.why;
  return {
    text: left.text + right.text,
    via,
    settings: [...left.settings, ...right.settings],
    missing: [...left.missing, ...right.missing],
    ...(why === undefined ? {} : { why }),
    evidence: [...left.evidence, ...right.evidence],
  };
}

function strongest(a: Via, b: Via): Via {
  return a === 'setting' || b === 'setting' ? 'setting' : a === 'fallback' || b === 'fallback' ? 'fallback' : 'literal';
}

function distinct(items: readonly Filled[]): Filled[] {
  const seen = new Map<string, Filled>();
  for (const item of items) if (!seen.has(`${item.text}\n${item.via}`)) seen.set(`${item.text}\n${item.via}`, item);
  return [...seen.values()].slice(0, maxAlternatives);
}
