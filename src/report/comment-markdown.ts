import type { GraphChange } from '../core/comparison.js';
import type { Finding, Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { blocksOf, leadingRows } from './shape/blocks.js';
import { changeDiagram } from './shape/change-diagram.js';
import { html, md } from './shape/escape.js';
import { count } from './shape/layout.js';
import { blockTitle, findingsTable, folded, messageCells, proofTable } from './shape/markdown.js';
import { planText } from './shape/plan.js';
import { withinBudget } from './shape/sections.js';
import { severityCounts } from './shape/standing.js';
import { skippedText } from './shape/words.js';

/** Platforms refuse comments over 65,536 characters; what is left over is for their own additions. */
const budget = 60_000;
const maxBlocks = 50;
const maxMessages = 6;
const maxRows = 15;

/** First line of a comment, by which it is found again; `id` keeps several comments on one pull request apart. */
export function commentMarker(id: string): string {
  return `<!-- archlint:${id.replace(/[^\w.-]/g, '-')} -->`;
}

/** Whether a pull request changes anything worth a comment: the architecture or the findings. A start-up order alone is no architecture. */
export function isQuiet({ findings, comparison }: Report): boolean {
  if (comparison === undefined) return findings.length === 0;
  return findings.length === 0 && comparison.fixed.length === 0 && (comparison.change === undefined || isUnchanged(comparison.change));
}

const isUnchanged = (change: GraphChange): boolean =>
  change.addedNodes.length + change.removedNodes.length === 0 && [...change.addedEdges, ...change.removedEdges].every((edge) => edge.kind === 'starts-after');

/**
 * The comment on a pull request, whole: marker, headline and plan, the new findings with links to their lines, then folded what proves them, the changed
 * neighbourhood as a drawing, what is fixed and what was known before. Under 60,000 characters, cut at the ends of sections. Where nothing is worth a
 * comment, the text that an earlier comment is turned to.
 */
export function renderCommentMarkdown(report: Report, options: RenderOptions): string {
  const marker = commentMarker(options.commentId ?? 'default');
  if (isQuiet(report))
    return [marker, '### Architecture: resolved', '', 'This pull request no longer changes the architecture or its findings.', '', footer(report), ''].join(
      '\n',
    );
  const messageOf = messageCells(report);
  const links = options.lineLinks;
  const blocks = blocksOf(report, report.findings);
  const fixed = report.comparison?.fixed ?? [];
  const sections = [
    [marker, `### Architecture: ${headline(report)}`, ...plan(report)].join('\n'),
    ...(blocks.length > 0 ? [findingsTable(blocks.slice(0, maxBlocks), messageOf, maxMessages, links), ...more(blocks.length)] : []),
    ...blocks.slice(0, maxBlocks).map((block) => folded(blockTitle(block), proofTable(leadingRows(block, maxRows), links))),
    ...diagram(report),
    ...(fixed.length > 0
      ? [folded(`Fixed: ${count(fixed.length, 'finding')}`, findingsTable(blocksOf(report, fixed).slice(0, maxBlocks), messageOf, maxMessages))]
      : []),
    ...known(report, messageOf, options),
    footer(report),
  ];
  return withinBudget(sections, budget, (left) => `_${count(left, 'section')} left out: the comment would be too long._`);
}

function headline({ findings, comparison }: Report): string {
  const fixed = comparison?.fixed.length ?? 0;
  const found = findings.length > 0 ? severityCounts(findings, comparison ? 'new ' : '') : 'no new findings';
  return fixed > 0 ? `${found}, ${fixed} fixed` : found;
}

function plan({ comparison }: Report): readonly string[] {
  return comparison?.change === undefined ? [] : [planText(comparison.change).replace('Plan:', '**Plan:**')];
}

function more(blocks: number): readonly string[] {
  return blocks > maxBlocks ? [`… and ${count(blocks - maxBlocks, 'more block')}.`] : [];
}

function diagram({ comparison, graph, findings }: Report): readonly string[] {
  const drawn = comparison?.change === undefined ? undefined : changeDiagram(comparison.change, graph, findings);
  return drawn === undefined ? [] : [folded('Diagram of the changed neighbourhood', `\`\`\`mermaid\n${drawn.mermaid}\`\`\`\n\n${drawn.caption}`)];
}

function known(report: Report, messageOf: (finding: Finding) => string, options: RenderOptions): readonly string[] {
  const list = report.comparison?.unchanged ?? [];
  if (list.length === 0) return [];
  const blocks = blocksOf(report, list);
  return [
    folded(
      count(list.length, 'known finding'),
      [findingsTable(blocks.slice(0, maxBlocks), messageOf, maxMessages, options.lineLinks), ...more(blocks.length)].join('\n\n'),
    ),
  ];
}

function footer(report: Report): string {
  const against = report.comparison === undefined ? '' : ` · against ${md(report.comparison.against.name)}`;
  return `<sub>${count(report.files.read, 'file')} read, ${html(skippedText(report.files))}${against} · archlint ${html(report.toolVersion)}</sub>`;
}
