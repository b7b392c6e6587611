import { environmentOfPath } from '../../parse/environment.js';
import { type GoMap, isTrue } from '../go-template/value.js';
import { subjectOf, type ValuesFile } from './alternatives.js';
import { valueAt } from './values.js';

/** One of several installations of a chart that serves many services: each has values files of its own. */
export interface Installation {
  /** What its files are named after: the likeliest name of its release. */
  readonly name: string;
  readonly alternatives: readonly { readonly files: readonly string[]; readonly environment?: string }[];
}

const names = ['fullnameOverride', 'nameOverride', 'name', 'appName', 'serviceName', 'app.name', 'service.name', 'applicationName', 'deployment.name'];
const images = ['image.repository', 'image.name', 'image', 'repository', 'app.image', 'app.image.repository', 'deployment.image', 'container.image'];
/** What `helm create` writes. */
const placeholder = /^(?:nginx|example|your-?image|image|repository|todo|changeme)?$/i;

/**
 * The installations of a chart, where at least two of its values files (of no environment, or of one and the same) give names of their own, or images of
 * their own where the chart has none; undefined where the files are alternatives of one system.
 */
export function installationsOf(found: readonly ValuesFile[], defaults: GoMap, read: (file: string) => GoMap): Installation[] | undefined {
  const subjects = new Map<string, ValuesFile[]>();
  for (const file of found) subjects.set(subjectOf(file), [...(subjects.get(subjectOf(file)) ?? []), file]);
  const named = [...subjects].filter(([subject]) => subject !== '');
  const identities = named.map(([, files]) => files.map(({ path }) => identityOf(read(path), defaults)).find((identity) => identity !== undefined));
  const distinct = new Set(identities);
  if (named.length < 2 || distinct.has(undefined) || distinct.size < named.length) return undefined;
  const shared = subjects.get('') ?? [];
  return named.map(([name, files]) => ({ name, alternatives: alternativesIn(files, shared) }));
}

function identityOf(values: GoMap, defaults: GoMap): string | undefined {
  for (const path of names) {
    const name = valueAt(values, path);
    if (typeof name === 'string' && name !== '') return name;
  }
  for (const path of images) {
    const image = valueAt(values, path);
    const own = valueAt(defaults, path);
    const isOpen = own === undefined || !isTrue(own) || (typeof own === 'string' && placeholder.test(own));
    if (typeof image === 'string' && image !== '' && isOpen) return image;
  }
  return undefined;
}

/** Files of no environment lie under those of each; what is shared by all installations lies under both. */
function alternativesIn(files: readonly ValuesFile[], shared: readonly ValuesFile[]): Installation['alternatives'] {
  const of = (list: readonly ValuesFile[], environment: string | undefined): string[] =>
    list.filter(({ relative }) => environmentOfPath(relative) === environment).map(({ path }) => path);
  const common = [...of(shared, undefined), ...of(files, undefined)];
  const environments = [...new Set([...files, ...shared].flatMap(({ relative }) => environmentOfPath(relative) ?? []))].sort();
  const own = of(files, undefined).length > 0 || environments.length === 0 ? [{ files: common }] : [];
  return [...own, ...environments.map((environment) => ({ files: [...common, ...of(shared, environment), ...of(files, environment)], environment }))];
}
