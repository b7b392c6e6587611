import type { Extraction, ManifestExtractor, Upstream, WorkloadFact } from '../../../core/fact.js';
import { upstreamsOf } from '../../../parse/consul.js';
import { environmentOfPath } from '../../../parse/environment.js';
import { parseHcl } from '../../../parse/hcl.js';
import { plainText } from '../../../parse/interpolate.js';
import { folderOf } from '../../../parse/paths.js';
import { redactText } from '../../../parse/redact.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { entriesOf, get, itemsOrOne, numberOf, type TreeEntry, type TreeNode, textOf, textsOf } from '../../../parse/tree.js';
import { type GroupPort, type Scope, termIn, variablesOf } from './scope.js';
import { containerOf } from './task.js';

const id = 'nomad';

/** Nomad jobs in HCL: a group, whose tasks share a network, is a workload; its services are names, their upstreams ports of this machine. */
export const nomad: ManifestExtractor = {
  id,
  title: 'Nomad jobs',
  files: (path) => /\.(hcl|nomad)$/.test(path),
  extract(file, text): Extraction {
    if (!/^\s*job\s+"?[\w-]/m.test(text)) return { facts: [], diagnostics: [] };
    const { root, diagnostics } = parseHcl(file, text);
    const variables = variablesOf(root);
    const facts = entriesOf(get(root, 'job')).flatMap((job) => jobOf(file, job, variables));
    return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics };
  },
};

function jobOf(file: string, job: TreeEntry, variables: ReadonlyMap<string, string>): WorkloadFact[] {
  const groups = entriesOf(get(job.value, 'group'));
  // Tasks directly in a job stand in a group of their own name.
  const loose = entriesOf(get(job.value, 'task')).map((task): TreeEntry => {
    const value: TreeNode = {
      kind: 'map',
      line: task.line,
      entries: [{ key: 'task', line: task.line, value: { kind: 'map', line: task.line, entries: [task] } }],
    };
    return { key: task.key, line: task.line, value };
  });
  const all = [...groups, ...loose];
  return all.flatMap((group) => groupOf(file, job, group, { variables, alone: all.length === 1 }));
}

interface JobContext {
  readonly variables: ReadonlyMap<string, string>;
  /** The only group of its job bears the job's name. */
  readonly alone: boolean;
}

function groupOf(file: string, job: TreeEntry, group: TreeEntry, { variables, alone }: JobContext): WorkloadFact[] {
  const tasks = entriesOf(get(group.value, 'task'));
  if (tasks.length === 0) return [];
  const services = [group.value, ...tasks.map((t) => t.value)].flatMap((node) => itemsOrOne(get(node, 'service')));
  const upstreams = services.flatMap((s) => upstreamsOf(file, get(s, 'connect', 'sidecar_service', 'proxy')));
  const names = { NOMAD_JOB_NAME: job.key, NOMAD_GROUP_NAME: group.key };
  const scope: Scope = { variables, ports: portsOf(group.value, { variables, ports: [], upstreams, names }), upstreams, names };
  const registered = services.flatMap((s) => textOf(get(s, 'name')) ?? []).map((n) => plainText(termIn(n, scope)));
  const name = alone ? job.key : group.key;
  const replicas = replicasOf(get(group.value, 'count'), scope);
  const environment = environmentOfPath(file);
  const namespace = textOf(get(job.value, 'namespace'));
  const known = (text: string): boolean => text !== '' && text !== name && !text.includes('$');
  return [
    {
      kind: 'workload',
      platform: 'nomad',
      name,
      stack: folderOf(file),
      ...(namespace === undefined || namespace === 'default' || namespace.includes('$') ? {} : { namespace }),
      workloadKind: kindOf(job.value),
      containers: tasks.map((task) => containerOf(task, { file, scope, alone: tasks.length === 1 })),
      hostnames: [...new Set([...registered, ...(alone ? [] : [`${job.key}-${group.key}`])])].filter(known),
      links: [],
      startsAfter: [],
      labels: Object.fromEntries(services.flatMap(tagsOf)),
      profiles: [],
      ...replicas,
      ...(environment === undefined ? {} : { environment }),
      ...(upstreams.length === 0 ? {} : { upstreams: distinct(upstreams) }),
      ...(get(group.value, 'scaling') === undefined ? {} : { autoscaled: true }),
      at: { file, line: alone ? job.line : group.line },
      foundBy: id,
    },
  ];
}

/** Tags that set something (`traefik.http.routers.api.rule=…`), as labels. */
function tagsOf(service: TreeNode): [string, string][] {
  return textsOf(get(service, 'tags')).flatMap((tag): [string, string][] => {
    const equals = tag.indexOf('=');
    return equals > 0 ? [[tag.slice(0, equals), redactText(tag.slice(equals + 1))]] : [];
  });
}

/** A number, or a variable's default; what only a deployment knows is open. */
function replicasOf(count: TreeNode | undefined, scope: Scope): { replicas?: number; openReplicas?: boolean } {
  if (count === undefined) return {};
  const text = textOf(count);
  const replicas = numberOf(count) ?? (text === undefined ? Number.NaN : Number(plainText(termIn(text, scope)) || Number.NaN));
  return Number.isInteger(replicas) ? { replicas } : { openReplicas: true };
}

function kindOf(job: TreeNode): string {
  const type = textOf(get(job, 'type')) ?? 'service';
  if (get(job, 'periodic') !== undefined) return 'CronJob';
  return type === 'batch' || type === 'sysbatch' ? 'Job' : type === 'system' ? 'DaemonSet' : 'group';
}

function portsOf(group: TreeNode, scope: Scope): GroupPort[] {
  const number = (node: TreeNode | undefined): string | undefined => {
    const text = textOf(node);
    const plain = text === undefined ? '' : plainText(termIn(text, scope));
    return /^\d{1,5}$/.test(plain) ? plain : undefined;
  };
  return itemsOrOne(get(group, 'network')).flatMap((network) =>
    entriesOf(get(network, 'port')).map(({ key, value }) => {
      const fixed = number(get(value, 'static'));
      const to = number(get(value, 'to'));
      return { label: key, ...(fixed === undefined ? {} : { fixed }), ...(to === undefined ? {} : { to }) };
    }),
  );
}

function distinct(upstreams: readonly Upstream[]): Upstream[] {
  return [...new Map(upstreams.map((u) => [u.port, u])).values()];
}
