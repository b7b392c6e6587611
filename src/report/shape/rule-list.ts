import { compareText } from '../../core/location.js';
import type { Report } from '../../core/report.js';
import type { RuleMeta, SeverityOrOff } from '../../core/rule.js';

export interface ListedRule {
  readonly id: string;
  readonly meta: RuleMeta;
  /** Under the configuration in use; that of the preset `recommended` where none is known. */
  readonly severity: SeverityOrOff;
}

/** All rules by id, with the severity that holds. */
export function ruleList(report: Report, severities: ReadonlyMap<string, SeverityOrOff> | undefined): readonly ListedRule[] {
  return Object.entries(report.rules)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([id, meta]) => ({ id, meta, severity: severities?.get(id) ?? meta.severity.recommended }));
}

/** The rules that are on or found something, by id. */
export function rulesInUse(report: Report, found: ReadonlySet<string>, severities: ReadonlyMap<string, SeverityOrOff> | undefined): readonly ListedRule[] {
  return ruleList(report, severities).filter((rule) => rule.severity !== 'off' || found.has(rule.id));
}
