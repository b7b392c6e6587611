import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { jsonText } from './shape/escape.js';
import { ruleList } from './shape/rule-list.js';
import { wireRule } from './shape/rule-wire.js';
import { schemaVersion } from './shape/wire.js';

/** One rule's whole documentation as JSON; its texts are Markdown. */
export function renderExplainJson(report: Report, options: RenderOptions): string {
  const listed = ruleList(report, options.severities).find((rule) => rule.id === options.rule);
  const { why, fix, whenNot, references, messages } = listed?.meta ?? {};
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    rule: listed ? { ...wireRule(listed), why, fix, whenNot: whenNot ?? null, references: references ?? [], messages } : null,
  });
}
