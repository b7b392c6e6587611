import type { FileIndex } from '../../core/files.js';
import { entriesOf } from '../../parse/tree.js';
import { valueOfTree } from '../go-template/from-tree.js';
import type { Session } from '../go-template/session.js';
import { GoMap, type GoValue, isList, mapOf } from '../go-template/value.js';
import { capabilities } from './capabilities.js';
import type { Chart } from './chart.js';
import { filesOf } from './files.js';
import type { Instance } from './instances.js';

/** Who a chart is installed as. */
export interface ReleaseName {
  readonly name: string;
  readonly namespace: string;
}

/** What the templates of a chart and of its sub-charts see as `.`, by the instance they belong to. */
export function contextsOf(root: Instance, values: GoMap, release: ReleaseName, files: FileIndex, session: Session): ReadonlyMap<Instance, GoMap> {
  const contexts = new Map<Instance, GoMap>();
  const shared = {
    Release: mapOf({ Name: release.name, Namespace: release.namespace, IsInstall: true, IsUpgrade: false, Revision: 1n, Service: 'Helm' }),
    Capabilities: capabilities(),
  };
  const visit = (instance: Instance, own: GoMap, isRoot: boolean): GoMap => {
    const subCharts: GoMap = new GoMap();
    const chart = chartOf(instance, isRoot, session);
    const context = mapOf({ ...shared, Chart: chart, Values: own, Files: filesOf(files, instance.chart, session), Subcharts: subCharts });
    contexts.set(instance, context);
    for (const child of instance.children) {
      const inner = own.get(child.name);
      subCharts.set(child.name, visit(child, inner instanceof GoMap ? inner : new GoMap(), false));
    }
    return context;
  };
  visit(root, values, true);
  return contexts;
}

const fieldNames: ReadonlyMap<string, string> = new Map([
  ['apiVersion', 'APIVersion'],
  ['url', 'URL'],
]);

/** The fields of a Chart.yaml under the names of Helm's structure. */
function chartOf({ chart, name }: Instance, isRoot: boolean, session: Session): GoMap {
  const field = (key: string): string => fieldNames.get(key) ?? key.charAt(0).toUpperCase() + key.slice(1);
  const spend = (steps: number): void => session.spend(steps);
  const fields = entriesOf(chart.metadata).map(({ key, value }): [string, GoValue] => {
    const read = valueOfTree(value, { spend });
    if (isList(read)) return [field(key), read.map((item) => (item instanceof GoMap ? new GoMap([...item].map(([inner, one]) => [field(inner), one])) : item))];
    return [field(key), read instanceof GoMap || typeof read === 'boolean' || read === null ? read : textField(chart, key, read)];
  });
  return new GoMap([...fields, ['Name', name], ['IsRoot', isRoot]]);
}

/** Versions that look like numbers stay as written: `1.10`. */
function textField(chart: Chart, key: string, read: GoValue): GoValue {
  const written = entriesOf(chart.metadata).find((one) => one.key === key)?.value;
  return written?.kind === 'scalar' && typeof read === 'number' ? written.text : read;
}
