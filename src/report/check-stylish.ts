import { joinNames } from '../core/message.js';
import type { Finding, Report } from '../core/report.js';
import type { Severity } from '../core/rule.js';
import type { RenderOptions } from './options.js';
import { blocksOf, type FindingBlock, leadingRows } from './shape/blocks.js';
import { againstText, comparisonLines, marked, markWidth } from './shape/comparison-lines.js';
import { shell, term } from './shape/escape.js';
import { groupBy } from './shape/group-by.js';
import { systemCounts } from './shape/headline.js';
import { count, displayWidth, padCells, wrap } from './shape/layout.js';
import { titlesOf } from './shape/names.js';
import { placeRows } from './shape/rows.js';
import { coverageText, firstSentence, historyText, reasonText, severityPaint, skippedText } from './shape/words.js';

const indent = 2;
const body = 9;
const maxRows: Readonly<Record<Severity, number>> = { error: 12, warn: 8, info: 3 };
const maxAlike = 3;
const maxMessages = 8;
const maxUnresolved = 10;
const maxDiagnostics = 5;

/** Findings for people: one block per cause with the lines that prove it, then what was and was not understood, then what to do next. */
export function renderCheckStylish(report: Report, options: RenderOptions): string {
  const header = headline(report, options);
  if (report.summary.services === 0 && report.findings.length === 0) return [...header, '', ...nothingFound(report, options), ''].join('\n');
  const shown = options.quiet ? report.findings.filter((finding) => finding.severity === 'error') : report.findings;
  const explained = new Set<string>();
  const { comparison } = report;
  const narrow = { ...options, columns: options.columns - markWidth };
  const blocks = blocksOf(report, shown).flatMap((block) =>
    comparison === undefined
      ? ['', ...blockLines(block, report, options, explained)]
      : ['', ...marked(blockLines(block, report, narrow, explained), options.palette.bold('NEW'), indent)],
  );
  const foot = [...comparisonLines(report, indent, options), verdict(report, options), ...coverage(report, options)];
  const next = options.quiet ? [] : [...nextSteps(shown, options), ...adoption(report, options)];
  return [...header, ...blocks, '', ...foot, ...unresolved(report, options), ...next, ''].join('\n');
}

function headline(report: Report, options: RenderOptions): readonly string[] {
  const time = options.elapsed === undefined ? '' : `, ${(options.elapsed / 1000).toFixed(1)} s`;
  const { bold, dim } = options.palette;
  const [name, what, read] = [`archlint ${term(report.toolVersion)}`, systemCounts(report).join(' · '), `(${count(report.files.read, 'file')}${time})`];
  const pad = ' '.repeat(indent);
  const fits = indent + displayWidth(`${name}  ${what}   ${read}`) <= options.columns;
  if (fits) return [`${pad}${bold(name)}  ${what}   ${dim(read)}`];
  return [`${pad}${bold(name)}  ${dim(read)}`, ...paragraph(what, indent, options.columns)];
}

function nothingFound(report: Report, options: RenderOptions): readonly string[] {
  const text =
    `Nothing found to analyse: none of ${count(report.files.listed, 'file')} describes a service. archlint looks for compose files, Kubernetes manifests, ` +
    'Dockerfiles and packages with a start script. Give it the folder that holds them, or name services in .archlintrc.yml.';
  return [...paragraph(text, indent, options.columns, options.palette.yellow), ...coverage(report, options)];
}

function blockLines(block: FindingBlock, report: Report, options: RenderOptions, explained: Set<string>): readonly string[] {
  const { findings, rows } = block;
  const ruleWidth = Math.max(...findings.map((finding) => displayWidth(term(finding.ruleId))));
  const limit = options.verbose
    ? Number.POSITIVE_INFINITY
    : Math.max(...findings.map((finding) => Math.max(maxRows[finding.severity], finding.path?.length ?? 0)));
  const fresh = [...new Set(findings.map((finding) => finding.ruleId))].filter((id) => !explained.has(id));
  for (const id of fresh) explained.add(id);
  return [
    ...[...groupBy(findings, (finding) => `${finding.severity} ${finding.ruleId}`).values()].flatMap((alike) => alikeLines(alike, ruleWidth, options)),
    ...placeRows(leadingRows(block, limit), body + 2, options.columns, options.palette),
    ...moreLine(rows.length - limit, body + 2, options),
    ...reasons(fresh, report, options),
  ];
}

