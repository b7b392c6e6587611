import type { Report } from '../core/report.js';
import { findingsKnown } from './shape/change-rows.js';
import { jsonText } from './shape/escape.js';
import { planText } from './shape/plan.js';
import { schemaVersion, wireFinding } from './shape/wire.js';
import { wireChange } from './shape/wire-comparison.js';

/** How one state differs from another, as JSON (`schemas/diff.schema.json`); `findings` is null where they are not known of both. */
export function renderDiffJson({ toolVersion, graph, findings, comparison }: Report): string {
  const change = comparison?.change;
  if (comparison === undefined || change === undefined) return '{}\n';
  const { against, later = { kind: 'worktree' as const, name: '.' }, fixed, unchanged } = comparison;
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: toolVersion },
    before: { kind: against.kind, name: against.name },
    after: { kind: later.kind, name: later.name },
    plan: planText(change),
    change: wireChange(change, graph),
    findings: findingsKnown(comparison) ? { added: findings.map(wireFinding), removed: fixed.map(wireFinding), unchanged: unchanged.length } : null,
  });
}
