import type { Report } from '../core/report.js';
import { jsonText } from './shape/escape.js';
import { schemaVersion, wireCoverage, wireFiles, wireFinding, wireHistory, wireUnresolved } from './shape/wire.js';
import { wireComparison } from './shape/wire-comparison.js';

/** Findings as JSON (`schemas/check.schema.json`), in the order judging gave them; against an earlier state, the new ones. */
export function renderCheckJson(report: Report): string {
  const { services, calls, errors, warnings, infos, suppressed, baselined } = report.summary;
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    summary: { services, calls, errors, warnings, infos, suppressed, baselined },
    findings: report.findings.map(wireFinding),
    unresolved: wireUnresolved(report.graph.unresolved),
    coverage: wireCoverage(report.graph.coverage),
    suppressed: report.suppressed.map(wireFinding),
    files: wireFiles(report.files),
    history: wireHistory(report.graph.history),
    ...(report.comparison === undefined ? {} : { comparison: wireComparison(report.comparison, report.graph) }),
  });
}
