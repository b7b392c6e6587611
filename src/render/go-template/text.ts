import type { Session } from './session.js';
import { GoMap, type GoValue } from './value.js';
import { isList, isNil, maxDepth, Missing, sortedEntries, Unknown } from './value.js';

/** Text of a value as Go's `fmt.Sprint`; nil is empty, as Helm prints it; what nothing sets is an unknown. */
export function textOf(value: GoValue, session: Session, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value instanceof Unknown || value instanceof Missing) return session.mark(value);
  if (value === null || depth > maxDepth) return '';
  if (typeof value === 'number') return numberText(value);
  if (value instanceof GoMap) {
    const entries = sortedEntries(value).map(([key, inner]) => `${key}:${elementText(inner, session, depth)}`);
    return session.paid(`map[${entries.join(' ')}]`);
  }
  return isList(value) ? session.paid(`[${value.map((item) => elementText(item, session, depth)).join(' ')}]`) : String(value);
}

function elementText(value: GoValue, session: Session, depth: number): string {
  session.spend(1);
  return isNil(value) && !(value instanceof Missing) ? '<nil>' : textOf(value, session, depth + 1);
}

/** A float as Go prints it, but whole numbers with all their digits, as newer versions of Helm print numbers of values files. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : exponent(value.toString());
  const shown = value.toString();
  return Math.abs(value) < 1e-4 ? exponent(shown.includes('e') ? shown : value.toExponential()) : shown;
}

/** `1e-7` is `1e-07` in Go. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
