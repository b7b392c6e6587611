import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import type { ComponentFact, EnvEntry, RegistrationFact, SubscriptionFact } from '../../../core/workload.js';
import { type KubernetesObject, objectsOf } from '../../../parse/kubernetes.js';
import { termOfText } from '../../../parse/marks.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { redact } from '../../../parse/redact.js';
import { entriesOf, get, itemsOf, numberOf, type TreeNode, textOf, textsOf } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const id = 'dapr';
const kinds: ReadonlySet<string> = new Set(['Component', 'Subscription']);

/** Dapr: components (brokers, stores), subscriptions, and the programs that `dapr run -f` starts. */
export const dapr: ManifestExtractor = {
  id,
  title: 'Dapr: components, subscriptions, programs run together',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  extract(file, text, rendered = false): Extraction {
    if (/\bappDirPath\s*:|\bappID\s*:/.test(text) && !text.includes('apiVersion')) return programsIn(file, text);
    if (!text.includes('dapr.io/')) return { facts: [], diagnostics: [] };
    const { objects } = objectsOf(file, text, { kinds, rendered });
    const facts = objects
      .filter((o) => o.apiVersion.startsWith('dapr.io/'))
      .flatMap((o): Fact[] => (o.kind === 'Component' ? componentOf(o) : subscriptionOf(o)));
    return { facts, diagnostics: [] };
  },
};

function componentOf(object: KubernetesObject): ComponentFact[] {
  const { file, line, name, root } = object;
  const type = textOf(get(root, 'spec', 'type'));
  if (type === undefined) return [];
  const entries = itemsOf(get(root, 'spec', 'metadata')).flatMap((item): EnvEntry[] => {
    const key = textOf(get(item, 'name'));
    if (key === undefined) return [];
    const value = textOf(get(item, 'value'));
    const kept = value === undefined ? undefined : redact(key, termOfText(value));
    return [{ name: key, ...(kept && { value: kept }), at: { file, line: item.line } }];
  });
  return [{ kind: 'component', at: { file, line }, foundBy: id, name, type, entries, scopes: scopesOf(root) }];
}

/** `route` of version 1, `routes` with rules and a default of version 2. */
function subscriptionOf(object: KubernetesObject): SubscriptionFact[] {
  const { file, root } = object;
  const spec = get(root, 'spec');
  const node = get(spec, 'topic');
  const topic = textOf(node);
  const component = textOf(get(spec, 'pubsubname'));
  if (node === undefined || topic === undefined || component === undefined) return [];
  const rules = itemsOf(get(spec, 'routes', 'rules')).flatMap((rule) => textOf(get(rule, 'path')) ?? []);
  const routes = [textOf(get(spec, 'route')), textOf(get(spec, 'routes', 'default')), ...rules].flatMap((r) => r ?? []);
  return [{ kind: 'subscription', at: { file, line: node.line }, foundBy: id, component, topic, routes, scopes: scopesOf(root) }];
}

const scopesOf = (root: TreeNode): readonly string[] => textsOf(get(root, 'scopes'));

/** `apps: [{ appID, appDirPath, appPort }]`; without a name a program is called as its folder. */
function programsIn(file: string, text: string): Extraction {
  const { documents, diagnostics } = parseYaml(file, text);
  const facts = documents.flatMap(({ root }): Fact[] =>
    itemsOf(get(root, 'apps')).flatMap((app): RegistrationFact[] => {
      const folder = rootPath(folderOf(file), textOf(get(app, 'appDirPath')) ?? '.');
      const node = get(app, 'appID') ?? get(app, 'appDirPath');
      const name = textOf(get(app, 'appID')) ?? folder.slice(folder.lastIndexOf('/') + 1);
      const port = numberOf(get(app, 'appPort'));
      if (node === undefined || entriesOf(app).length === 0) return [];
      return [
        {
          kind: 'registration',
          at: { file, line: node.line },
          foundBy: id,
          name,
          ...(port === undefined ? {} : { port }),
          redirects: [],
          upstreams: [],
          folder,
        },
      ];
    }),
  );
  return facts.length === 0 ? { facts, diagnostics: [] } : { facts, diagnostics };
}
