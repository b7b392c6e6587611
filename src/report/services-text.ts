import type { GraphNode } from '../core/graph.js';
import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { term } from './shape/escape.js';
import { inventory, type ServiceRow } from './shape/inventory.js';
import { type Cell, count, table, wrap } from './shape/layout.js';
import { nodeTitle, titlesOf } from './shape/names.js';
import { coverageText, skippedText } from './shape/words.js';

/** What was recognised, for people: a row for each service, the rest of the system below it, and the coverage line. */
export function renderServicesText(report: Report, options: RenderOptions): string {
  const rows = inventory(report.graph);
  const title = titlesOf(report.graph);
  const { palette, columns } = options;
  const heading = ['SERVICE', 'LANGUAGE', 'PATH', 'STORES', 'OUTBOUND'].map((text): Cell => ({ text, paint: palette.dim }));
  const cells = rows.map((row): readonly Cell[] => [
    { text: nameCell(row), paint: palette.bold },
    { text: term(row.node.language ?? '–') },
    { text: term(row.node.path ?? '–') },
    { text: row.stores.length > 0 ? row.stores.map((id) => term(title(id))).join('\n') : '–' },
    { text: outboundCell(row), ...(row.unresolved.length > 0 ? { paint: palette.yellow } : {}) },
  ]);
  const body =
    rows.length > 0
      ? table([heading, ...cells], columns, 2)
      : wrap(
          'Nothing found to analyse: no compose file, Kubernetes manifest, Dockerfile or package with a start script describes a service here.',
          columns - 2,
        ).map((line) => `  ${palette.yellow(line)}`);
  const others = otherKinds(report, options);
  const coverage = `${coverageText(report.graph.coverage)}; ${skippedText(report.files)}`;
  return [...body, ...(others.length > 0 ? ['', ...others] : []), '', ...wrap(coverage, columns - 2).map((line) => `  ${line}`), ''].join('\n');
}

function nameCell({ node }: ServiceRow): string {
  const role = node.role === null ? [] : [`(${node.role})`];
  const aliases = node.aliases.length > 0 ? [`also ${term(node.aliases.join(', '))}`] : [];
  return [term(nodeTitle(node)), ...role, ...aliases].join('\n');
}

function outboundCell(row: ServiceRow): string {
  if (row.resolved === 0 && row.unresolved.length === 0) return 'none';
  const unresolved = row.reasons.map(({ reason, count: amount }) => `${amount} unresolved: ${reason}`);
  return [`${row.resolved} resolved`, ...unresolved].join('\n');
}

const kinds: readonly (readonly [GraphNode['kind'], string, string?])[] = [
  ['gateway', 'gateway'],
  ['datastore', 'data store'],
  ['table', 'table'],
  ['channel', 'channel'],
  ['external', 'external host'],
  ['library', 'shared library', 'shared libraries'],
  ['infrastructure', 'piece of infrastructure', 'pieces of infrastructure'],
];

function otherKinds(report: Report, options: RenderOptions): readonly string[] {
  return kinds.flatMap(([kind, one, many]) => {
    const names = report.graph.nodes
      .filter((node) => node.kind === kind)
      .map((node) => (node.kind === 'table' || node.kind === 'channel' ? node.name : nodeTitle(node)));
    if (names.length === 0) return [];
    const limit = options.verbose ? names.length : 12;
    const more = names.length > limit ? `, … and ${names.length - limit} more (--verbose)` : '';
    const lines = wrap(term(`${count(names.length, one, many)}: ${names.slice(0, limit).join(', ')}${more}`), options.columns - 4);
    return lines.map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`));
  });
}
