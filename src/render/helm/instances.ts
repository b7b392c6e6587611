import type { Diagnostic } from '../../core/extraction.js';
import { joinPath } from '../../parse/paths.js';
import { valueOfTree } from '../go-template/from-tree.js';
import { GoMap } from '../go-template/value.js';
import { parseVersion, satisfies } from '../semver.js';
import { type Chart, type Charts, type Dependency, readYaml } from './chart.js';
import { copyOf, inheritGlobals, putAt, underlay, valueAt } from './values.js';

/** A chart as it is installed: under the name that its parent gives it, with the sub-charts that its values enable. */
export interface Instance {
  readonly chart: Chart;
  readonly name: string;
  /** The chart's own values, with what it imports from its sub-charts. */
  readonly defaults: GoMap;
  readonly children: readonly Instance[];
}

const maxDepth = 10;
/** An umbrella of umbrellas that all name each other grows without end. */
const maxInstances = 500;

/** Finds sub-charts and default values; says what cannot be read. */
export class Installer {
  private readonly defaults = new Map<string, GoMap>();
  private count = 0;

  constructor(
    private readonly charts: Charts,
    private readonly spend: (steps: number) => void,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {}

  /** The chart and all its sub-charts that `given` values, over the defaults, enable. */
  install(chart: Chart, given: GoMap): { readonly instance: Instance; readonly values: GoMap } {
    this.count = 0;
    const all = this.instance(chart, chart.name, []);
    const enabled = hasSwitches(all) ? this.enabled(all, coalesced(all, copyOf(given)), '') : all;
    const importing = withImports(enabled, copyOf(given));
    return { instance: importing, values: coalesced(importing, copyOf(given)) };
  }

  private instance(chart: Chart, name: string, around: readonly string[]): Instance {
    this.count += 1;
    const inside = [...around, chart.dir];
    const open = around.length < maxDepth && this.count < maxInstances;
    const children = open ? this.subCharts(chart).flatMap(({ sub, as }) => (inside.includes(sub.dir) ? [] : [this.instance(sub, as, inside)])) : [];
    return { chart, name, defaults: this.valuesOf(chart), children };
  }

  /** Declared dependencies under their aliases, then what only lies in `charts/`. */
  private subCharts(chart: Chart): { sub: Chart; as: string }[] {
    const lying = chart.folders.flatMap((dir) => this.charts.at(dir) ?? []);
    const declared = chart.dependencies.map((dependency) => ({ dependency, sub: this.chartOf(chart, dependency, lying) }));
    const used = new Set(declared.flatMap(({ sub }) => (sub === undefined ? [] : [sub.dir])));
    return [
      ...declared.flatMap(({ dependency, sub }) => (sub === undefined ? [] : [{ sub, as: dependency.alias ?? sub.name }])),
      ...lying.filter((sub) => !used.has(sub.dir)).map((sub) => ({ sub, as: sub.name })),
    ];
  }

  private chartOf(chart: Chart, dependency: Dependency, lying: readonly Chart[]): Chart | undefined {
    const { name, at } = dependency;
    const inside = lying.find((sub) => sub.name === name);
    if (inside) return inside;
    const elsewhere = dependencyFolder(this.charts, chart, dependency);
    const found = elsewhere === undefined ? undefined : this.charts.at(elsewhere);
    if (found) return found;
    const local = localPath(chart, dependency);
    const packed = chart.packages.some((path) => path.slice(path.lastIndexOf('/') + 1).startsWith(`${name}-`));
    const why = packed ? 'is packed (.tgz)' : local === undefined ? 'comes from a registry' : `is not at ${local.slice(0, 200)}`;
    const message = `The chart ${JSON.stringify(name)} that this chart depends on ${why}; it is not read. Unpack it into charts/ to include it.`;
    this.note({ ...at, reason: local === undefined && !packed ? 'remote' : 'unreadable', message });
    return undefined;
  }

  private valuesOf(chart: Chart): GoMap {
    const known = this.defaults.get(chart.dir);
    if (known) return known;
    const root = chart.values === undefined ? undefined : readYaml(this.charts.files, chart.values, this.note);
    const value = root === undefined ? null : valueOfTree(root, { file: chart.values ?? '', spend: this.spend });
    const values: GoMap = value instanceof GoMap ? value : new GoMap();
    this.defaults.set(chart.dir, values);
    return values;
  }

  private enabled(instance: Instance, values: GoMap, path: string): Instance {
    const children = instance.children.filter((child) => {
      const dependency = instance.chart.dependencies.find((one) => (one.alias ?? one.name) === child.name);
      return dependency === undefined || isEnabled(dependency, values, path);
    });
    return { ...instance, children: children.map((child) => this.enabled(child, values, `${path}${child.name}.`)) };
  }
}

/** The folder of a dependency that lies outside of the chart: a `file://` path, or a chart of a registry that the same tree publishes. */
export function dependencyFolder(charts: Charts, chart: Chart, dependency: Dependency): string | undefined {
  const local = localPath(chart, dependency);
  if (local !== undefined) return local;
  const fitting = charts.named(dependency.name).filter((one) => {
    const version = parseVersion(one.version);
    return dependency.version === '' || version === undefined || satisfies({ ...version, prerelease: '' }, dependency.version) !== false;
  });
  return fitting.length === 1 && fitting[0] !== chart ? fitting[0]?.dir : undefined;
}

function localPath(chart: Chart, { repository }: Dependency): string | undefined {
  return repository.startsWith('file://') ? joinPath(chart.dir, repository.slice('file://'.length)) : undefined;
}

/** Whether values decide which sub-charts there are. */
function hasSwitches({ chart, children }: Instance): boolean {
  return chart.dependencies.some((one) => one.condition !== '' || one.tags.length > 0) || children.some(hasSwitches);
}

/** The first condition that is there decides, then the tags: one that is on is enough. */
function isEnabled(dependency: Dependency, values: GoMap, path: string): boolean {
  for (const condition of dependency.condition.split(',')) {
    const value = condition.trim() === '' ? undefined : valueAt(values, path + condition.trim());
    if (typeof value === 'boolean') return value;
  }
  const tags = dependency.tags.map((tag) => valueAt(values, `tags.${tag}`)).filter((value) => typeof value === 'boolean');
  return tags.length === 0 || tags.includes(true);
}

/** Given values over the defaults of a chart and its sub-charts. Changes and returns `given`. */
function coalesced(instance: Instance, given: GoMap): GoMap {
  underlay(given, instance.defaults);
  for (const child of instance.children) {
    const own = given.get(child.name);
    if (own !== undefined && own !== null && !(own instanceof GoMap)) continue;
    const values: GoMap = own instanceof GoMap ? own : new GoMap();
    inheritGlobals(values, given);
    given.set(child.name, coalesced(child, values));
  }
  return given;
}

/** `import-values`: parts of the sub-charts' values become the chart's own, under what it says itself. */
function withImports(instance: Instance, given: GoMap): Instance {
  const children = instance.children.map((child) => {
    const own = given.get(child.name);
    return withImports(child, own instanceof GoMap ? own : new GoMap());
  });
  const made: Instance = { ...instance, children };
  const imports = instance.chart.dependencies.filter((one) => one.imports.length > 0);
  if (imports.length === 0) return made;
  const values = coalesced(made, copyOf(given));
  const imported: GoMap = new GoMap();
  for (const dependency of imports) {
    for (const { child, parent } of dependency.imports) {
      const value = valueAt(values, `${dependency.alias ?? dependency.name}.${child}`);
      if (value instanceof GoMap) putAt(imported, parent, value);
    }
  }
  return { ...made, defaults: underlay(copyOf(instance.defaults), imported) };
}
