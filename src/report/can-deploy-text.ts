import type { BondReason } from '../core/deployability.js';
import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { bondGroups, deployVerdict, pipelineLines, startOrderLines } from './shape/deployability.js';
import { term } from './shape/escape.js';
import { wrap } from './shape/layout.js';
import { titlesOf } from './shape/names.js';
import { type PlaceRow, placeRows } from './shape/rows.js';

const maxReasons = 8;

/** Whether a service can be deployed alone: the verdict, then each service that goes with it, with the reasons and their lines. */
export function renderCanDeployText(report: Report, options: RenderOptions): string {
  const asked = options.deployability;
  if (asked === undefined) return '\n';
  const { palette, columns } = options;
  const titles = titlesOf(report.graph);
  const title = (id: string): string => term(titles(id));
  const paint = asked.bonds.length === 0 ? palette.green : palette.yellow;
  const say = (text: string): readonly string[] => wrap(text, columns - 2).map((line) => `  ${line}`);
  const bonds = bondGroups(asked).flatMap((group) => {
    const shown = options.verbose ? group.reasons : group.reasons.slice(0, maxReasons);
    const left = group.reasons.length - shown.length;
    return [
      '',
      ...say(palette.bold(group.services.map(title).join(', '))),
      ...placeRows(
        shown.flatMap((reason) => rowsOf(reason, options.verbose)),
        4,
        columns,
        palette,
      ),
      ...(left > 0 ? [`    ${palette.dim(`… and ${left} more (--verbose)`)}`] : []),
    ];
  });
  const order = [...pipelineLines(asked).map(term), ...startOrderLines(asked, title)];
  return [...say(paint(deployVerdict(asked, title))), ...bonds, ...(order.length > 0 ? ['', ...order.flatMap(say)] : []), ''].join('\n');
}

function rowsOf(reason: BondReason, verbose: boolean): readonly PlaceRow[] {
  const [first, ...rest] = reason.locations;
  return [{ ...first, label: '', text: reason.text }, ...(verbose ? rest : []).map((place) => ({ ...place, label: '', text: '' }))];
}
