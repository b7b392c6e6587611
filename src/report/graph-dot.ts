import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { dotDrawing } from './shape/drawing/dot-drawing.js';
import { drawGraph } from './shape/drawing/draw-graph.js';

/** The graph as DOT, for Graphviz: `dot` up to some hundred nodes, `sfdp` above. */
export function renderGraphDot(report: Report, options: RenderOptions): string {
  return dotDrawing(drawGraph(report, options.graph));
}
