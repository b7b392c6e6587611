import type { SettingOrigin } from './source.js';

/**
 * A text of the analysed system, as far as it can be known without running it. Link makes terms out of `Value`s, manifest
 * extractors out of `${VAR:-default}`; resolve fills their holes.
 */
export type Term =
  | { readonly k: 'literal'; readonly text: string }
  | { readonly k: 'template'; readonly parts: readonly Term[] }
  /** A setting of the service (environment variable or dotted configuration key) or, in a manifest, of whoever deploys. */
  | { readonly k: 'setting'; readonly name: string; readonly from: SettingOrigin; readonly fallback?: Term }
  /** `fallback`: later ones only where the earlier are empty; `branch`: any of them. */
  | { readonly k: 'choice'; readonly of: readonly Term[]; readonly because: 'branch' | 'fallback' }
  /** Something the program makes and nobody names (a server-named queue): equal tokens are the same thing. */
  | { readonly k: 'token'; readonly id: string }
  /** The page's own origin (browser code, relative URLs). */
  | { readonly k: 'origin' }
  | { readonly k: 'unknown'; readonly text: string; readonly why: UnknownWhy };

/** Why a value is not known: read at run time, behind a parameter nobody passes, more than the limit of alternatives, code that is not there. */
export type UnknownWhy = 'dynamic' | 'parameter' | 'too-many' | 'absent-code' | 'secret';

export const literal = (text: string): Term => ({ k: 'literal', text });

/** Concatenates terms: flattens templates, merges neighbouring literals. */
export function template(parts: readonly Term[]): Term {
  const flat: Term[] = [];
  for (const part of parts.flatMap((p) => (p.k === 'template' ? p.parts : [p]))) {
    const last = flat.at(-1);
    if (part.k === 'literal' && last?.k === 'literal') flat[flat.length - 1] = literal(last.text + part.text);
    else if (part.k !== 'literal' || part.text !== '') flat.push(part);
  }
  if (flat.length === 0) return literal('');
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { k: 'template', parts: flat };
}

/** Short human text of a term: `${ORDERS_URL}/orders/{…}`. */
export function describeTerm(term: Term): string {
  switch (term.k) {
    case 'literal':
      return term.text;
    case 'template':
      return term.parts.map(describeTerm).join('');
    case 'setting':
      return term.fallback ? `\${${term.name}:-${describeTerm(term.fallback)}}` : `\${${term.name}}`;
    case 'choice':
      return term.of.map(describeTerm).join(term.because === 'branch' ? '|' : '??');
    case 'token':
      return '<server-named>';
    case 'origin':
      return '<origin>';
    case 'unknown':
      return '{…}';
  }
}
