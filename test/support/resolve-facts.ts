import type { Config } from '../../src/core/config.js';
import type { EnvFileFact, Fact, ImageFact, PackageFact, SchemaFact } from '../../src/core/fact.js';
import type { ConfigFact, Container, EnvEntry, HostFact, PortMapping, WorkloadFact } from '../../src/core/workload.js';
import type { FileIndex } from '../../src/core/files.js';
import type { Edge, SystemGraph } from '../../src/core/graph.js';
import type { Interaction, LinkedService } from '../../src/core/interaction.js';
import { type Term, literal } from '../../src/core/term.js';
import type { SqlScan } from '../../src/resolve/tables.js';
import { identify, resolveGraph } from '../../src/resolve/index.js';

export const config: Config = {
  file: null,
  services: {},
  ignore: [],
  infrastructure: [],
  contexts: {},
  libraries: [],
  preset: 'recommended',
  rules: {},
  suppress: [],
};

/** A list of files without contents. Folders named `examples` are aside. */
export function fileIndex(paths: readonly string[]): FileIndex {
  const sorted = [...paths].sort();
  return {
    files: sorted.map((path) => ({ path, size: 1 })),
    has: (path) => sorted.includes(path),
    under: (folder) => (folder === '.' ? sorted : sorted.filter((p) => p.startsWith(`${folder}/`))),
    read: () => ({ skipped: 'unreadable' }),
    endingWith: (suffix) => sorted.filter((p) => `/${p}`.endsWith(suffix)),
    contentId: () => undefined,
    isAside: (path) => path.split('/').includes('examples'),
    diagnostics: [],
    readCount: 0,
    ignored: 0,
    note: () => undefined,
  };
}

export const setting = (name: string, fallback?: Term): Term => ({ k: 'setting', name, from: 'env', ...(fallback === undefined ? {} : { fallback }) });
export const fallback = (...of: Term[]): Term => ({ k: 'choice', of, because: 'fallback' });
export const branch = (...of: Term[]): Term => ({ k: 'choice', of, because: 'branch' });
export const dynamic: Term = { k: 'unknown', text: 'x', why: 'dynamic' };
const text = (value: string | Term): Term => (typeof value === 'string' ? literal(value) : value);

const at = (file: string, line = 1) => ({ file, line });

function env(values: Readonly<Record<string, string | Term>>, file = 'compose.yml'): EnvEntry[] {
  return Object.entries(values).map(([name, value], i) => ({ name, value: text(value), at: at(file, 10 + i) }));
}

export interface WorkloadOptions extends Partial<Omit<WorkloadFact, 'containers'>> {
  readonly image?: string | Term;
  readonly build?: string;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly env?: Readonly<Record<string, string | Term>>;
  readonly envFile?: readonly string[];
  /** `host:container` texts. */
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly containers?: readonly Partial<Container>[];
  readonly after?: readonly string[];
}

export function container(part: Partial<Container> & { readonly name: string }): Container {
  return { env: [], envFrom: [], mounts: [], ports: [], init: false, at: at('compose.yml'), ...part };
}

/** A compose service of `compose.yml` unless said otherwise. */
export function compose(name: string, options: WorkloadOptions = {}): WorkloadFact {
  const { image, build, dockerfile, target, env: values, envFile, ports, command, containers, after, ...rest } = options;
  const stack = options.stack ?? 'compose.yml';
  const only = container({
    name,
    ...(image === undefined ? {} : { image: text(image) }),
    ...(build === undefined
      ? {}
      : { build: { context: build, args: [], ...(dockerfile === undefined ? {} : { dockerfile }), ...(target === undefined ? {} : { target }) } }),
    env: env(values ?? {}, stack),
    envFrom: (envFile ?? []).map((f) => ({ kind: 'file' as const, name: f, at: at(stack) })),
    ports: (ports ?? []).map(port),
    ...(command === undefined ? {} : { command }),
    at: at(stack),
  });
  return {
    kind: 'workload',
    platform: 'compose',
    foundBy: 'compose',
    name,
    stack,
    workloadKind: 'service',
    containers: containers?.map((c, i) => container({ name: `${name}-${i}`, ...c })) ?? [only],
    hostnames: [],
    links: [],
    startsAfter: (after ?? []).map((a) => ({ target: a, at: at(stack, 5) })),
    labels: {},
    profiles: [],
    at: at(stack, 2),
    ...rest,
  };
}

function port(spec: string): PortMapping {
  const [host, inner] = spec.split(':');
  return { container: literal(inner ?? host ?? ''), ...(inner === undefined ? {} : { host: literal(host ?? '') }), at: at('compose.yml', 7) };
}

/** A Kubernetes Deployment. */
export function deployment(name: string, options: WorkloadOptions = {}): WorkloadFact {
  return {
    ...compose(name, { stack: 'k8s', labels: { app: name }, ...options }),
    platform: 'kubernetes',
    foundBy: 'kubernetes',
    workloadKind: options.workloadKind ?? 'Deployment',
    at: options.at ?? at(`k8s/${name}.yaml`, 2),
  };
}

