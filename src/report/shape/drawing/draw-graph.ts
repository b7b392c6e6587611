import type { Report } from '../../../core/report.js';
import type { GraphOptions } from '../../options.js';
import { drawChange } from '../change-diagram.js';
import { groupNodes } from '../groups.js';
import { highlightOf, noHighlight } from '../highlight.js';
import { drawnEdges, select } from '../selection.js';
import type { Drawing } from './drawing.js';
import { framesOf, withoutIdleStores } from './frames.js';
import { drawnLine, mergeLines } from './lines.js';
import { drawnNode } from './nodes.js';
import { joinTwins } from './twins.js';

/** The picture that the options ask for. A report that is held against an earlier state is drawn as the neighbourhood of what changed. */
export function drawGraph(report: Report, options: GraphOptions): Drawing {
  const change = report.comparison?.change;
  if (change) {
    const findings = options.highlight ? report.findings : [];
    return drawChange(change, report.graph, findings) ?? { nodes: [], lines: [], frames: [], notes: ['nothing of the architecture changed'] };
  }
  const selection = select(report.graph, options, 'data');
  const paint = options.highlight ? highlightOf(report.graph, report.findings) : noHighlight;
  const drawing: Drawing = {
    nodes: selection.nodes.map((node) => drawnNode(node, paint.nodes.get(node.id))),
    lines: mergeLines(drawnEdges(selection).map((edge) => drawnLine(edge, paint.edges.get(edge)))),
    frames: framesOf(selection.nodes, groupNodes(selection, options.groupBy)),
    notes: [],
  };
  return joinTwins(withoutIdleStores(drawing), new Set(options.focus === undefined ? [] : [options.focus]));
}
