import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Upstream, WorkloadFact } from '../../../core/workload.js';
import type { Embedded } from '../../../core/rendered.js';
import { upstreamsOf } from '../../../parse/consul.js';
import { environmentOfPath } from '../../../parse/environment.js';
import { parseHcl } from '../../../parse/hcl.js';
import { plainText } from '../../../parse/interpolate.js';
import { folderOf } from '../../../parse/paths.js';
import { redactText } from '../../../parse/redact.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { entriesOf, get, itemsOrOne, numberOf, type TreeEntry, type TreeNode, textOf, textsOf } from '../../../parse/tree.js';
import { type GroupPort, type Scope, termIn, variablesOf } from './scope.js';
import { containerOf, scopeOfTask } from './task.js';
import { filesOf, type Rendered } from './templates.js';

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
    const groups = entriesOf(get(root, 'job')).flatMap((job) => jobOf(file, job, variables));
    const embedded = groups.flatMap((g) => g.rendered.map((r) => embeddedOf(g.workload, r)));
    const facts = [...groups.map((g) => g.workload), ...suppressionsIn(file, text, id)];
    return { facts, diagnostics, ...(embedded.length > 0 ? { embedded } : {}) };
  },
};

interface Group {
  readonly workload: WorkloadFact;
  readonly rendered: readonly Rendered[];
}

function embeddedOf({ at, stack, namespace }: WorkloadFact, { owner, destination, text, line }: Rendered): Embedded {
  const lines = text.split('\n').map((_, i) => ({ file: at.file, line: line + i }));
  return { path: `${at.file}#${owner}/${destination}`, text, lines, stack, ...(namespace === undefined ? {} : { namespace }) };
}

