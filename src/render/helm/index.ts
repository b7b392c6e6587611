import type { Diagnostic } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import type { Renderer, Rendering, RenderResult } from '../../core/rendered.js';
import { Charts } from './chart.js';
import { Studio } from './studio.js';
import { chartReleases } from './plan.js';

/** Helm charts: what `helm template` gives for each chart that is no other's part, with its values.yaml and with each values file beside it. */
export const helm: Renderer = {
  id: 'helm',
  title: 'Helm charts',
  render,
};

function render(files: FileIndex): RenderResult {
  const charts = new Charts(files);
  if (charts.folders.length === 0) return { renderings: [], consumed: [], diagnostics: [] };
  const diagnostics = new Map<string, Diagnostic>();
  const studio = new Studio(charts, (diagnostic) => diagnostics.set(`${diagnostic.file}\n${diagnostic.line}\n${diagnostic.message}`, diagnostic));
  const renderings: Rendering[] = studio.render(chartReleases(charts));
  const consumed = charts.folders.flatMap((dir) => charts.at(dir)?.templates ?? []);
  return { renderings, consumed, diagnostics: [...diagnostics.values()] };
}
