import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Container, EnvEntry, WorkloadFact } from '../../../core/workload.js';
import { literal, type Term } from '../../../core/term.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { redact, redactWords } from '../../../parse/redact.js';
import { shellWords } from '../../../parse/shell.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const id = 'render-blueprint';

/** Blueprints of Render: services, databases and key value stores. */
export const renderBlueprint: ManifestExtractor = {
  id,
  title: 'Blueprints of Render (render.yaml)',
  files: (path) => /(?:^|\/)render\.ya?ml$/.test(path),
  extract(file, text): Extraction {
    const { documents, diagnostics } = parseYaml(file, text);
    const facts = documents.flatMap(({ root }) => {
      const services = itemsOf(get(root, 'services'));
      const databases = itemsOf(get(root, 'databases'));
      return [...services.flatMap((node) => service(file, node, root)), ...databases.flatMap((node) => store(file, node, 'postgres', 5432))];
    });
    return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics };
  },
};

function service(file: string, node: TreeNode, root: TreeNode): WorkloadFact[] {
  const type = textOf(get(node, 'type')) ?? 'web';
  if (type === 'redis' || type === 'keyvalue') return store(file, node, 'redis', 6379);
  const image = textOf(get(node, 'image', 'url'));
  const folder = rootPath(folderOf(file), textOf(get(node, 'rootDir')) ?? '.');
  const dockerfile = textOf(get(node, 'dockerfilePath'));
  const context = textOf(get(node, 'dockerContext'));
  const runtime = textOf(get(node, 'runtime')) ?? textOf(get(node, 'env'));
  const build = {
    context: context === undefined ? folder : rootPath(folder, context),
    ...(dockerfile !== undefined && { dockerfile: rootPath(folder, dockerfile) }),
    args: [],
  };
  const source =
    image !== undefined ? { image: literal(image) } : runtime === 'docker' || dockerfile !== undefined ? { build } : { code: { folder, handlers: [] } };
  const start = textOf(get(node, 'startCommand')) ?? textOf(get(node, 'dockerCommand'));
  const env = itemsOf(get(node, 'envVars')).flatMap((entry) => variables(file, entry, root));
  return workload(file, node, type, { ...source, ...(start !== undefined && { command: redactWords(shellWords(start)) }), env });
}

function store(file: string, node: TreeNode, image: string, port: number): WorkloadFact[] {
  const database = textOf(get(node, 'databaseName'));
  const at = { file, line: node.line };
  const env = database === undefined ? [] : [{ name: 'POSTGRES_DB', value: literal(database), at }];
  return workload(file, node, 'store', { image: literal(image), env, ports: [{ container: literal(String(port)), at }] });
}

function workload(file: string, node: TreeNode, kind: string, container: Partial<Container>): WorkloadFact[] {
  const named = get(node, 'name');
  const name = textOf(named);
  if (named === undefined || name === undefined) return [];
  const at = { file, line: named.line };
  return [
    {
      kind: 'workload',
      platform: 'procfile',
      name,
      stack: file,
      workloadKind: kind,
      containers: [{ name, env: [], envFrom: [], mounts: [], ports: [], init: false, at, ...container }],
      hostnames: kind === 'web' || kind === 'static' ? [`${name}.onrender.com`] : [],
      links: [],
      startsAfter: [],
      labels: {},
      profiles: [],
      at,
      foundBy: id,
    },
  ];
}

/** A variable by its value, by what another service or database is reached by, or a group of them. */
function variables(file: string, node: TreeNode, root: TreeNode): EnvEntry[] {
  const group = textOf(get(node, 'fromGroup'));
  if (group !== undefined) {
    const found = itemsOf(get(root, 'envVarGroups')).find((one) => textOf(get(one, 'name')) === group);
    return itemsOf(get(found, 'envVars')).flatMap((one) => (get(one, 'fromGroup') === undefined ? variables(file, one, root) : []));
  }
  const key = textOf(get(node, 'key'));
  const written = textOf(get(node, 'value'));
  if (key === undefined) return [];
  const term = written === undefined ? referenceOf(node, root) : literal(written);
  const value = term && redact(key, term);
  return [{ name: key, ...(value && { value }), at: { file, line: node.line } }];
}

function referenceOf(node: TreeNode, root: TreeNode): Term | undefined {
  const from = get(node, 'fromService') ?? get(node, 'fromDatabase');
  const name = textOf(get(from, 'name'));
  if (name === undefined) return undefined;
  const property = textOf(get(from, 'property')) ?? '';
  const database = get(node, 'fromDatabase') !== undefined;
  const type = textOf(get(from, 'type'));
  if (property === 'host') return literal(name);
  if (property === 'hostport') return literal(`http://${name}`);
  if (property === 'connectionString' && database) {
    const found = itemsOf(get(root, 'databases')).find((one) => textOf(get(one, 'name')) === name);
    return literal(`postgresql://${name}/${textOf(get(found, 'databaseName')) ?? name.replaceAll('-', '_')}`);
  }
  return property === 'connectionString' && (type === 'redis' || type === 'keyvalue') ? literal(`redis://${name}:6379`) : undefined;
}
