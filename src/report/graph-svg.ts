import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { dotDrawing } from './shape/drawing/dot-drawing.js';
import { drawGraph } from './shape/drawing/draw-graph.js';
import type { Drawing } from './shape/drawing/drawing.js';
import { cloud, type LayoutPlan, layoutPlan, tooLarge } from './shape/drawing/layout-plan.js';
import { count } from './shape/layout.js';
import { messageSvg, standaloneSvg } from './shape/svg.js';

/**
 * The graph as a picture: SVG that stands alone, laid out by a Graphviz compiled to WebAssembly, which is loaded only here. What cannot be laid out gives a
 * picture that says so.
 */
export async function renderGraphSvg(report: Report, options: RenderOptions): Promise<string> {
  const drawing = drawGraph(report, options.graph);
  const problem = tooLarge(drawing);
  if (problem !== undefined) return messageSvg(problem.split(': '));
  const sizes = `${count(drawing.nodes.length, 'node')} and ${count(drawing.lines.length, 'line')}`;
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const drawn = laidOut(drawing, layoutPlan(drawing)) ?? laidOut(drawing, cloud);
  return drawn ?? messageSvg([`${sizes}: Graphviz could not lay them out.`]);

  function laidOut(one: Drawing, plan: LayoutPlan): string | undefined {
    try {
      return standaloneSvg(graphviz.layout(dotDrawing(one, plan), 'svg', plan.engine), `Dependency graph of ${sizes}`);
    } catch {
      return undefined;
    }
  }
}
