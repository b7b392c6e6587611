import type { Diagnostic } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import type { Renderer, Rendering, RenderResult } from '../../core/rendered.js';
import { parseYaml } from '../../parse/yaml.js';
import { valueOfTree } from '../go-template/from-tree.js';
import { GoMap, type GoValue } from '../go-template/value.js';
import { Charts } from './chart.js';
import { helmfileReleases } from './helmfile/index.js';
import { chartReleases } from './plan.js';
import { Studio } from './studio.js';
import { setValue } from './values.js';
import { openWorkshop, type Release, type Workshop } from './workshop.js';

/**
 * Helm charts: what `helm template` gives. Helmfiles say what is installed; else each chart that is no other's part is, with its values.yaml and with
 * each values file beside it.
 */
export const helm: Renderer = {
  id: 'helm',
  title: 'Helm charts and helmfiles',
  render,
};

/** A chart of the tree, installed as another tool says (an application of Argo CD, a HelmRelease of Flux). Paths are relative to the scan root. */
export interface ChartRequest {
  /** The chart's folder. */
  readonly chart: string;
  /** The release; absent where nothing names it: its name is then taken out of what is rendered. */
  readonly name?: string;
  readonly namespace?: string;
  /** Over the chart's values.yaml; later ones win. */
  readonly valuesFiles: readonly string[];
  /** YAML over the files. */
  readonly values?: string;
  /** `--set` over all of them. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** See `Rendering`. */
  readonly stack: string;
  readonly environment?: string;
  readonly when?: string;
}

/** What the requests deploy. A request for a folder without a chart gives nothing. */
export function renderCharts(files: FileIndex, requests: readonly ChartRequest[]): RenderResult {
  const charts = new Charts(files);
  return withNotes(charts, (workshop) => new Studio(charts, workshop).render(requests.flatMap((request) => requested(charts, request) ?? [])));
}

function render(files: FileIndex): RenderResult {
  const charts = new Charts(files);
  return withNotes(charts, (workshop) => {
    if (charts.folders.length === 0) return [];
    const named = helmfileReleases(charts, workshop);
    const studio = new Studio(charts, workshop);
    const others = chartReleases(charts, new Set(named.map(({ chart }) => chart)), (file) => studio.valuesOf(file));
    return studio.render([...named, ...others]);
  });
}

function withNotes(charts: Charts, make: (workshop: Workshop) => readonly Rendering[]): RenderResult {
  const diagnostics = new Map<string, Diagnostic>();
  const workshop = openWorkshop(charts.files, (one) => diagnostics.set(`${one.file}\n${one.line}\n${one.message}`, one));
  const renderings = make(workshop);
  const consumed = charts.folders.flatMap((dir) => charts.at(dir)?.templates ?? []);
  return { renderings, consumed, diagnostics: [...diagnostics.values()] };
}

function requested(charts: Charts, request: ChartRequest): Release | undefined {
  const { chart: dir, valuesFiles, values, parameters, ...place } = request;
  const chart = charts.at(dir);
  if (chart === undefined) return undefined;
  const inline = new GoMap();
  for (const { name, value } of parameters) setValue(inline, name, parameterValue(value));
  const root = values === undefined ? undefined : parseYaml('', values, { final: true }).documents[0]?.root;
  const given = root === undefined ? null : valueOfTree(root, { spend: () => undefined });
  const layers = [...valuesFiles.map((file) => ({ file })), ...(given instanceof GoMap ? [{ map: given }] : []), { map: inline }];
  return { ...place, chart, values: layers, group: `${place.stack} ${place.name ?? chart.dir}` };
}

/** `--set` reads numbers and booleans. */
function parameterValue(value: string): GoValue {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null') return null;
  return /^(?:0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}