export function kubeService(name: string, app: string, extra: Partial<HostFact> = {}): HostFact {
  return {
    kind: 'host',
    foundBy: 'kubernetes',
    name,
    stack: 'k8s',
    selector: { app },
    ports: [{ port: 80 }],
    type: 'ClusterIP',
    at: at('k8s/services.yaml', 3),
    ...extra,
  };
}

export function configMap(name: string, values: Readonly<Record<string, string>>): ConfigFact {
  return {
    kind: 'config',
    configKind: 'configmap',
    foundBy: 'kubernetes',
    name,
    stack: 'k8s',
    entries: env(values, 'k8s/config.yaml'),
    at: at('k8s/config.yaml'),
  };
}

/** A Dockerfile with one stage. */
export function dockerfile(path: string, from = 'node:20', extra: Partial<ImageFact['stages'][number]> = {}): ImageFact {
  const slash = path.lastIndexOf('/');
  return {
    kind: 'image',
    foundBy: 'dockerfile',
    dockerfile: path,
    dir: slash < 0 ? '.' : path.slice(0, slash),
    stages: [
      {
        from: literal(from),
        env: [],
        args: [],
        copies: [{ sources: ['.'], target: '.', at: at(path, 3) }],
        exposes: [],
        runs: [],
        command: ['node', 'server.js'],
        ...extra,
      },
    ],
    at: at(path),
  };
}

export function pack(path: string, extra: Partial<PackageFact> = {}): PackageFact {
  return {
    kind: 'package',
    foundBy: 'package',
    ecosystem: 'npm',
    name: path.slice(path.lastIndexOf('/') + 1),
    version: '1.0.0',
    path,
    private: true,
    bin: [],
    exports: {},
    scripts: {},
    dependencies: {},
    devDependencies: {},
    workspaces: [],
    files: [],
    at: at(path === '.' ? 'package.json' : `${path}/package.json`),
    ...extra,
  };
}

export function envFile(path: string, values: Readonly<Record<string, string | Term>>, extra: Partial<EnvFileFact> = {}): EnvFileFact {
  return { kind: 'env-file', foundBy: 'dotenv', path, example: /example|sample/.test(path), entries: env(values, path), at: at(path), ...extra };
}

export function schema(file: string, table: string, extra: Partial<SchemaFact> = {}): SchemaFact {
  return { kind: 'schema', foundBy: 'sql', by: 'migration', table, at: at(file), ...extra };
}

/** One sighting; its line is `line` of `<service>/src/index.ts` unless `file` says otherwise. */
export function sighting(
  role: Interaction['role'],
  protocol: string,
  parts: Readonly<Record<string, string | Term>>,
  extra: Partial<Interaction> & { readonly file?: string; readonly line?: number } = {},
): Interaction {
  const { file, line, ...rest } = extra;
  const terms = Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, text(v)]));
  return {
    role,
    protocol,
    parts: terms,
    evidence: [{ file: file ?? 'src/index.ts', line: line ?? 1, foundBy: 'typescript/x', text: role }],
    entries: ['startup'],
    inLoop: false,
    inferred: false,
    ...rest,
  };
}

export function linkedService(id: string, interactions: readonly Interaction[], extra: Partial<LinkedService> = {}): LinkedService {
  return { id: `service:${id}`, interactions, entries: [], settingUses: [], unresolved: [], libraries: [], files: [`${id}/index.ts`], ...extra };
}

/** A tiny stand-in for the SQL scanner: `read t`, `write t`. */
const scanSql: SqlScan = (sql) =>
  sql.split(';').map((statement) => {
    const [verb, name = ''] = statement.trim().split(' ');
    return { reads: verb === 'read' ? [{ name }] : [], writes: verb === 'write' ? [{ name }] : [], creates: verb === 'create' ? [{ name }] : [] };
  });

/** Facts and sightings of a small system, resolved. */
export function graphOf(facts: readonly Fact[], linked: readonly LinkedService[] = [], files: readonly string[] = [], settings: Config = config): SystemGraph {
  const identity = identify(facts, fileIndex(files), settings);
  return resolveGraph({ identity, facts, linked, config: settings, scanSql });
}

/** Edges as `from kind to (certainty)`, without the services' prefix. */
export function edgeTexts(graph: SystemGraph, ...kinds: Edge['kind'][]): string[] {
  return graph.edges
    .filter((e) => kinds.length === 0 || kinds.includes(e.kind))
    .map((e) => `${e.from} ${e.kind} ${e.to}${e.certainty === 'declared' ? '' : ` (${e.certainty})`}`.replaceAll('service:', ''));
}

export function nodeIds(graph: SystemGraph, kind: SystemGraph['nodes'][number]['kind']): string[] {
  return graph.nodes.filter((n) => n.kind === kind).map((n) => n.id);
}
