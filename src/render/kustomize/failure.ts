import type { Diagnostic, SkipReason } from '../../core/extraction.js';
import type { Location } from '../../core/location.js';

/** A kustomization that cannot be built; caught where its root is. */
export class Unbuildable extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

/** Gives up one kustomization: where, why, and what to do about it. */
export function giveUp(at: Location, message: string, reason: SkipReason = 'unparsable'): never {
  throw new Unbuildable({ ...at, reason, message });
}
