import { compareText, nonEmpty } from '../../../core/location.js';
import type { Severity } from '../../../core/rule.js';
import type { Mark } from './drawing.js';

const gravestFirst: readonly Severity[] = ['error', 'warn', 'info'];
const mostRules = 2;

/** Several marks as one, every rule once. Undefined where there is none. */
export function joinMarks(marks: readonly (Mark | undefined)[]): Mark | undefined {
  const byRule = new Map<string, Severity>();
  for (const { rule, severity } of marks.flatMap((mark) => mark ?? [])) {
    const before = byRule.get(rule);
    if (before === undefined || gravestFirst.indexOf(severity) < gravestFirst.indexOf(before)) byRule.set(rule, severity);
  }
  const rules = [...byRule].map(([rule, severity]) => ({ rule, severity }));
  return nonEmpty(rules.toSorted((a, b) => gravestFirst.indexOf(a.severity) - gravestFirst.indexOf(b.severity) || compareText(a.rule, b.rule)));
}

/** The gravest severity of a mark. */
export function severityOf(mark: Mark): Severity {
  return mark[0].severity;
}

/** A mark in a few short lines: its severity with the first rules, and how many more there are. */
export function markLines(mark: Mark): readonly string[] {
  const shown = mark.slice(0, mostRules).map(({ rule, severity }, i) => (i === 0 ? `${severity}: ${rule}` : rule));
  return mark.length > mostRules ? [...shown, `and ${mark.length - mostRules} more`] : shown;
}
