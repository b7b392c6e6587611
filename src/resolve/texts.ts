import type { UnresolvedReason } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import { type Term, describeTerm } from '../core/term.js';
import { squash } from './names.js';
import type { Environment } from './settings.js';
import { whyUnknown } from './targets.js';
import { HOLE, fill } from './terms.js';

/** One text that a name can be. */
export interface Text {
  readonly text: string;
  readonly inferred: boolean;
  readonly evidence: readonly Evidence[];
}

/** Every text a name can be in the service's environments; a prefix that nothing sets is left away, as a guess. */
export function textsOf(
  term: Term | undefined,
  sighted: { readonly environments: readonly Environment[] },
): { texts: Text[]; unresolved: { reason: UnresolvedReason; text: string }[] } {
  const texts = new Map<string, Text>();
  const unresolved = new Map<string, { reason: UnresolvedReason; text: string }>();
  if (term === undefined) return { texts: [], unresolved: [] };
  for (const environment of sighted.environments) {
    for (const filled of fill(term, environment.lookup)) {
      const rest = filled.text.replaceAll(HOLE, '').replace(/^[-_.:/]+|[-_.:/]+$/g, '');
      if (!filled.text.includes(HOLE)) {
        if (!texts.has(filled.text)) texts.set(filled.text, { text: filled.text, inferred: false, evidence: filled.evidence });
      } else if (filled.why === undefined && squash(rest).length > 2 && !texts.has(rest))
        texts.set(rest, { text: rest, inferred: true, evidence: filled.evidence });
      else if (!(filled.why === undefined && squash(rest).length > 2))
        unresolved.set(whyUnknown(filled), { reason: whyUnknown(filled), text: describeTerm(term) });
    }
  }
  return { texts: [...texts.values()], unresolved: [...unresolved.values()] };
}
