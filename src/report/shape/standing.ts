import type { Comparison } from '../../core/comparison.js';
import type { Finding, Report } from '../../core/report.js';
import type { Severity } from '../../core/rule.js';
import { term } from './escape.js';
import { count } from './layout.js';

/** How a finding stands: `found` where nothing is compared, else against the earlier state. */
export type Standing = 'found' | 'new' | 'unchanged' | 'fixed' | 'suppressed';

export interface StandingFinding {
  readonly finding: Finding;
  readonly standing: Standing;
}

/** Every finding that a report knows of: those that decide first, then the unchanged, the fixed, the suppressed. */
export function standings(report: Report): readonly StandingFinding[] {
  const { comparison } = report;
  const as =
    (standing: Standing) =>
    (finding: Finding): StandingFinding => ({ finding, standing });
  return [
    ...report.findings.map(as(comparison ? 'new' : 'found')),
    ...(comparison?.unchanged ?? []).map(as('unchanged')),
    ...(comparison?.fixed ?? []).map(as('fixed')),
    ...report.suppressed.map(as('suppressed')),
  ];
}

/** `2 errors, 1 warning` (`2 new errors`): the graver first, what there is none of left out; empty where there are none. */
export function severityCounts(findings: readonly Finding[], what = ''): string {
  const amount = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return [[amount('error'), 'error'] as const, [amount('warn'), 'warning'] as const, [amount('info'), 'info'] as const]
    .flatMap(([many, word]) => (many > 0 ? [count(many, `${what}${word}`)] : []))
    .join(', ');
}

/** `against origin/main: 1 fixed, 14 unchanged`: what stands beside new findings. */
export function comparisonCounts({ against, fixed, unchanged }: Comparison): string {
  return `against ${term(against.name)}: ${fixed.length} fixed, ${unchanged.length} unchanged`;
}

/** The report in a few words: its findings by severity (`2 new errors` where it is compared), or that there are none, or nothing to look at. */
export function verdictText({ comparison, findings, summary }: Report): string {
  if (findings.length > 0) return severityCounts(findings, comparison ? 'new ' : '');
  if (summary.services === 0) return 'nothing found to analyse';
  return comparison ? 'no new findings' : 'no findings';
}