function moreLine(left: number, at: number, options: RenderOptions): readonly string[] {
  return left > 0 ? [`${' '.repeat(at)}${options.palette.dim(`… and ${left} more (--verbose)`)}`] : [];
}

/** Findings of one cause, rule and severity: each by itself, or, where there are many, their messages under one heading. */
function alikeLines(findings: readonly Finding[], ruleWidth: number, options: RenderOptions): readonly string[] {
  const [first] = findings;
  if (first === undefined || findings.length <= maxAlike) return findings.flatMap((finding) => findingLines(finding, ruleWidth, options));
  const shown = options.verbose ? findings : findings.slice(0, maxMessages);
  const services = [...new Set(findings.flatMap((finding) => finding.services))];
  return [
    ...headLines(first, `${count(findings.length, 'finding')}: ${services.join(', ')}`, ruleWidth, options),
    ...shown.flatMap((finding) => paragraph(finding.message, body, options.columns)),
    ...moreLine(findings.length - shown.length, body, options),
  ];
}

function findingLines(finding: Finding, ruleWidth: number, options: RenderOptions): readonly string[] {
  const subject = finding.path ? finding.path.join(' → ') : finding.services.join(', ');
  return [...headLines(finding, subject, ruleWidth, options), ...paragraph(messageBelow(finding), body, options.columns)];
}

function headLines({ severity, ruleId }: Finding, subject: string, ruleWidth: number, { palette, columns }: RenderOptions): readonly string[] {
  const rule = padCells(term(ruleId), ruleWidth);
  const start = body + ruleWidth + 2;
  const lines = wrap(term(subject), Math.max(20, columns - start));
  const word = padCells(severity, body - indent - 2);
  const head = `${' '.repeat(indent)}${severityPaint(severity, palette)(word)}  ${palette.bold(rule)}  ${lines[0] ?? ''}`;
  return [head.trimEnd(), ...lines.slice(1).map((line) => ' '.repeat(start) + line)];
}

/** The message, without the path or the services that the line above it shows. */
function messageBelow(finding: Finding): string {
  const shown = `: ${finding.path?.join(' → ') ?? joinNames(finding.services)}`;
  const at = finding.message.lastIndexOf(shown);
  const rest = finding.message.slice(at + shown.length);
  return at >= 0 && (rest === '' || rest.startsWith('; ')) ? finding.message.slice(0, at) + rest : finding.message;
}

/** Why the first of the rules matters, and how to read more; nothing for rules that have been explained above. */
function reasons(ids: readonly string[], report: Report, options: RenderOptions): readonly string[] {
  const [id, ...others] = ids.filter((rule) => Object.hasOwn(report.rules, rule));
  const meta = id === undefined ? undefined : report.rules[id];
  if (id === undefined || meta === undefined) return [];
  const why = term(firstSentence(meta.why));
  const command = `archlint explain ${shell(id)}${others.length > 0 ? ` (or ${others.map(shell).join(', ')})` : ''}`;
  const { dim } = options.palette;
  if (body + displayWidth(why) + 3 + displayWidth(command) <= options.columns) return [`${' '.repeat(body)}${dim(why)}   ${dim(command)}`];
  return [...paragraph(why, body, options.columns, dim), ...paragraph(command, body, options.columns, dim)];
}

