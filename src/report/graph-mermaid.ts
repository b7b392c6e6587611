import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { drawGraph } from './shape/drawing/draw-graph.js';
import { mermaidDrawing } from './shape/drawing/mermaid-drawing.js';

/** The graph as a Mermaid flowchart, within the limits of GitHub's and GitLab's renderers. */
export function renderGraphMermaid(report: Report, options: RenderOptions): string {
  return mermaidDrawing(drawGraph(report, options.graph));
}
