import type { Rendering } from '../../core/rendered.js';
import { joinPath } from '../../parse/paths.js';
import { valueOfTree } from '../go-template/from-tree.js';
import { BudgetSpent } from '../go-template/session.js';
import { GoMap } from '../go-template/value.js';
import { type Chart, type Charts, readYaml } from './chart.js';
import { joinObjects, type ObjectText, objectTexts } from './documents.js';
import { Installer } from './instances.js';
import { isWorkload, knownNames, writtenNames } from './known-names.js';
import { namespaceMark, releaseMark, settleNames, withoutRelease } from './names.js';
import { renderTemplates } from './release.js';
import { overlay } from './values.js';
import type { Release, Workshop } from './workshop.js';

interface Made {
  readonly release: Release;
  readonly objects: readonly ObjectText[];
}

/** Renders releases. */
export class Studio {
  private readonly installer: Installer;
  private readonly values = new Map<string, GoMap>();

  constructor(
    private readonly charts: Charts,
    private readonly workshop: Workshop,
  ) {
    const { budget, note } = workshop;
    const spend = (steps: number): void => {
      budget.steps -= steps;
      if (budget.steps < 0) throw new BudgetSpent();
    };
    this.installer = new Installer(charts, spend, note);
  }

  /** What the releases deploy. */
  render(releases: readonly Release[]): Rendering[] {
    const made = releases.map((release): Made => ({ release, objects: this.objectsOf(release) }));
    const shared = sharedNames(made);
    return made.flatMap((one) => this.renderings(one, made, shared));
  }

  private objectsOf(release: Release): ObjectText[] {
    const { chart, name, namespace } = release;
    try {
      const given: GoMap = new GoMap();
      for (const layer of release.values) overlay(given, 'map' in layer ? layer.map : this.valuesOf(layer.file));
      const { instance, values } = this.installer.install(chart, given);
      const parts = renderTemplates(instance, values, { name: name ?? releaseMark, namespace: namespace ?? namespaceMark }, this.workshop);
      return objectTexts(parts);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      const message = 'The charts take more steps than archlint spends on a run; this one is not rendered. Scan fewer charts at once.';
      this.workshop.note({ file: chart.file, line: 1, reason: 'too-large', message });
      return [];
    }
  }

  /** The values of a file, with their places; read once. */
  valuesOf(file: string): GoMap {
    const known = this.values.get(file);
    if (known !== undefined) return known;
    const root = readYaml(this.charts.files, file, this.workshop.note);
    const value = root === undefined ? null : valueOfTree(root, { file, spend: () => undefined });
    const read = value instanceof GoMap ? value : new GoMap();
    this.values.set(file, read);
    return read;
  }

  private renderings({ release, objects }: Made, made: readonly Made[], shared: ReadonlySet<string>): Rendering[] {
    if (release.silent === true || objects.length === 0) return [];
    const base = made.filter((one) => one.release.base === true && one.release.group === release.group).flatMap((one) => one.objects);
    const isKnown = knownNames(base);
    const hasBase = release.base !== true && made.some((one) => one.release.base === true && one.release.group === release.group);
    const added = hasBase ? objects.filter((object) => isWorkload(object) && !isKnown(object)) : [];
    const rest = objects.filter((object) => !added.includes(object));
    const label = release.when ?? release.stack.slice(release.stack.indexOf('#') + 1);
    const place = { names: this.names(release, objects, made), startsAfter: startsAfter(release, made) };
    return [...rendering(release, rest, { ...place, shared, when: release.when }), ...rendering(release, added, { ...place, shared, when: label })];
  }

  private names(release: Release, objects: readonly ObjectText[], made: readonly Made[]): ReadonlyMap<string, string> {
    const beside = made.filter((one) => one.release !== release && one.release.stack === release.stack && one.release.name !== undefined);
    const twins = beside.some((one) => one.release.chart === release.chart);
    return writtenNames(release, objects, { twins, others: beside.length > 0 });
  }
}

interface Place {
  readonly names: ReadonlyMap<string, string>;
  readonly startsAfter: NonNullable<Rendering['startsAfter']>;
  readonly shared: ReadonlySet<string>;
  readonly when: string | undefined;
}

function rendering(release: Release, objects: readonly ObjectText[], { names, startsAfter: after, shared, when }: Place): Rendering[] {
  if (objects.length === 0) return [];
  const { chart, stack, environment, namespace, partial } = release;
  const { text, lines } = joinObjects(objects);
  return [
    {
      file: joinPath(chart.dir, 'templates.yaml'),
      text: settleNames(text, { chart: chart.name, shared }),
      lines,
      stack,
      ...(environment === undefined ? {} : { environment }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(when === undefined ? {} : { when }),
      ...(partial === true ? { partial } : {}),
      ...(names.size === 0 ? {} : { names }),
      ...(after.length === 0 ? {} : { startsAfter: after }),
    },
  ];
}

/** The main workload of each release that is needed: the one that bears the release's name, else the first. */
function startsAfter({ needs = [], at, stack }: Release, made: readonly Made[]): NonNullable<Rendering['startsAfter']> {
  return needs.flatMap((need) => {
    const needed = made.find(({ release }) => release.stack === stack && release.name === need);
    const workloads = needed?.objects.filter((object) => isWorkload(object) && !/^(?:Job|CronJob)$/.test(object.kind)) ?? [];
    const main = workloads.find(({ name }) => name === need) ?? workloads[0];
    return main === undefined || at === undefined ? [] : [{ target: main.name, at }];
  });
}

/** Names that several charts give beside their release's name. */
function sharedNames(made: readonly Made[]): Set<string> {
  const givers = new Map<string, Set<Chart>>();
  for (const { release, objects } of made) {
    for (const object of objects) {
      if (!object.name.includes(releaseMark) || !(isWorkload(object) || object.kind === 'Service')) continue;
      const bare = withoutRelease(object.name);
      givers.set(bare, (givers.get(bare) ?? new Set()).add(release.chart));
    }
  }
  return new Set([...givers].flatMap(([name, charts]) => (charts.size > 1 && name !== '' ? [name] : [])));
}