function verdict(report: Report, options: RenderOptions): string {
  const { errors, warnings, infos, suppressed, baselined } = report.summary;
  const { palette } = options;
  const fresh = report.comparison === undefined ? '' : 'new ';
  const found = [
    errors > 0 ? palette.red(count(errors, `${fresh}error`)) : '',
    warnings > 0 ? palette.yellow(count(warnings, `${fresh}warning`)) : '',
    infos > 0 ? palette.blue(count(infos, `${fresh}info`)) : '',
  ].filter((part) => part !== '');
  const hidden = [
    suppressed > 0 ? `${suppressed} suppressed` : '',
    baselined > 0 && report.comparison === undefined ? `${baselined} in the baseline` : '',
  ].filter((part) => part !== '');
  const head = found.length > 0 ? found.join(', ') : palette.green(`No ${fresh}findings`);
  const tail = hidden.length > 0 ? palette.dim(`  (${hidden.join(', ')})`) : '';
  const against = report.comparison === undefined ? '' : ` ${againstText(report.comparison)}`;
  return `${' '.repeat(indent)}${head}${against}${tail}${options.failure === undefined ? '' : `  ${options.failure}`}`;
}

function coverage(report: Report, options: RenderOptions): readonly string[] {
  const diagnostics = report.files.diagnostics;
  const limit = options.verbose ? diagnostics.length : maxDiagnostics;
  const rows = diagnostics.slice(0, limit).map((entry) => ({ file: entry.file, line: entry.line, label: '', text: entry.message }));
  const history = historyText(report.graph.history);
  const told = history !== undefined && (options.verbose || (report.graph.history?.shallow.length ?? 0) > 0);
  return [
    ...paragraph(`${coverageText(report.graph.coverage)}; ${skippedText(report.files)}`, indent, options.columns),
    ...(told ? paragraph(history, indent, options.columns) : []),
    ...placeRows(rows, indent + 2, options.columns, options.palette),
    ...moreLine(diagnostics.length - limit, indent + 2, options),
  ];
}

function unresolved(report: Report, options: RenderOptions): readonly string[] {
  const rows = report.graph.unresolved;
  if (rows.length === 0) return [];
  const title = titlesOf(report.graph);
  const limit = options.verbose ? rows.length : maxUnresolved;
  const reasonsInUse = [...new Set(rows.map((row) => row.reason))].toSorted();
  const byReason = reasonsInUse.map((reason) => ({ reason, rows: rows.filter((row) => row.reason === reason) }));
  const lines: string[] = [];
  let room = limit;
  for (const group of byReason) {
    if (room <= 0) break;
    const shown = group.rows.slice(0, room);
    room -= shown.length;
    const heading = paragraph(`unresolved  ${group.reason}: ${reasonText(group.reason)} (${group.rows.length})`, indent, options.columns);
    lines.push(...heading.map((line) => line.replace('unresolved', (word) => options.palette.yellow(word))));
    lines.push(
      ...placeRows(
        shown.map((row) => ({ ...row, label: row.service === null ? '' : title(row.service) })),
        indent + 2,
        options.columns,
        options.palette,
      ),
    );
  }
  return ['', ...lines, ...moreLine(rows.length - limit, indent + 2, options)];
}

function nextSteps(shown: readonly Finding[], options: RenderOptions): readonly string[] {
  const chain = shown.find((finding) => finding.path !== null && finding.path.length > 1)?.path;
  const steps = [
    ...(chain ? [`archlint why ${shell(chain[0] ?? '')} ${shell(chain[1] ?? '')}`] : []),
    ...(shown[0] ? ['archlint graph --highlight'] : ['archlint graph']),
    'archlint services',
  ];
  const pad = ' '.repeat(indent);
  const together = `next: ${steps.join(' · ')}`;
  if (indent + displayWidth(together) <= options.columns) return ['', pad + options.palette.dim(together)];
  return ['', ...steps.map((step, i) => pad + options.palette.dim(`${i === 0 ? 'next: ' : '      '}${step}`))];
}

/** The way to start where there are findings and nothing yet says which of them are known. */
function adoption({ comparison, findings, summary }: Report, { columns, palette }: RenderOptions): readonly string[] {
  if (findings.length === 0 || comparison !== undefined || summary.baselined > 0) return [];
  return paragraph("adopt: archlint baseline (today's findings are accepted, new ones fail)", indent, columns, palette.dim);
}

function paragraph(text: string, at: number, columns: number, paint: (line: string) => string = (line) => line): readonly string[] {
  return wrap(term(text), Math.max(20, columns - at)).map((line) => ' '.repeat(at) + paint(line));
}