function jobOf(file: string, job: TreeEntry, variables: ReadonlyMap<string, string>): Group[] {
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

function groupOf(file: string, job: TreeEntry, group: TreeEntry, { variables, alone }: JobContext): Group[] {
  const tasks = entriesOf(get(group.value, 'task'));
  if (tasks.length === 0) return [];
  const services = servicesOf(group.value, tasks);
  const upstreams = services.flatMap((s) => upstreamsOf(file, get(s.node, 'connect', 'sidecar_service', 'proxy')));
  const names = { NOMAD_JOB_NAME: job.key, NOMAD_GROUP_NAME: group.key };
  const network = networkOf(group.value, tasks);
  const bare: Scope = { variables, ports: [], upstreams, names, apart: network === 'apart' };
  const scope: Scope = { ...bare, ports: portsOf(group.value, tasks, bare) };
  const name = alone ? job.key : group.key;
  const replicas = replicasOf(get(group.value, 'count'), scope);
  const environment = environmentOfPath(file);
  const namespace = textOf(get(job.value, 'namespace'));
  const known = (text: string): boolean => text !== '' && text !== name && !text.includes('$');
  const registered = (task: string | undefined): string[] =>
    [...new Set(services.filter((s) => s.task === task).flatMap((s) => textOf(get(s.node, 'name')) ?? []))].map((n) => plainText(termIn(n, scope)));
  const rendered = tasks.map((t) => filesOf(t.value, `${job.key}.${group.key}.${t.key}`, scopeOfTask(t.key, scope)));
  return [
    {
      rendered: rendered.flat(),
      workload: {
        kind: 'workload',
        platform: 'nomad',
        name,
        stack: folderOf(file),
        ...(namespace === undefined || namespace === 'default' || namespace.includes('$') ? {} : { namespace }),
        workloadKind: kindOf(job.value),
        containers: tasks.map((task, i) =>
          containerOf(task, {
            file,
            scope,
            alone: tasks.length === 1,
            hostnames: tasks.length === 1 ? [] : [task.key, ...registered(task.key)].filter(known),
            rendered: rendered[i] ?? [],
          }),
        ),
        hostnames: [
          ...new Set([...registered(undefined), ...(tasks.length === 1 ? registered(tasks[0]?.key) : []), ...(alone ? [] : [`${job.key}-${group.key}`])]),
        ].filter(known),
        links: [],
        startsAfter: [],
        labels: Object.fromEntries(services.flatMap((s) => tagsOf(s.node))),
        profiles: [],
        ...replicas,
        ...(environment === undefined ? {} : { environment }),
        ...(network === undefined ? {} : { network }),
        ...(upstreams.length === 0 ? {} : { upstreams: distinct(upstreams) }),
        ...(get(group.value, 'scaling') === undefined ? {} : { autoscaled: true }),
        at: { file, line: alone ? job.line : group.line },
        foundBy: id,
      },
    },
  ];
}

interface Service {
  readonly node: TreeNode;
  /** The task that it is, where one is said. */
  readonly task?: string;
}

/** A group's services are of the task that they name or that has their port, a task's of the task. */
function servicesOf(group: TreeNode, tasks: readonly TreeEntry[]): Service[] {
  const own = tasks.flatMap((t) => itemsOrOne(get(t.value, 'service')).map((node) => ({ node, task: t.key })));
  const shared = itemsOrOne(get(group, 'service')).map((node): Service => {
    const task = textOf(get(node, 'task')) ?? taskOfPort(textOf(get(node, 'port')) ?? '', tasks);
    return { node, ...(task === undefined ? {} : { task }) };
  });
  return [...shared, ...own];
}

/** The one task that lists a port. */
function taskOfPort(label: string, tasks: readonly TreeEntry[]): string | undefined {
  const listing = tasks.filter((t) => textsOf(get(t.value, 'config', 'ports')).includes(label));
  return listing.length === 1 ? listing[0]?.key : undefined;
}

const withOwnNetwork = /^(docker|podman|containerd|containerd-driver|qemu)$/;

/** In bridge mode tasks share a network; else containers have one each, and programs on the node have the node's. */
function networkOf(group: TreeNode, tasks: readonly TreeEntry[]): WorkloadFact['network'] {
  const mode = itemsOrOne(get(group, 'network')).flatMap((n) => textOf(get(n, 'mode')) ?? [])[0] ?? 'host';
  if (mode !== 'host') return undefined;
  const onNode = tasks.filter((t) => !withOwnNetwork.test(textOf(get(t.value, 'driver')) ?? '') || textOf(get(t.value, 'config', 'network_mode')) === 'host');
  return onNode.length === tasks.length ? 'host' : tasks.length > 1 ? 'apart' : undefined;
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

function portsOf(group: TreeNode, tasks: readonly TreeEntry[], scope: Scope): GroupPort[] {
  const number = (node: TreeNode | undefined): string | undefined => {
    const text = textOf(node);
    const plain = text === undefined ? '' : plainText(termIn(text, scope));
    return /^\d{1,5}$/.test(plain) ? plain : undefined;
  };
  const port = ({ key, value }: TreeEntry, task: string | undefined, inner: TreeNode | undefined): GroupPort => {
    const fixed = number(get(value, 'static'));
    const to = number(get(value, 'to')) ?? number(inner);
    return { label: key, ...(task === undefined ? {} : { task }), ...(fixed === undefined ? {} : { fixed }), ...(to === undefined ? {} : { to }) };
  };
  const networks = (node: TreeNode | undefined): TreeEntry[] => itemsOrOne(get(node, 'network')).flatMap((network) => entriesOf(get(network, 'port')));
  const shared = networks(group).map((entry) => port(entry, tasks.length === 1 ? undefined : taskOfPort(entry.key, tasks), undefined));
  // Before groups had networks, tasks had their own, and the driver's settings said the port inside.
  const own = tasks.flatMap(({ key, value }) =>
    networks(get(value, 'resources')).map((entry) =>
      port(entry, key, itemsOrOne(get(value, 'config', 'port_map')).flatMap((map) => get(map, entry.key) ?? [])[0]),
    ),
  );
  return [...shared, ...own];
}

function distinct(upstreams: readonly Upstream[]): Upstream[] {
  return [...new Map(upstreams.map((u) => [u.port, u])).values()];
}
