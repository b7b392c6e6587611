import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { jsonText } from './shape/escape.js';
import { ruleList } from './shape/rule-list.js';
import { wireRule } from './shape/rule-wire.js';
import { schemaVersion } from './shape/wire.js';

/** The rules as JSON: severity under the configuration in use, presets, options. */
export function renderRulesJson(report: Report, options: RenderOptions): string {
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    rules: ruleList(report, options.severities).map(wireRule),
  });
}
