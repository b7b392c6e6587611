import { compareLocations } from '../core/location.js';
import type { Finding, Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { blocksOf, type FindingBlock, leadingRows } from './shape/blocks.js';
import { html, md, mdCell } from './shape/escape.js';
import { systemCounts } from './shape/headline.js';
import { clip, count } from './shape/layout.js';
import { blockTitle, findingsTable, folded, mdTable, messageCells, placeCell, proofTable } from './shape/markdown.js';
import { titlesOf } from './shape/names.js';
import { planText } from './shape/plan.js';
import { withinBudget } from './shape/sections.js';
import { verdictText } from './shape/standing.js';
import { coverageText, documentation, historyText, reasonText, skippedText } from './shape/words.js';

const maxBlocks = 100;
const maxMessages = 6;
const maxRows = 30;
const maxListed = 100;

/**
 * The report as a document: headline and plan, the findings by cause, then folded what proves them, why the rules exist, what is known, suppressed,
 * unresolved and skipped. Everything that was scanned stands in code: mentions, links, images and HTML are inert.
 */
export function renderCheckMarkdown(report: Report, options: RenderOptions): string {
  const messageOf = messageCells(report);
  const shown = options.quiet ? report.findings.filter((finding) => finding.severity === 'error') : report.findings;
  const blocks = blocksOf(report, shown);
  const sections = [
    headline(report, options),
    ...stated(report.comparison ? 'New' : 'Findings', blocks, messageOf),
    ...(report.comparison ? stated('Fixed', blocksOf(report, report.comparison.fixed), messageOf, '🟢 fixed') : []),
    ...blocks.slice(0, maxBlocks).map((block) => folded(blockTitle(block), proof(block, messageOf, options))),
    ...rules(report, shown),
    ...known(report, messageOf),
    ...suppressed(report, messageOf),
    ...unresolved(report, options),
    ...skipped(report, options),
    ...history(report, options),
    `<sub>archlint ${html(report.toolVersion)}</sub>`,
  ];
  return withinBudget(sections, options.budget ?? Number.POSITIVE_INFINITY, (left) => `_${count(left, 'section')} left out: the report is too long._`);
}

function headline(report: Report, options: RenderOptions): string {
  const { comparison, summary } = report;
  const fixed = comparison === undefined || comparison.fixed.length === 0 ? '' : `, ${comparison.fixed.length} fixed`;
  const { baselined, suppressed: hidden } = summary;
  const stale = comparison?.stale.length ?? 0;
  const beside = [
    comparison ? `${comparison.unchanged.length} unchanged${baselined > 0 ? ` (${baselined} in the baseline)` : ''}` : '',
    hidden > 0 ? `${hidden} suppressed` : '',
    stale > 0 ? `${count(stale, 'stale baseline entry', 'stale baseline entries')} (\`archlint baseline --prune\`)` : '',
  ].filter((part) => part !== '');
  const against = comparison === undefined ? '' : `Against ${md(comparison.against.name)}: `;
  const lines = [
    `${systemCounts(report).join(' · ')} in ${count(report.files.read, 'file')}.`,
    ...(beside.length > 0 ? [`${against}${beside.join(', ')}.`] : []),
    ...(comparison?.change === undefined ? [] : [planText(comparison.change).replace('Plan:', '**Plan:**')]),
    ...(options.failure === undefined ? [] : [`**${options.failure.charAt(0).toUpperCase()}${options.failure.slice(1)}**.`]),
  ];
  return `## archlint: ${verdictText(report)}${fixed}\n\n${lines.join('\n')}`;
}

function stated(title: string, blocks: readonly FindingBlock[], messageOf: (finding: Finding) => string, mark?: string): readonly string[] {
  if (blocks.length === 0) return [];
  const left = blocks.length - maxBlocks;
  const more = left > 0 ? `\n\n… and ${left} more.` : '';
  return [`### ${title}\n\n${findingsTable(blocks.slice(0, maxBlocks), messageOf, maxMessages, undefined, mark)}${more}`];
}

function proof(block: FindingBlock, messageOf: (finding: Finding) => string, options: RenderOptions): string {
  const { findings } = block;
  const rows = options.verbose ? block.rows : leadingRows(block, maxRows);
  const left = block.rows.length - rows.length;
  return [
    ...(findings.length > maxMessages
      ? [
          mdTable(
            ['rule', 'finding'],
            findings.map((finding) => [mdCell(finding.ruleId), messageOf(finding)]),
          ),
        ]
      : []),
    proofTable(rows),
    ...(left > 0 ? [`… and ${count(left, 'more line')}.`] : []),
  ].join('\n\n');
}

function rules(report: Report, shown: readonly Finding[]): readonly string[] {
  const ids = [...new Set(shown.map((finding) => finding.ruleId))].filter((id) => Object.hasOwn(report.rules, id));
  const parts = ids.flatMap((id) => {
    const meta = report.rules[id];
    return meta === undefined ? [] : [`#### ${md(id)}`, `${meta.summary}.`, ...documentation(meta)];
  });
  return parts.length > 0 ? [folded('Why it matters and how to mend it', parts.join('\n\n'))] : [];
}

function known(report: Report, messageOf: (finding: Finding) => string): readonly string[] {
  const { comparison } = report;
  if (comparison === undefined || comparison.unchanged.length === 0) return [];
  const blocks = blocksOf(report, comparison.unchanged);
  const left = blocks.length - maxListed;
  const table = findingsTable(blocks.slice(0, maxListed), messageOf, maxMessages);
  return [folded(`Unchanged: ${count(comparison.unchanged.length, 'finding')}`, left > 0 ? `${table}\n\n… and ${left} more.` : table)];
}

function suppressed(report: Report, messageOf: (finding: Finding) => string): readonly string[] {
  const list = report.suppressed;
  if (list.length === 0) return [];
  const rows = list.slice(0, maxListed).map((finding) => {
    const at = finding.suppressedBy?.at ?? finding.locations[0];
    return [mdCell(finding.ruleId), messageOf(finding), mdCell(clip(finding.suppressedBy?.reason ?? '', 200)), placeCell(at)];
  });
  return [folded(`Suppressed: ${count(list.length, 'finding')}`, listed(mdTable(['rule', 'finding', 'reason', 'where'], rows), list.length))];
}

function unresolved(report: Report, options: RenderOptions): readonly string[] {
  const { coverage, unresolved: rows } = report.graph;
  const text = `${coverageText(coverage)}.`;
  if (rows.length === 0) return [text];
  const title = titlesOf(report.graph);
  const sorted = rows.toSorted((a, b) => compareLocations(a, b));
  const cells = sorted.slice(0, options.verbose ? sorted.length : maxListed).map((row) => {
    const service = row.service === null ? '' : mdCell(title(row.service));
    return [service, reasonText(row.reason), placeCell(row), row.text === '' ? '' : mdCell(clip(row.text, 200))];
  });
  return [text, folded(`Unresolved: ${rows.length}`, listed(mdTable(['service', 'why', 'where', 'text'], cells), rows.length, cells.length))];
}

/** The git history that was counted; said where it was cut off, or asked for. */
function history(report: Report, options: RenderOptions): readonly string[] {
  const text = historyText(report.graph.history);
  const told = text !== undefined && (options.verbose || (report.graph.history?.shallow.length ?? 0) > 0);
  return told ? [`Git history: ${md(text)}`] : [];
}

function skipped(report: Report, options: RenderOptions): readonly string[] {
  const { diagnostics } = report.files;
  const text = `${skippedText(report.files)}.`;
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  if (diagnostics.length === 0) return [sentence];
  const sorted = diagnostics.toSorted(compareLocations);
  const cells = sorted.slice(0, options.verbose ? sorted.length : maxListed).map((entry) => [placeCell(entry), mdCell(clip(entry.message, 200))]);
  return [folded(html(sentence), listed(mdTable(['where', 'why'], cells), diagnostics.length, cells.length))];
}

function listed(table: string, total: number, shown = Math.min(total, maxListed)): string {
  return total > shown ? `${table}\n\n… and ${total - shown} more.` : table;
}
