import type { Comparison } from '../../core/comparison.js';
import type { Finding, Report } from '../../core/report.js';
import type { Paint, RenderOptions } from '../options.js';
import { shell, term } from './escape.js';
import { clip, count, displayWidth, padCells, wrap } from './layout.js';
import { planText } from './plan.js';

const maxFixed = 10;
const margin = 'FIXED'.length + 2;

/** Columns that the marks of a comparison take from what stands beside them. */
export const markWidth = 'NEW'.length + 2;

/** Puts a mark before a block: its first line bears it, the others move with it. Lines are laid out for `markWidth` fewer columns. */
export function marked(lines: readonly string[], mark: string, indent: number): readonly string[] {
  const pad = ' '.repeat(markWidth);
  return lines.map((line, i) => (i === 0 ? `${' '.repeat(indent)}${mark}${' '.repeat(2)}${line.slice(indent)}` : line === '' ? line : pad + line));
}

/** What is fixed, what was known before, and how the architecture changes: one line each. */
export function comparisonLines({ comparison, summary, findings }: Report, indent: number, options: RenderOptions): readonly string[] {
  if (comparison === undefined) return [];
  const { baselined } = summary;
  const staleShown = findings.some(({ messageId }) => messageId === 'staleBaseline');
  const { palette, verbose } = options;
  const { fixed, unchanged, change, stale } = comparison;
  const pad = ' '.repeat(indent);
  const text = (words: string): readonly string[] => wrap(words, Math.max(20, options.columns - indent)).map((line) => pad + line);
  const shown = verbose ? fixed : fixed.slice(0, maxFixed);
  const known = verbose ? unchanged : [];
  return [
    ...rows(shown, 'FIXED', palette.green, indent, options),
    ...(fixed.length > shown.length ? [`${' '.repeat(indent + margin)}${palette.dim(`… and ${fixed.length - shown.length} more (--verbose)`)}`] : []),
    ...rows(known, 'KNOWN', palette.dim, indent, options),
    ...(unchanged.length > 0 ? text(knownText(comparison, baselined, verbose)) : []),
    ...(stale.length > 0 && !staleShown
      ? [`${pad}${palette.yellow(count(stale.length, 'stale baseline entry', 'stale baseline entries'))}: archlint baseline --prune`]
      : []),
    ...(change === undefined ? [] : text(planText(change))),
  ];
}

function knownText({ against, unchanged }: Comparison, baselined: number, verbose: boolean): string {
  const accepted = baselined > 0 && against.kind !== 'baseline' ? `, ${baselined} of them in the baseline` : '';
  const known = count(unchanged.length, 'known problem');
  return verbose ? `${known}${accepted}` : `${known} hidden${accepted} (--verbose lists ${unchanged.length === 1 ? 'it' : 'them'})`;
}

/** `against origin/main` or `against .archlint-baseline.json`, for the end of a verdict. */
export const againstText = (comparison: Comparison): string => `against ${shell(comparison.against.name)}`;

function rows(findings: readonly Finding[], mark: string, paint: Paint, indent: number, options: RenderOptions): readonly string[] {
  const ruleWidth = Math.max(0, ...findings.map((finding) => displayWidth(term(finding.ruleId))));
  const start = indent + margin + ruleWidth + 2;
  return findings.map((finding) => {
    const subject = clip(term(subjectOf(finding)), Math.max(20, options.columns - start));
    return `${' '.repeat(indent)}${paint(mark)}  ${padCells(term(finding.ruleId), ruleWidth)}  ${subject}`;
  });
}

/** The path of a chain, else what the message says. */
const subjectOf = (finding: Finding): string => (finding.path === null ? finding.message : finding.path.join(' → '));
