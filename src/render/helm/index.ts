import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { RenderResult } from '../../core/rendered.js';
import { valueOfTree } from '../go-template/from-tree.js';
import { GoMap, type GoValue } from '../go-template/value.js';
import { type ChartRequest, type DeploymentPlan, noPlan, type PlannedRenderer } from '../plan.js';
import { Charts } from './chart.js';
import { helmfileReleases } from './helmfile/index.js';
import { chartReleases } from './plan.js';
import { Studio } from './studio.js';
import { setValue } from './values.js';
import { openWorkshop, type Release } from './workshop.js';

/**
 * Helm charts: what `helm template` gives. Helmfiles and the plan say what is installed; else each chart that is no other's part is, with its values.yaml and
 * with each values file beside it.
 */
export const helm: PlannedRenderer = {
  id: 'helm',
  title: 'Helm charts and helmfiles; as Argo CD (Applications, ApplicationSets), Flux and Skaffold install them',
  render: (files, plan = noPlan) => rendered(files, plan, false),
};

/** What these requests alone deploy. A request for a folder without a chart gives nothing. */
export function renderCharts(files: FileIndex, charts: readonly ChartRequest[]): RenderResult {
  return rendered(files, { ...noPlan, charts }, true);
}

function rendered(files: FileIndex, plan: DeploymentPlan, only: boolean): RenderResult {
  const charts = new Charts(files);
  const diagnostics = new Map<string, Diagnostic>();
  const workshop = openWorkshop(files, (one) => diagnostics.set(`${one.file}\n${one.line}\n${one.message}`, one));
  const requested = plan.charts.flatMap((request) => requestedRelease(charts, request) ?? []);
  const studio = new Studio(charts, workshop);
  const releases = (): Release[] => {
    const named = helmfileReleases(charts, workshop);
    const elsewhere = plan.installed.flatMap((dir) => charts.at(dir) ?? []);
    const installed = new Set([...[...named, ...requested].map(({ chart }) => chart), ...elsewhere]);
    return [...named, ...requested, ...chartReleases(charts, installed, (file) => studio.valuesOf(file))];
  };
  const renderings = charts.folders.length === 0 ? [] : studio.render(only ? requested : releases());
  const consumed = charts.folders.flatMap((dir) => charts.at(dir)?.templates ?? []);
  return { renderings, consumed, diagnostics: [...diagnostics.values()] };
}

function requestedRelease(charts: Charts, request: ChartRequest): Release | undefined {
  const { chart: dir, values, parameters, ...place } = request;
  const chart = charts.at(dir);
  if (chart === undefined) return undefined;
  const set = new GoMap();
  for (const { name, value, text } of parameters) setValue(set, name, text === true ? value : parameterValue(value));
  const layers = values.map((one): Release['values'][number] => {
    if (typeof one === 'string') return { file: one };
    const read = valueOfTree(one.root, { placeOf: one.placeOf, marked: one.rendered, spend: () => undefined });
    return { map: read instanceof GoMap ? read : new GoMap() };
  });
  return { ...place, chart, values: [...layers, { map: set }], group: `${place.stack} ${place.name ?? chart.dir}` };
}

/** `--set` reads numbers and booleans. */
function parameterValue(value: string): GoValue {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null') return null;
  return /^(?:0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}
