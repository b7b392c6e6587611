import type { Location } from '../../core/location.js';
import type { RenderResult } from '../../core/rendered.js';
import { joinPath } from '../../parse/paths.js';
import type { TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { at, items, type Placed, placedAt, text } from '../placed.js';
import type { ChartRequest, InlineValues } from '../plan.js';

/** Renders one chart of the tree. */
export type RenderChart = (request: ChartRequest) => RenderResult;

/** The charts that a kustomization makes objects of (`helmCharts`). */
export function chartsOf(root: Placed): readonly Placed[] {
  return [...items(at(root, 'helmCharts')), ...items(at(root, 'helmChartInflationGenerator'))];
}

/** An entry of `helmCharts` as a request; `chart` is where the chart has to lie (`helmGlobals.chartHome`, `charts` beside the kustomization). */
export function chartRequest(entry: Placed, root: Placed, folder: string): ChartRequest {
  const given = (key: string): string | undefined => text(at(entry, key));
  const name = given('name') ?? given('chartName') ?? '';
  const home = text(at(root, 'helmGlobals', 'chartHome')) ?? given('chartHome') ?? 'charts';
  const release = given('releaseName');
  const namespace = given('namespace') ?? given('releaseNamespace');
  const files = [given('valuesFile') ?? given('values'), ...items(at(entry, 'additionalValuesFiles')).map(text)];
  const inline = at(entry, 'valuesInline');
  return {
    chart: joinPath(folder, `${home}/${name}`),
    values: [...files.flatMap((file) => (file === undefined ? [] : [joinPath(folder, file)])), ...(inline === undefined ? [] : [inlineValues(inline)])],
    parameters: [],
    stack: folder,
    ...(release !== undefined && { name: release }),
    ...(namespace !== undefined && { namespace }),
  };
}

/** The objects of a rendering, each line where it was written. */
export function objectsOf({ renderings }: RenderResult): Placed[] {
  return renderings.flatMap(({ text: written, lines, file }) => {
    const last: Location = lines.at(-1) ?? { file, line: 1 };
    return parseYaml(file, written, { final: true }).documents.map(({ root }) => placedAt(root, (line) => lines[line - 1] ?? last));
  });
}

/** A placed tree as a tree of lines, with the place of each. */
function inlineValues(node: Placed): InlineValues {
  const places: Location[] = [];
  const tree = (one: Placed): TreeNode => {
    const line = places.push(one.at);
    if (one.kind === 'list') return { kind: 'list', line, items: one.items.map(tree) };
    if (one.kind === 'scalar')
      return { kind: 'scalar', line, text: one.text, value: one.value, ...(typeof one.value === 'string' && { quoted: true as const }) };
    return { kind: 'map', line, entries: one.entries.map(({ key, at: place, value }) => ({ key, line: places.push(place), value: tree(value) })) };
  };
  return { root: tree(node), placeOf: (line) => places[line - 1] ?? node.at, rendered: false };
}
