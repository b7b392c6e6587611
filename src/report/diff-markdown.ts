import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { blocksOf } from './shape/blocks.js';
import { changeDiagram } from './shape/change-diagram.js';
import { type ChangeRow, changeSections, findingsKnown, stateName } from './shape/change-rows.js';
import { md, mdCell } from './shape/escape.js';
import { count } from './shape/layout.js';
import { findingsTable, folded, mdTable, messageCells, placeCell } from './shape/markdown.js';
import { planText } from './shape/plan.js';
import { withinBudget } from './shape/sections.js';

/** Comments and summaries of platforms take about this many characters. */
const budget = 60_000;
const maxRows = 60;
const maxBlocks = 50;
const maxMessages = 6;

/** How one state differs from another, as Markdown: the plan, a table for each kind of thing, findings, and a picture of what changes. */
export function renderDiffMarkdown(report: Report, options: RenderOptions): string {
  const { comparison, graph, findings } = report;
  const change = comparison?.change;
  if (comparison === undefined || change === undefined) return '\n';
  const limit = options.verbose ? Number.POSITIVE_INFINITY : maxRows;
  const diagram = changeDiagram(change, graph, findings);
  return withinBudget(
    [
      `### ${md(stateName(comparison.against))} → ${md(stateName(comparison.later))}\n\n${planText(change).replace('Plan:', '**Plan:**')}`,
      ...changeSections(change, graph).map(({ title, rows }) => `#### ${title}\n\n${table(rows.slice(0, limit))}${more(rows.length - limit, 'row')}`),
      ...(findingsKnown(comparison) ? foundSections(report) : ['Findings are not compared: a graph file has none.']),
      ...(diagram === undefined ? [] : [folded('Diagram of the changed neighbourhood', `\`\`\`mermaid\n${diagram.mermaid}\`\`\`\n\n${diagram.caption}`)]),
    ],
    options.budget ?? budget,
    (left) => `_${count(left, 'section')} left out: the text would be too long._`,
  );
}

const table = (rows: readonly ChangeRow[]): string =>
  mdTable(
    ['', 'what', 'how', 'where'],
    rows.map(({ sign, what, how, at }) => [sign === '-' ? '−' : sign, mdCell(what), how === '' ? '' : mdCell(how), at === undefined ? '' : placeCell(at)]),
  );

const more = (left: number, one: string): string => (left > 0 ? `\n\n… and ${count(left, `more ${one}`)}.` : '');

function foundSections(report: Report): readonly string[] {
  const messageOf = messageCells(report);
  const section = (title: string, findings: Report['findings']): readonly string[] => {
    const blocks = blocksOf(report, findings);
    return findings.length === 0
      ? []
      : [
          `#### ${title}: ${count(findings.length, 'finding')}\n\n${findingsTable(blocks.slice(0, maxBlocks), messageOf, maxMessages)}${more(blocks.length - maxBlocks, 'block')}`,
        ];
  };
  return [...section('Added', report.findings), ...section('Removed', report.comparison?.fixed ?? [])];
}
