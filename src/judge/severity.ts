import type { Severity, SeverityOrOff } from '../core/rule.js';

const order: readonly Severity[] = ['info', 'warn', 'error'];

/** Negative where `a` is the graver. */
export function compareSeverity(a: Severity, b: Severity): number {
  return order.indexOf(b) - order.indexOf(a);
}

/**
 * Severity of one finding: the configured one, lowered to what the rule says of this case where that is less, and one level lower where it rests on an
 * inferred edge (info stays). Null where the rule is off.
 */
export function severityOf(configured: SeverityOrOff, ofCase: Severity | undefined, inferred: boolean): Severity | null {
  if (configured === 'off') return null;
  const capped = ofCase !== undefined && compareSeverity(ofCase, configured) > 0 ? ofCase : configured;
  return inferred ? (order[Math.max(0, order.indexOf(capped) - 1)] ?? 'info') : capped;
}
