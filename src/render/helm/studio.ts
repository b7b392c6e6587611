import type { Diagnostic } from '../../core/fact.js';
import type { Rendering } from '../../core/rendered.js';
import { joinPath } from '../../parse/paths.js';
import { valueOfTree } from '../go-template/from-tree.js';
import { BudgetSpent } from '../go-template/session.js';
import { TemplateCache } from '../go-template/templates.js';
import { GoMap } from '../go-template/value.js';
import { type Chart, type Charts, readYaml } from './chart.js';
import { joinObjects, type ObjectText, objectTexts } from './documents.js';
import { Installer } from './instances.js';
import { namespaceMark, releaseMark, settleNames, withoutRelease } from './names.js';
import { renderTemplates, type Workshop } from './release.js';
import { overlay } from './values.js';

/** One installation of a chart. */
export interface Release {
  readonly chart: Chart;
  /** Absent where nothing names it: the name is then taken out of all that is rendered. */
  readonly name?: string;
  readonly namespace?: string;
  /** Over the chart's own; later ones win. */
  readonly values: readonly ({ readonly file: string } | { readonly map: GoMap })[];
  readonly stack: string;
  readonly environment?: string;
  readonly when?: string;
  /** With the chart's defaults alone: what other releases of the chart deploy beyond it, they alone enable. */
  readonly base?: boolean;
  /** Only for others to be compared with. */
  readonly silent?: boolean;
}

interface Made {
  readonly release: Release;
  readonly objects: readonly ObjectText[];
}

/** Steps of all charts of a run. */
const runSteps = 40_000_000;

/** Renders releases. */
export class Studio {
  private readonly workshop: Workshop;
  private readonly installer: Installer;

  constructor(
    private readonly charts: Charts,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {
    const budget = { steps: runSteps };
    this.workshop = {
      files: charts.files,
      cache: new TemplateCache(),
      budget,
      settle: (text, chart) => settleNames(text, { chart: chart.name, shared: new Set() }),
      note,
    };
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
      this.note({ file: chart.file, line: 1, reason: 'too-large', message });
      return [];
    }
  }

  private valuesOf(file: string): GoMap {
    const root = readYaml(this.charts.files, file, this.note);
    const value = root === undefined ? null : valueOfTree(root, { file, spend: () => undefined });
    return value instanceof GoMap ? value : new GoMap();
  }

  private renderings({ release, objects }: Made, made: readonly Made[], shared: ReadonlySet<string>): Rendering[] {
    if (release.silent === true || objects.length === 0) return [];
    const base = made.find((one) => one.release.base === true && one.release.chart === release.chart);
    const known = new Set(base?.objects.map(identity));
    const added = base === undefined || base.release === release ? [] : objects.filter((object) => isWorkload(object) && !known.has(identity(object)));
    const rest = objects.filter((object) => !added.includes(object));
    const label = release.when ?? release.stack.slice(release.stack.indexOf('#') + 1);
    return [...this.rendering(release, rest, shared, release.when), ...this.rendering(release, added, shared, label)];
  }

  private rendering(release: Release, objects: readonly ObjectText[], shared: ReadonlySet<string>, when: string | undefined): Rendering[] {
    if (objects.length === 0) return [];
    const { chart, stack, environment, namespace } = release;
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
      },
    ];
  }
}

const identity = ({ kind, name }: ObjectText): string => `${kind} ${name}`;

function isWorkload({ kind }: ObjectText): boolean {
  return /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|DeploymentConfig|Rollout|Job|CronJob|Pod)$/.test(kind);
}

/** Names that several charts give beside their release's name. */
function sharedNames(made: readonly Made[]): Set<string> {
  const givers = new Map<string, Set<Chart>>();
  for (const { release, objects } of made) {
    for (const { name, kind } of objects) {
      if (!name.includes(releaseMark) || !(isWorkload({ kind, name, text: '', lines: [] }) || kind === 'Service')) continue;
      const bare = withoutRelease(name);
      const known = givers.get(bare);
      if (known === undefined) givers.set(bare, new Set([release.chart]));
      else known.add(release.chart);
    }
  }
  return new Set([...givers].flatMap(([name, charts]) => (charts.size > 1 && name !== '' ? [name] : [])));
}
