import { type Term, template } from '../core/term.js';

/** What callers give to a file (or job) that leaves names open. */
export type GivenValues = (name: string) => Term | undefined;

/** Nothing is given. */
export const nothingGiven: GivenValues = () => undefined;

/** A term with what is given put in; what is not stays open. */
export function filled(term: Term, values: GivenValues): Term {
  switch (term.k) {
    case 'setting':
      return values(term.name) ?? term;
    case 'template':
      return template(term.parts.map((part) => filled(part, values)));
    case 'choice':
      return { ...term, of: term.of.map((one) => filled(one, values)) };
    default:
      return term;
  }
}

/** The text of a term without holes (defaults count); undefined where something is open. */
export function plainTerm(term: Term): string | undefined {
  if (term.k === 'literal') return term.text;
  if (term.k === 'setting') return term.fallback && plainTerm(term.fallback);
  if (term.k !== 'template') return undefined;
  const parts = term.parts.map(plainTerm);
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}
