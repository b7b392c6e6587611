import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { term } from './shape/escape.js';
import { type Cell, table } from './shape/layout.js';
import { ruleList } from './shape/rule-list.js';
import { plainText, severityPaint } from './shape/words.js';

/** The rules with their severity under the configuration in use and one sentence each. */
export function renderRulesText(report: Report, options: RenderOptions): string {
  const { palette, columns } = options;
  const heading = ['RULE', 'SEVERITY', 'FLAGGED'].map((text): Cell => ({ text, paint: palette.dim }));
  const rows = ruleList(report, options.severities).map(({ id, meta, severity }): readonly Cell[] => [
    { text: term(id), paint: palette.bold },
    { text: severity, paint: severityPaint(severity, palette) },
    { text: term(plainText(meta.summary)) },
  ]);
  return [...table([heading, ...rows], columns, 2), '', `  ${palette.dim('archlint explain <rule> says why it hurts and how to mend it')}`, ''].join('\n');
}
