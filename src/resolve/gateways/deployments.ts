import type { Fact } from '../../core/fact.js';
import type { HostFact, ScalerFact } from '../../core/workload.js';
import type { Deployment, Publication } from '../../core/graph.js';
import { compareLocations, compareText } from '../../core/location.js';
import { isLocalHost } from '../addresses.js';
import type { RunUnit } from '../model.js';
import { selects } from '../aliases.js';
import { fill, isKnown, type Lookup } from '../terms.js';
import type { Environment } from '../settings.js';

/** What deployments are read from beside workloads. */
export interface DeploymentWorld {
  readonly hosts: readonly HostFact[];
  readonly scalers: readonly ScalerFact[];
}

/** Services of the platform and autoscalers among facts. */
export function deploymentWorld(facts: readonly Fact[]): DeploymentWorld {
  return { hosts: facts.filter((f) => f.kind === 'host'), scalers: facts.filter((f) => f.kind === 'scaler') };
}

/** How a unit is run, in each of its deployments: replicas, autoscaler and the ways in from outside. Sorted. */
export function deploymentsOf(runs: readonly RunUnit[], environments: readonly Environment[], world: DeploymentWorld): Deployment[] {
  return runs
    .map((run) => deploymentOf(run, environments.find((e) => e.unit === run)?.lookup ?? (() => []), world))
    .sort((a, b) => compareText(a.stack, b.stack) || compareLocations(a.at, b.at) || compareText(a.environment ?? '', b.environment ?? ''));
}

function deploymentOf(run: RunUnit, lookup: Lookup, world: DeploymentWorld): Deployment {
  const { workload, label, when } = run.instance;
  const scaled = workload.autoscaled === true || world.scalers.some((s) => scales(s, run));
  return {
    platform: workload.platform,
    stack: workload.stack,
    environment: label,
    ...(when === undefined ? {} : { when }),
    workloadKind: workload.workloadKind,
    ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }),
    replicas: workload.replicas ?? (workload.openReplicas === true ? null : 1),
    autoscaled: scaled,
    published: [...publishedPorts(run, lookup), ...publishedHosts(run, world.hosts), ...publishedFunctions(run)],
    at: { file: workload.at.file, line: workload.at.line },
  };
}

function scales(scaler: ScalerFact, run: RunUnit): boolean {
  const { workload } = run.instance;
  const sameSpace = scaler.namespace === undefined || workload.namespace === undefined || scaler.namespace === workload.namespace;
  return (
    sameSpace &&
    scaler.targetKind === workload.workloadKind &&
    scaler.targetName === workload.name &&
    (scaler.stack === workload.stack || scaler.namespace !== undefined)
  );
}

/** Ports of the host; a loopback address publishes nothing. */
function publishedPorts(run: RunUnit, lookup: Lookup): Publication[] {
  const compose = run.instance.workload.platform === 'compose';
  return run.container.ports.flatMap((port): Publication[] => {
    if (port.host === undefined || (port.hostIp !== undefined && isLoopback(port.hostIp, lookup))) return [];
    const text = fill(port.host, lookup).filter(isKnown)[0]?.text ?? '';
    const inner = fill(port.container, lookup).filter(isKnown)[0]?.text ?? '';
    const development = /[._-]override\.ya?ml$/.test(port.at.file);
    return [{ how: compose ? 'port' : 'host-port', text: `${text}:${inner}`, development, at: port.at }];
  });
}

/** Functions with addresses of their own. */
function publishedFunctions(run: RunUnit): Publication[] {
  const handlers = run.container.code?.handlers ?? [];
  return handlers.flatMap(({ function: name, open }): Publication[] =>
    open === undefined ? [] : [{ how: 'function-url', text: `function URL of ${name}`, development: false, at: open }],
  );
}

/** The text may be a variable with a default: `${BIND:-127.0.0.1}` publishes nothing unless somebody says so. */
function isLoopback(hostIp: string, lookup: Lookup): boolean {
  const variable = /^\$\{(\w+)(?::?-([^}]*))?\}$/.exec(hostIp);
  if (variable === null) return hostIp !== '0.0.0.0' && isLocalHost(hostIp.toLowerCase());
  const set = lookup(variable[1] ?? '').flatMap((v) => (v.term.k === 'literal' ? [v.term.text] : []));
  return isLoopback(set[0] ?? variable[2] ?? '', () => []);
}

function publishedHosts(run: RunUnit, hosts: readonly HostFact[]): Publication[] {
  return hosts
    .filter((h) => (h.stack === run.instance.workload.stack || h.namespace !== undefined) && selects(h, run.instance) && h.internal !== true)
    .flatMap((host): Publication[] => {
      const at = { file: host.at.file, line: host.at.line };
      const ports = host.ports.map((p) => String(p.nodePort ?? p.port)).join(', ');
      if (host.type === 'LoadBalancer') return [{ how: 'load-balancer', text: `${host.name} (LoadBalancer ${ports})`, development: false, at }];
      return host.type === 'NodePort' ? [{ how: 'node-port', text: `${host.name} (NodePort ${ports})`, development: false, at }] : [];
    });
}
