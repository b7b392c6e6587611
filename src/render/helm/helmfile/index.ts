import { environmentOfPath } from '../../../parse/environment.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { GoMap, type GoValue, isList, isTrue, mapOf } from '../../go-template/value.js';
import type { Chart, Charts } from '../chart.js';
import type { Release, Workshop } from '../workshop.js';
import { overlay, setValue, valueAt } from '../values.js';
import { type ReleaseNode, type State, StateReader } from './state.js';

const helmfileName = /(?:^|\/)helmfile(?:[.-][\w-]+)?\.ya?ml(?:\.gotmpl)?$|(?:^|\/)helmfile\.d\/[^/]+\.ya?ml(?:\.gotmpl)?$/;
/** More environments of one helmfile are not read, and more helmfiles inside of each other. */
const maxEnvironments = 20;
const maxNested = 50;

/** What the helmfiles of the tree install: each for each environment that it defines. */
export function helmfileReleases(charts: Charts, workshop: Workshop): Release[] {
  const files = charts.files.files.map(({ path }) => path).filter((path) => helmfileName.test(path) && !charts.files.isAside(path));
  const reader = new StateReader(workshop);
  const nested = new Set(files.flatMap((file) => reader.read(file, '').nested));
  return files.filter((file) => !nested.has(file)).flatMap((file) => new Helmfile(file, files, charts, workshop).releases());
}

class Helmfile {
  private readonly reader: StateReader;

  constructor(
    private readonly file: string,
    private readonly files: readonly string[],
    private readonly charts: Charts,
    private readonly workshop: Workshop,
  ) {
    this.reader = new StateReader(workshop);
  }

  releases(): Release[] {
    const { environments } = this.reader.read(this.file, '');
    const others = [...environments]
      .filter((name) => name !== 'default')
      .sort()
      .slice(0, maxEnvironments);
    const names = environments.size === 0 || environments.has('default') ? ['', ...others] : others;
    return names.flatMap((environment) => this.inEnvironment(environment));
  }

  private inEnvironment(environment: string): Release[] {
    const states = this.states(this.file, environment, 0);
    const variant = this.variant();
    const label = [variant?.label, environment].filter((part) => part !== undefined && part !== '').join(' ');
    const named = environment === '' ? variant?.environment : (environmentOfPath(environment) ?? environment);
    const dir = folderOf(this.file);
    const place = {
      group: this.file,
      stack: label === '' ? dir : `${dir}#${label}`,
      ...(named === undefined ? {} : { environment: named }),
      ...(variant?.when === undefined ? {} : { when: variant.when }),
      ...(environment === '' ? { base: true } : {}),
    };
    return states.flatMap((state) => state.releases.flatMap((node) => this.release(node, state, place)));
  }

  /** `helmfile.slim.yaml` beside `helmfile.yaml` is an option, `helmfile.prod.yaml` an environment. */
  private variant(): { label: string; environment?: string; when?: string } | undefined {
    const name = this.file.slice(this.file.lastIndexOf('/') + 1);
    const label = /^helmfile[.-]([\w-]+)\.ya?ml/.exec(name)?.[1];
    if (label === undefined) return undefined;
    const environment = environmentOfPath(name);
    if (environment !== undefined) return { label, environment };
    const plain = this.files.some((other) => folderOf(other) === folderOf(this.file) && /(?:^|\/)helmfile\.ya?ml/.test(other));
    return plain ? { label, when: this.file } : { label };
  }

  private states(file: string, environment: string, depth: number, around: Set<string> = new Set()): State[] {
    if (around.has(file) || around.size > maxNested) return [];
    around.add(file);
    const state = this.reader.read(file, environment);
    return [state, ...state.nested.flatMap((inner) => this.states(inner, environment, depth + 1, around))];
  }

