import type { Coverage, UnresolvedRow } from '../../core/graph.js';
import type { HistoryEvidence, LeftOutReason } from '../../core/history.js';
import { compareText } from '../../core/location.js';
import type { FileCoverage } from '../../core/report.js';
import type { RuleMeta, Severity } from '../../core/rule.js';
import type { Paint, Palette } from '../options.js';
import { term } from './escape.js';
import { count } from './layout.js';

/** Words for skip reasons, one file and several. */
const skipWords: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['too-large', ['too large', 'too large']],
  ['binary', ['binary', 'binary']],
  ['unreadable', ['unreadable', 'unreadable']],
  ['outside-root', ['link out of the tree', 'links out of the tree']],
  ['minified', ['minified', 'minified']],
  ['template', ['template', 'templates']],
  ['unparsable', ['with syntax errors', 'with syntax errors']],
  ['too-many-files', ['beyond the file limit', 'beyond the file limit']],
  ['generated', ['generated', 'generated']],
  ['remote', ['remote', 'remote']],
  ['not-run', ['made by a plug-in', 'made by plug-ins']],
]);

const reasonWords: Readonly<Record<UnresolvedRow['reason'], string>> = {
  'dynamic-target': 'the target is only known at run time',
  'missing-setting': 'a setting that no deployment sets',
  'unknown-host': 'a host that nothing found answers to',
  ambiguous: 'more than one possible target',
  'too-many': 'too many possible values',
  'absent-code': 'the code that decides is not here',
  unparsable: 'a file that could not be parsed',
};

/** A sentence part for the reason of an unresolved row. */
export function reasonText(reason: UnresolvedRow['reason']): string {
  return reasonWords[reason];
}

/** `38 of 41 calls, queues and data accesses resolved, 2 external, 1 unresolved`. */
export function coverageText(coverage: Coverage): string {
  if (coverage.interactions === 0) return 'no calls, queues or data accesses found';
  const rest = [coverage.external > 0 ? `${coverage.external} external` : '', coverage.unresolved > 0 ? `${coverage.unresolved} unresolved` : ''];
  return [`${coverage.resolved} of ${coverage.interactions} calls, queues and data accesses resolved`, ...rest.filter((part) => part !== '')].join(', ');
}

/** `too large`, `templates`: words for a reason to skip files, by their number. */
export function skipReasonText(reason: string, amount: number): string {
  return skipWords.get(reason)?.[amount === 1 ? 0 : 1] ?? term(reason);
}

/** `3 files skipped: 1 too large, 2 templates`, or that none was. */
export function skippedText(files: FileCoverage): string {
  const rows = Object.entries(files.skipped).filter(([, amount]) => amount > 0);
  const total = rows.reduce((sum, [, amount]) => sum + amount, 0);
  if (total === 0) return 'no file skipped';
  const parts = rows.toSorted(([a], [b]) => compareText(a, b)).map(([reason, amount]) => `${amount} ${skipReasonText(reason, amount)}`);
  return `${count(total, 'file')} skipped: ${parts.join(', ')}`;
}

/** Colour of a severity. */
export function severityPaint(severity: Severity | 'off', palette: Palette): Paint {
  switch (severity) {
    case 'error':
      return palette.red;
    case 'warn':
      return palette.yellow;
    case 'info':
      return palette.blue;
    case 'off':
      return palette.dim;
  }
}

/** First sentence of a Markdown text, without its marks. */
export function firstSentence(markdown: string): string {
  const plain = plainText(markdown.split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ');
  return /^.*?[.!?](?=\s|$)/.exec(plain)?.[0] ?? plain;
}

/** Markdown paragraph without emphasis, code marks and link addresses. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .trim();
}

const leftOutWords: Readonly<Record<LeftOutReason, string>> = {
  bot: 'by bots',
  formatting: 'formatting',
  import: 'imports',
  release: 'releases',
  sweep: 'over most services',
};

/** What of the history was counted; undefined where there is nothing to say. A clone that is cut off is always named. */
export function historyText(history: HistoryEvidence | undefined): string | undefined {
  if (history === undefined) return undefined;
  const cut =
    history.shallow.length === 0
      ? []
      : [`history of ${history.shallow.join(', ')} not evaluated: the clone is shallow (fetch it whole: git fetch --unshallow)`];
  const left = (Object.keys(leftOutWords) as LeftOutReason[]).flatMap((reason) => {
    const amount = history.leftOut[reason] ?? 0;
    return amount === 0 ? [] : [`${amount} ${leftOutWords[reason]}`];
  });
  const counted =
    history.changes === 0
      ? []
      : [`${count(history.changes, 'change')} of ${history.months} months counted${left.length === 0 ? '' : ` (left out: ${left.join(', ')})`}`];
  const parts = [...counted, ...cut];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** Markdown paragraphs: why it hurts, how to mend it, when not to. */
export function documentation(meta: RuleMeta): readonly string[] {
  return [
    '**Why it hurts**',
    meta.why,
    '**How to mend it**',
    meta.fix,
    ...(meta.whenNot === undefined ? [] : ['**When not to use the rule**', meta.whenNot]),
    ...(meta.references === undefined ? [] : [meta.references.map((url) => `- <${url}>`).join('\n')]),
  ];
}
