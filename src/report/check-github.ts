import type { Report } from '../core/report.js';
import type { Severity } from '../core/rule.js';
import type { RenderOptions } from './options.js';
import { checkoutPath } from './shape/checkout-path.js';
import { blocksOf, type FindingBlock, leadingRows } from './shape/blocks.js';
import { workflowData, workflowProperty } from './shape/escape.js';
import { count } from './shape/layout.js';
import { comparisonCounts, severityCounts, verdictText } from './shape/standing.js';

/** GitHub keeps so many annotations of each kind in a step, and drops the others without a word. */
const perKind = 10;
const maxMessages = 10;
const maxRows = 8;

const commandOf: Readonly<Record<Severity, string>> = { error: 'error', warn: 'warning', info: 'notice' };

/**
 * Workflow commands for GitHub Actions: one annotation for each cause, the gravest first, on the first line that shows it; at most ten of a kind, one of
 * them saying how many findings have none. Only new findings are annotated where the report is compared.
 */
export function renderCheckGithub(report: Report, options: RenderOptions): string {
  const blocks = blocksOf(report, report.findings);
  const room = new Map<Severity, number>([
    ['error', perKind],
    ['warn', perKind],
    // One notice is for what is left out.
    ['info', perKind - 1],
  ]);
  const lines: string[] = [];
  const left: FindingBlock[] = [];
  for (const block of blocks) {
    const { severity } = block.findings[0];
    const places = room.get(severity) ?? 0;
    room.set(severity, places - 1);
    if (places > 0) lines.push(annotation(block, options));
    else left.push(block);
  }
  return `${[...lines, ...remainder(left), summary(report, options)].join('\n')}\n`;
}

function annotation(block: FindingBlock, options: RenderOptions): string {
  const { findings, rows } = block;
  const [first] = findings;
  const at = first.locations[0];
  const title = [...new Set(findings.map((finding) => finding.ruleId))].join(', ');
  const shown = leadingRows(block, maxRows);
  const text = [
    ...findings.slice(0, maxMessages).map((finding) => finding.message),
    ...more(findings.length - maxMessages),
    ...(rows.length > 1 ? shown.map((row) => [row.label, `${row.file}:${row.line}`, row.text].filter((part) => part !== '').join('  ')) : []),
    ...(rows.length > 1 ? more(rows.length - maxRows) : []),
  ];
  const file = workflowProperty(checkoutPath(options.prefix, at.file));
  return `::${commandOf[first.severity]} file=${file},line=${at.line},title=${workflowProperty(`archlint: ${title}`)}::${workflowData(...text)}`;
}

const more = (amount: number): readonly string[] => (amount > 0 ? [`… and ${amount} more`] : []);

function remainder(left: readonly FindingBlock[]): readonly string[] {
  const findings = left.flatMap((block) => block.findings);
  if (findings.length === 0) return [];
  const text = `${severityCounts(findings)} more than GitHub shows as annotations: all of them stand in the summary of this run`;
  return [`::notice title=${workflowProperty(`archlint: ${count(findings.length, 'more finding')}`)}::${workflowData(text)}`];
}

/** The line for the log. */
function summary(report: Report, options: RenderOptions): string {
  const { comparison } = report;
  const against = comparison ? ` (${comparisonCounts(comparison)})` : '';
  return `archlint: ${verdictText(report)}${against}${options.failure === undefined ? '' : `, ${options.failure}`}`;
}