  private release(node: ReleaseNode, state: State, place: Pick<Release, 'group' | 'stack' | 'environment' | 'when' | 'base'>): Release[] {
    const map = inherited(node.map, state.templates);
    if (map.get('installed') === false || !isOn(map.get('condition'), state.values)) return [];
    const given = (key: string, release: Readonly<Record<string, GoMap>> = {}): string => {
      const value = map.get(key);
      return typeof value === 'string' ? this.reader.text(value, node.file, this.reader.dot(state, release)) : '';
    };
    const name = given('name');
    const release = { Release: mapOf({ Name: name, Namespace: given('namespace'), Labels: labelsOf(map), Chart: '' }) };
    const chart = this.chartOf(given('chart', release), node);
    if (chart === undefined || name === '') return [];
    const values: GoMap = new GoMap();
    for (const one of listOf(map.get('values'))) this.addValues(values, one, state, node, release);
    for (const one of listOf(map.get('secrets'))) this.addValues(values, one, state, node, release);
    for (const one of [...listOf(map.get('set')), ...listOf(map.get('setString'))]) setOne(values, one);
    const namespace = given('namespace', release);
    const needs = listOf(map.get('needs')).flatMap((need) => (typeof need === 'string' ? [need.slice(need.lastIndexOf('/') + 1)] : []));
    return [
      {
        ...place,
        chart,
        name,
        values: [{ map: values }],
        at: node.at,
        ...(namespace === '' ? {} : { namespace }),
        ...(needs.length === 0 ? {} : { needs }),
      },
    ];
  }

  private addValues(into: GoMap, value: GoValue, state: State, node: ReleaseNode, release: Readonly<Record<string, GoMap>>): void {
    if (value instanceof GoMap) overlay(into, value);
    if (typeof value !== 'string') return;
    const path = this.reader.text(value, node.file, this.reader.dot(state, release));
    overlay(into, this.reader.valuesFile(joinPath(folderOf(node.file), path), state, release, folderOf(node.file)));
  }

  /** A chart of the tree by its folder, or one of a registry that the tree publishes. */
  private chartOf(written: string, { file, at }: ReleaseNode): Chart | undefined {
    const local = this.charts.at(joinPath(folderOf(file), written));
    if (local !== undefined || written === '') return local;
    const relative = /^\.{0,2}\//.test(written);
    const published = relative ? [] : this.charts.named(written.slice(written.lastIndexOf('/') + 1));
    if (published.length === 1) return published[0];
    const why = relative ? 'is not in the tree' : 'comes from a registry';
    this.workshop.note({
      ...at,
      reason: relative ? 'unreadable' : 'remote',
      message: `The chart ${JSON.stringify(written.slice(0, 200))} of this release ${why}; it is not read. Unpack it into the tree to include it.`,
    });
    return undefined;
  }
}

function listOf(value: GoValue | undefined): readonly GoValue[] {
  return isList(value) ? value : [];
}

/** What `inherit` takes from `templates`, under the release's own. */
function inherited(map: GoMap, templates: ReadonlyMap<string, GoMap>): GoMap {
  const merged: GoMap = new GoMap();
  for (const one of listOf(map.get('inherit'))) {
    const name = one instanceof GoMap ? one.get('template') : one;
    const template = typeof name === 'string' ? templates.get(name) : undefined;
    if (template !== undefined) overlay(merged, template);
  }
  return overlay(merged, map);
}

function isOn(condition: GoValue | undefined, values: GoMap): boolean {
  return typeof condition !== 'string' || isTrue(valueAt(values, condition) ?? null);
}

function labelsOf(map: GoMap): GoMap {
  const labels = map.get('labels');
  return labels instanceof GoMap ? labels : new GoMap();
}

/** `{ name: a.b, value: x }`. */
function setOne(values: GoMap, one: GoValue): void {
  if (!(one instanceof GoMap)) return;
  const path = one.get('name');
  const value = one.get('value') ?? one.get('values');
  if (typeof path === 'string' && value !== undefined) setValue(values, path, value);
}
