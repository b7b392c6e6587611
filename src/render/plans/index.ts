import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { RenderResult } from '../../core/rendered.js';
import { folderOf } from '../../parse/paths.js';
import { Charts } from '../helm/chart.js';
import { type DeploymentPlan, noPlan } from '../plan.js';
import { applicationWishes } from './applications.js';
import { applicationsOf } from './application-sets.js';
import type { PlanContext, PlanRow, Wish } from './context.js';
import { helmReleaseWishes, kustomizationWishes } from './flux.js';
import { type Objects, objectsIn, type PlanObject } from './objects.js';
import { Repositories } from './repositories.js';
import { skaffoldRows } from './skaffold.js';

/** More are not deployed: nobody runs so many, and each is rendered. */
const maxWishes = 2_000;

/**
 * What the tree says is deployed, of which sources, with what values, under which name: Argo CD's Applications and ApplicationSets, Flux's Kustomizations and
 * HelmReleases, Skaffold's releases and kustomizations; in its manifests and in what was made of it so far. (Helmfiles are read where charts are.)
 */
export function planOf(files: FileIndex, made: RenderResult): { readonly plan: DeploymentPlan; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = new Map<string, Diagnostic>();
  const note = (one: Diagnostic): unknown => diagnostics.set(`${one.file}\n${one.line}\n${one.message}`, one);
  const context: PlanContext = { files, repositories: new Repositories(files), chartNamed: chartFinder(files), note };
  const objects = objectsIn(files, made);
  const wishes = objects.all.flatMap((object) => wishesOf(object, objects, context));
  const rows = [...withStacks(wishes), ...skaffoldRows(context)].slice(0, maxWishes);
  const unread = [...diagnostics.values()].some(({ reason }) => reason === 'remote' || reason === 'not-run');
  const stacked = unread ? rows.map(asPartial) : rows;
  const charts = distinct(
    stacked.flatMap(({ chart }) => chart ?? []),
    ({ chart, name, environment, when }) => [chart, name, environment, when],
  );
  const overlays = distinct(
    stacked.flatMap(({ overlay }) => overlay ?? []),
    ({ folder, edits, environment, when }) => [
      folder,
      environment,
      when,
      ...edits.filter(({ key }) => /^name/.test(key)).map(({ key, value }) => [key, value.kind === 'scalar' ? value.text : '']),
    ],
  );
  return { plan: { ...noPlan, charts, overlays }, diagnostics: [...diagnostics.values()] };
}

function wishesOf(object: PlanObject, objects: Objects, context: PlanContext): Wish[] {
  const { kind, group } = object;
  if (group === 'argoproj.io' && kind === 'Application') return applicationWishes(object, context);
  if (group === 'argoproj.io' && kind === 'ApplicationSet') return applicationsOf(object, context).flatMap((one) => applicationWishes(one, context));
  if (group === 'kustomize.toolkit.fluxcd.io') return kustomizationWishes(object, objects, context);
  return group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease' ? helmReleaseWishes(object, objects, context) : [];
}

/** Something else of the plan was not read. */
function asPartial({ chart, overlay }: PlanRow): PlanRow {
  return { ...(chart && { chart: { ...chart, partial: true } }), ...(overlay && { overlay: { ...overlay, partial: true } }) };
}

/** What is deployed to one environment is one stack: it lies where the files that say it have in common. */
function withStacks(wishes: readonly Wish[]): PlanRow[] {
  const home =
    wishes
      .map(({ at }) => folderOf(at.file))
      .reduce<string | undefined>((common, folder) => (common === undefined ? folder : commonFolder(common, folder)), undefined) ?? '.';
  const stackOf = (environment: string | undefined): string => (environment === undefined ? home : `${home}#${environment}`);
  return wishes.map(({ chart, overlay }) => ({
    ...(chart && { chart: { ...chart, stack: stackOf(chart.environment) } }),
    ...(overlay && { overlay: { ...overlay, stack: stackOf(overlay.environment) } }),
  }));
}

function commonFolder(a: string, b: string): string {
  const [x, y] = [a.split('/'), b.split('/')];
  const end = x.findIndex((part, i) => part !== y[i]);
  return x.slice(0, end < 0 ? x.length : end).join('/') || '.';
}

/** The same of the same environment for several clusters is deployed once. */
function distinct<T>(rows: readonly T[], key: (row: T) => readonly unknown[]): T[] {
  const found = new Map<string, T>();
  for (const row of rows) {
    const text = JSON.stringify(key(row));
    if (!found.has(text)) found.set(text, row);
  }
  return [...found.values()];
}

/** Charts of the tree by name; they are looked for only when asked. */
function chartFinder(files: FileIndex): PlanContext['chartNamed'] {
  let charts: Charts | undefined;
  return (name) => {
    charts ??= new Charts(files);
    const found = charts.named(name);
    return found.length === 1 ? found[0]?.dir : undefined;
  };
}
