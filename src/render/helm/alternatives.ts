import type { FileIndex } from '../../core/files.js';
import { environmentOfPath } from '../../parse/environment.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import type { Chart } from './chart.js';

/** Values files that a chart may be installed with beside its values.yaml: one environment, or one option. */
export interface Alternative {
  /** What tells it from others: the environment, or the file. */
  readonly label: string;
  /** In the order that they are given; later ones win. */
  readonly files: readonly string[];
  readonly environment?: string;
  /** The file that alone makes it, where it names no environment. */
  readonly when?: string;
}

/** More values files than this are not read: nobody deploys so many variants of one system. */
const maxAlternatives = 20;

const valuesName = /^(?:values[-_.].+|.+[-_.]values)\.ya?ml$/i;
const folders = ['values', 'environments', 'environment', 'envs', 'env', 'overrides'];
/** Values for reading, and for tests of charts. */
const aside = /(?:^|[/._-])(?:examples?|samples?|templates?|tests?|ci|e2e|lint|schema|default|defaults|dist)(?=[/._-])/i;

/** A values file that a chart may be installed with beside its own. */
export interface ValuesFile {
  readonly path: string;
  /** Its path from where it was looked for: folders and words in it say what it is for. */
  readonly relative: string;
}

/** Values files of a chart, sorted; `lone` says that no other chart lies beside it, so that values around it can only be its own. */
export function valuesFilesOf(chart: Chart, files: FileIndex, lone: boolean): ValuesFile[] {
  return [...valuesInside(chart, files), ...valuesAround(chart, files, lone)]
    .map(({ path, from }) => ({ path, relative: path.slice(from === '.' ? 0 : from.length + 1) }))
    .filter(({ path, relative }) => !aside.test(relative) && !files.isAside(path))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The alternatives that values files make of one system, sorted. */
export function alternativesOf(found: readonly ValuesFile[]): Alternative[] {
  const groups = new Map<string, ValuesFile[]>();
  for (const file of found) {
    const environment = environmentOfPath(file.relative);
    // A folder for each environment holds parts of one; files side by side are variants.
    const parts = environment !== undefined && environmentOfPath(folderOf(file.relative)) === environment;
    const key = parts ? `${environment} ${folderOf(file.path)}` : file.path;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()]
    .map(alternative)
    .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))
    .slice(0, maxAlternatives);
}

function alternative(group: readonly ValuesFile[]): Alternative {
  const files = group.map(({ path }) => path);
  const environment = environmentOfPath(group[0]?.relative ?? '');
  const label = group.length === 1 ? (files[0] ?? '') : folderOf(files[0] ?? '');
  return environment === undefined ? { label, files, when: label } : { label: environment, files, environment };
}

/** What a values file is for, without its environment: `orders` for `values/orders-prod.yaml` and `environments/prod/orders.yaml`; '' for none. */
export function subjectOf({ relative }: ValuesFile): string {
  const words = relative
    .replace(/\.ya?ml$/i, '')
    .split('/')
    .filter((part) => !folders.includes(part))
    .map(withoutWords);
  return words.filter((word) => word !== '').join('-');
}

function valuesInside(chart: Chart, files: FileIndex): { path: string; from: string }[] {
  const prefix = chart.dir === '.' ? '' : `${chart.dir}/`;
  return yamlUnder(files, chart.dir).flatMap((path) => {
    const [first = '', ...rest] = path.slice(prefix.length).split('/');
    const own =
      rest.length === 0 ? valuesName.test(first) || (environmentOfPath(first) !== undefined && /^[a-z]+\.ya?ml$/i.test(first)) : folders.includes(first);
    return own && path !== chart.values ? [{ path, from: chart.dir }] : [];
  });
}

/** `values/orders-prod.yaml` or `environments/prod/orders.yaml` beside the chart `orders` or one folder above. */
function valuesAround(chart: Chart, files: FileIndex, lone: boolean): { path: string; from: string }[] {
  const parent = folderOf(chart.dir);
  const ancestors = chart.dir === '.' ? [] : [...new Set([parent, folderOf(parent)])];
  const base = chart.dir.slice(chart.dir.lastIndexOf('/') + 1);
  return ancestors.flatMap((from) =>
    folders.flatMap((folder) =>
      yamlUnder(files, joinPath(from, folder))
        .filter((path) => lone || namesChart(path.slice(joinPath(from, folder).length + 1), [chart.name, base]))
        .map((path) => ({ path, from })),
    ),
  );
}

function namesChart(path: string, names: readonly string[]): boolean {
  const words = path.replace(/\.ya?ml$/i, '').split('/');
  return words.some((word) => names.some((name) => name !== '' && (word === name || withoutWords(word) === name)));
}

/** `values-orders-prod` is `orders`. */
function withoutWords(word: string): string {
  const kept = word.split(/[-_.]/).filter((part) => part !== 'values' && environmentOfPath(part) === undefined);
  return kept.join('-');
}

function yamlUnder(files: FileIndex, folder: string): string[] {
  return files.under(folder).filter((path) => /\.ya?ml$/i.test(path));
}
