import { folderOf } from '../../parse/paths.js';
import { GoMap } from '../go-template/value.js';
import { type Alternative, alternativesOf, valuesFilesOf } from './alternatives.js';
import type { Chart, Charts } from './chart.js';
import { type Installation, installationsOf } from './installations.js';
import { dependencyFolder } from './instances.js';
import type { Release } from './workshop.js';

/**
 * What is installed where nothing says it: each chart that is no other's part and is not `installed` by something else, once with its values.yaml
 * and once for each alternative; a chart that serves many services once for each of them.
 */
export function chartReleases(charts: Charts, installed: ReadonlySet<Chart>, read: (file: string) => GoMap): Release[] {
  const roots = rootsOf(charts, installed);
  const stacks = stacksOf(roots);
  return roots.flatMap((chart): Release[] => {
    const stack = stacks.get(chart) ?? chart.dir;
    const lone = !roots.some((other) => other !== chart && folderOf(other.dir) === folderOf(chart.dir));
    const found = valuesFilesOf(chart, charts.files, lone);
    const defaults = chart.values === undefined || found.length < 2 ? new GoMap() : read(chart.values);
    const installations = found.length < 2 ? undefined : installationsOf(found, defaults, read);
    if (installations !== undefined) return installations.flatMap((one) => installationReleases(chart, stack, one));
    return alternativeReleases(chart, stack, alternativesOf(found));
  });
}

function alternativeReleases(chart: Chart, stack: string, alternatives: readonly Alternative[]): Release[] {
  // Defaults that production overrides are deployed nowhere.
  const only = alternatives.some(({ environment }) => environment === 'prod');
  const base: Release = { chart, group: chart.dir, values: [], stack, base: true, ...(only ? { silent: true } : {}) };
  return [
    base,
    ...alternatives.map(({ label, files, environment, when }) => ({
      chart,
      group: chart.dir,
      values: files.map((file) => ({ file })),
      stack: `${stack}#${label}`,
      ...(environment === undefined ? {} : { environment }),
      ...(when === undefined ? {} : { when }),
    })),
  ];
}

function installationReleases(chart: Chart, stack: string, { name, alternatives }: Installation): Release[] {
  const only = alternatives.some(({ environment }) => environment === 'prod');
  return alternatives.map(({ files, environment }) => ({
    chart,
    name,
    group: `${chart.dir} ${name}`,
    values: files.map((file) => ({ file })),
    stack: environment === undefined ? stack : `${stack}#${environment}`,
    ...(environment === undefined ? { base: true, ...(only ? { silent: true } : {}) } : { environment }),
  }));
}

/** Charts that are installed by themselves: applications that no other chart contains. Of charts that contain each other the first is. */
function rootsOf(charts: Charts, installed: ReadonlySet<Chart>): Chart[] {
  const own = charts.folders.filter((dir) => charts.parentOf(dir) === undefined).flatMap((dir) => charts.at(dir) ?? []);
  const deployed = own.filter((chart) => !charts.files.isAside(chart.file));
  const parts = (chart: Chart): Chart[] => chart.dependencies.flatMap((one) => charts.at(dependencyFolder(charts, chart, one) ?? '') ?? []);
  const contained = new Set(deployed.flatMap((chart) => parts(chart).filter((part) => part !== chart)));
  const reached = new Set<Chart>();
  const reach = (chart: Chart): void => {
    if (reached.has(chart)) return;
    reached.add(chart);
    parts(chart).forEach(reach);
  };
  const outer = deployed.filter((chart) => !contained.has(chart));
  outer.forEach(reach);
  const rings = deployed.filter((chart) => {
    const alone = !reached.has(chart);
    if (alone) reach(chart);
    return alone;
  });
  return [...outer, ...rings].filter((chart) => !chart.library && !installed.has(chart)).sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** Charts of one top folder are deployed together: their stack is the folder that holds them all. */
function stacksOf(roots: readonly Chart[]): Map<Chart, string> {
  const tops = new Map<string, string[]>();
  for (const { dir } of roots) {
    const [top = '.', ...rest] = dir.split('/');
    const known = tops.get(top);
    tops.set(top, known === undefined ? [top, ...rest] : commonStart(known, dir.split('/')));
  }
  return new Map(roots.map((chart) => [chart, (tops.get(chart.dir.split('/')[0] ?? '.') ?? [chart.dir]).join('/')]));
}

function commonStart(a: readonly string[], b: readonly string[]): string[] {
  const end = a.findIndex((part, i) => part !== b[i]);
  return a.slice(0, end < 0 ? a.length : end);
}
