import type { Report } from '../core/report.js';
import type { RuleMeta } from '../core/rule.js';
import type { RenderOptions } from './options.js';
import { term } from './shape/escape.js';
import { type Cell, table, wrap } from './shape/layout.js';
import { ruleList } from './shape/rule-list.js';
import { plainText, severityPaint } from './shape/words.js';

/** One rule's whole documentation, laid out for a terminal. */
export function renderExplainText(report: Report, options: RenderOptions): string {
  const listed = ruleList(report, options.severities).find((rule) => rule.id === options.rule);
  if (listed === undefined) return '\n';
  const { id, meta, severity } = listed;
  const { palette } = options;
  const section = (name: string, markdown: string | undefined): readonly string[] =>
    markdown === undefined || markdown.trim() === '' ? [] : ['', `  ${palette.bold(name)}`, ...markdownLines(markdown, 4, options)];
  return [
    `  ${palette.bold(term(id))}  ${severityPaint(severity, palette)(severity)}  ${palette.dim(meta.category)}`,
    ...markdownLines(`${meta.summary}.`, 2, options),
    ...section('Why it hurts', meta.why),
    ...section('How to mend it', meta.fix),
    ...section('When not to use it', meta.whenNot),
    ...optionLines(meta, options),
    ...section('Severity', `minimal: ${meta.severity.minimal}, recommended: ${meta.severity.recommended}, strict: ${meta.severity.strict}`),
    ...section(
      'Suppress one finding',
      meta.suppressible === false
        ? undefined
        : `A comment \`archlint-ignore ${id}: <reason>\` on the line or the line above it, or \`suppress:\` in the configuration.`,
    ),
    ...section('Read more', [`- docs/rules/${id}.md`, ...(meta.references ?? []).map((reference) => `- ${reference}`)].join('\n')),
    '',
  ].join('\n');
}

function optionLines(meta: RuleMeta, options: RenderOptions): readonly string[] {
  const row = (name: string, kind: string, description: string): readonly Cell[] => [
    { text: term(name), paint: options.palette.cyan },
    { text: kind },
    { text: term(plainText(description)) },
  ];
  const rows = Object.entries(meta.options).flatMap(([name, option]) => [
    row(name, `${option.type}, default ${term(JSON.stringify(option.default))}`, option.description),
    ...Object.entries(option.fields ?? {}).map(([field, { required, description }]) => row(`  ${field}`, required ? 'required' : 'optional', description)),
  ]);
  return rows.length === 0 ? [] : ['', `  ${options.palette.bold('Options')}`, ...table(rows, options.columns, 4)];
}

/** Paragraphs and lists wrapped, code blocks as they are. */
function markdownLines(markdown: string, indent: number, options: RenderOptions): readonly string[] {
  const lines: string[] = [];
  let code = false;
  let paragraph: string[] = [];
  const pad = ' '.repeat(indent);
  const flush = (): void => {
    const text = paragraph.join(' ');
    const item = /^(?:[-*]|\d+\.) /.exec(text)?.[0] ?? '';
    const hanging = ' '.repeat(item.length);
    if (text !== '')
      lines.push(
        ...wrap(term(plainText(text.slice(item.length))), options.columns - indent - item.length).map((line, i) => pad + (i === 0 ? item : hanging) + line),
      );
    paragraph = [];
  };
  for (const line of markdown.trim().split('\n')) {
    const fence = /^\s*```/.test(line);
    if (fence || /^\s*$/.test(line) || /^\s*(?:[-*]|\d+\.) /.test(line)) flush();
    if (fence) code = !code;
    else if (code) lines.push(`${pad}  ${options.palette.cyan(term(line))}`);
    else if (/^\s*$/.test(line)) lines.push('');
    else paragraph.push(line.trim());
  }
  flush();
  return lines;
}
