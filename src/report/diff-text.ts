import type { Finding, Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { type ChangeRow, type ChangeSection, changeSections, findingsKnown, stateName } from './shape/change-rows.js';
import { term } from './shape/escape.js';
import { clip, displayWidth, padCells, wrap } from './shape/layout.js';
import { planText } from './shape/plan.js';

const maxRows = 40;
const maxWhat = 60;

/** How one state differs from another, for people: the plan, then what is added and removed of each kind, then findings. */
export function renderDiffText(report: Report, options: RenderOptions): string {
  const { comparison } = report;
  if (comparison?.change === undefined) return '\n';
  const { bold, dim } = options.palette;
  const plan = wrap(planText(comparison.change), Math.max(20, options.columns - 2)).map((line) => `  ${line}`);
  return [
    `  ${bold(term(`${stateName(comparison.against)} → ${stateName(comparison.later)}`))}`,
    ...plan,
    ...changeSections(comparison.change, report.graph).flatMap((section) => ['', ...sectionLines(section, options)]),
    ...(findingsKnown(comparison) ? findingLines(report, options) : ['', `  ${dim('Findings are not compared: a graph file has none.')}`]),
    '',
  ].join('\n');
}

function sectionLines({ title, rows }: ChangeSection, options: RenderOptions): readonly string[] {
  const shown = options.verbose ? rows : rows.slice(0, maxRows);
  const width = Math.min(maxWhat, Math.max(0, ...shown.map((row) => displayWidth(term(row.what)))));
  return [
    `  ${options.palette.bold(title)}`,
    ...shown.flatMap((row) => rowLines(row, width, options)),
    ...(rows.length > shown.length ? [`    ${options.palette.dim(`… and ${rows.length - shown.length} more (--verbose)`)}`] : []),
  ];
}

function rowLines({ sign, what, how, at }: ChangeRow, width: number, options: RenderOptions): readonly string[] {
  const place = at === undefined ? '' : `${term(at.file)}:${at.line}`;
  const head = `    ${signed(sign, options)(`${sign} ${padCells(term(what), width)}`)}`;
  const rest = [term(how), options.palette.cyan(place)].filter((part) => part !== '').join('  ');
  const fits = 6 + Math.max(width, displayWidth(term(what))) + 2 + displayWidth(`${term(how)}  ${place}`) <= options.columns;
  if (rest === '') return [head.trimEnd()];
  return fits ? [`${head}  ${rest}`] : [head.trimEnd(), `        ${rest}`];
}

const signed = (sign: ChangeRow['sign'], { palette }: RenderOptions) => ({ '+': palette.green, '-': palette.red, '~': palette.yellow })[sign];

function findingLines({ findings, comparison }: Report, options: RenderOptions): readonly string[] {
  const gone = comparison?.fixed ?? [];
  const same = comparison?.unchanged.length ?? 0;
  if (findings.length + gone.length === 0) return ['', `  ${options.palette.dim(`No finding added or removed, ${same} unchanged`)}`];
  const limit = options.verbose ? Number.POSITIVE_INFINITY : maxRows;
  const width = Math.max(...[...findings, ...gone].map(({ ruleId }) => displayWidth(term(ruleId))));
  return [
    '',
    `  ${options.palette.bold('Findings')}  ${options.palette.dim(`${findings.length} added, ${gone.length} removed, ${same} unchanged`)}`,
    ...listed('+', findings, limit, width, options),
    ...listed('-', gone, limit, width, options),
  ];
}

function listed(sign: '+' | '-', findings: readonly Finding[], limit: number, width: number, options: RenderOptions): readonly string[] {
  const shown = findings.slice(0, limit);
  const lines = shown.map(({ severity, ruleId, message, path }) => {
    const head = `${sign} ${padCells(severity, 5)}  ${padCells(term(ruleId), width)}`;
    const room = Math.max(20, options.columns - 4 - displayWidth(head) - 2);
    return `    ${signed(sign, options)(head)}  ${clip(term(path === null ? message : path.join(' → ')), room)}`;
  });
  return findings.length > shown.length ? [...lines, `    ${options.palette.dim(`… and ${findings.length - shown.length} more (--verbose)`)}`] : lines;
}
