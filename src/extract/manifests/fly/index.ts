import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Container, EnvEntry, PortMapping, WorkloadFact } from '../../../core/workload.js';
import { literal } from '../../../core/term.js';
import { environmentOfPath } from '../../../parse/environment.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { redact, redactWords } from '../../../parse/redact.js';
import { shellWords } from '../../../parse/shell.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { parseToml } from '../../../parse/toml.js';
import { entriesOf, get, itemsOf, numberOf, textOf, type TreeNode } from '../../../parse/tree.js';

const id = 'fly';

/** Applications of Fly.io. */
export const fly: ManifestExtractor = {
  id,
  title: 'Fly.io applications (fly.toml)',
  files: (path) => /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/.test(path),
  extract(file, text): Extraction {
    const { root, diagnostics } = parseToml(file, text);
    const app = get(root, 'app');
    const name = textOf(app);
    if (app === undefined || name === undefined) return { facts: [], diagnostics };
    return { facts: [...workloads(file, root, name, app.line), ...suppressionsIn(file, text, id)], diagnostics };
  },
};

/** One for each process; one alone where none is named. */
function workloads(file: string, root: TreeNode, app: string, line: number): WorkloadFact[] {
  const processes = entriesOf(get(root, 'processes'));
  const rows = processes.length === 0 ? [{ key: 'app', line, value: undefined }] : processes;
  return rows.map(({ key, line: at, value }): WorkloadFact => {
    const main = processes.length <= 1 || key === 'app' || key === 'web';
    const environment = environmentOfPath(file.slice(file.lastIndexOf('/') + 1)) ?? environmentOfPath(app);
    const command = textOf(value);
    return {
      kind: 'workload',
      platform: 'procfile',
      name: main ? app : `${app}-${key}`,
      stack: folderOf(file),
      workloadKind: 'machine',
      containers: [containerOf(file, root, { key, at, main, ...(command !== undefined && { command }) })],
      hostnames: main ? [`${app}.internal`, `${app}.flycast`, `${app}.fly.dev`] : [`${key}.process.${app}.internal`],
      links: [],
      startsAfter: [],
      labels: {},
      profiles: [],
      ...(environment !== undefined && { environment }),
      at: { file, line: at },
      foundBy: id,
    };
  });
}

function containerOf(file: string, root: TreeNode, row: { key: string; at: number; main: boolean; command?: string }): Container {
  const folder = folderOf(file);
  const image = textOf(get(root, 'build', 'image'));
  const dockerfile = textOf(get(root, 'build', 'dockerfile'));
  const target = textOf(get(root, 'build', 'build-target'));
  const build = {
    context: folder,
    ...(dockerfile !== undefined && { dockerfile: rootPath(folder, dockerfile) }),
    ...(target !== undefined && { target }),
    args: [],
  };
  return {
    name: row.key,
    ...(image === undefined ? { build } : { image: literal(image) }),
    ...(row.command !== undefined && { command: redactWords(shellWords(row.command)) }),
    env: entriesOf(get(root, 'env')).flatMap((entry): EnvEntry[] => {
      const text = textOf(entry.value);
      const value = text === undefined ? undefined : redact(entry.key, literal(text));
      return [{ name: entry.key, ...(value && { value }), at: { file, line: entry.line } }];
    }),
    envFrom: [],
    mounts: [],
    ports: row.main ? portsOf(file, root) : [],
    init: false,
    at: { file, line: row.at },
  };
}

function portsOf(file: string, root: TreeNode): PortMapping[] {
  const services = itemsOf(get(root, 'services'));
  const http = get(root, 'http_service');
  return [...(http === undefined ? [] : [http]), ...services].flatMap((service): PortMapping[] => {
    const node = get(service, 'internal_port');
    const port = numberOf(node);
    if (node === undefined || port === undefined) return [];
    const outside =
      service === http
        ? 443
        : itemsOf(get(service, 'ports'))
            .map((one) => numberOf(get(one, 'port')))
            .find((one) => one !== undefined);
    return [{ container: literal(String(port)), ...(outside !== undefined && { host: literal(String(outside)) }), at: { file, line: node.line } }];
  });
}
