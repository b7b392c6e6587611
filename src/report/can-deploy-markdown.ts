import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { bondGroups, deployVerdict, pipelineLines, startOrderLines } from './shape/deployability.js';
import { md, mdCell } from './shape/escape.js';
import { titlesOf } from './shape/names.js';

/** Whether a service can be deployed alone, as Markdown: the verdict as a headline, a table of what goes with it and why. */
export function renderCanDeployMarkdown(report: Report, options: RenderOptions): string {
  const asked = options.deployability;
  if (asked === undefined) return '\n';
  const titles = titlesOf(report.graph);
  const verdict = deployVerdict(asked, (id) => titles(id));
  const rows = bondGroups(asked).flatMap((group) =>
    group.reasons.map(
      ({ text, locations }) =>
        `| ${mdCell(group.services.map(titles).join(', '))} | ${mdCell(text)} | ${mdCell(`${locations[0].file}:${locations[0].line}`)} |`,
    ),
  );
  const table = rows.length === 0 ? [] : ['', '| with it goes | because of | where |', '| --- | --- | --- |', ...rows];
  const order = [...pipelineLines(asked), ...startOrderLines(asked, titles)].map((line) => `- ${md(line)}`);
  return [
    `**${asked.bonds.length === 0 ? 'Can go out alone' : 'Cannot go out alone'}:** ${md(verdict)}`,
    ...table,
    ...(order.length > 0 ? ['', ...order] : []),
    '',
  ].join('\n');
}
