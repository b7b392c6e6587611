import type { Evidence } from '../core/location.js';
import { isLocalHost } from './addresses.js';
import type { HostIndex, Neighbour, Published } from './host-index.js';
import { distinctUnits, type HostAnswer, isVisible, resolveName } from './host-names.js';
import { type ServiceModel, type Unit, serversOf } from './model.js';
import { lenderOf } from './run-names.js';
import type { Environment } from './settings.js';

/** Names under which a container reaches the machine that it runs on. */
const machines: ReadonlySet<string> = new Set(['host.docker.internal', 'docker.for.mac.localhost', 'host.minikube.internal', '10.0.2.2']);

/** Whether a host of this machine is the container itself, and not the machine around it. */
export function isContainersOwn(host: string, environment: Environment): boolean {
  return environment.unit !== null && environment.unit.instance.workload.network !== 'host' && isLocalHost(host) && !machines.has(host);
}

/**
 * `localhost:port`: what a mesh proxy offers there, who shares the network (a pod, a group), who publishes the port on the machine, else who is set to or
 * listens on it. From inside an orchestrator's container nobody's published ports are reached, from inside one of compose those of its own stacks:
 * compose files are for developers too, who run the one service that they work on beside them. Pages run on the reader's machine.
 */
export function resolvePort(host: string, port: number, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer {
  const near = offered(port, from, environment, index) ?? beside(host, port, environment, index);
  if (near !== undefined) return near;
  const tiers = reachable(index.published.get(port) ?? [], host, from, environment, index);
  for (const tier of tiers) {
    const units = distinctUnits(tier.map((p) => p.unit));
    const [unit] = units;
    const evidence = tier[0] === undefined ? [] : [tier[0].evidence];
    if (unit !== undefined && units.length === 1) return { kind: 'unit', unit, certainty: 'declared', evidence, by: 'port' };
    if (units.length > 1) break;
  }
  const contested = tiers.some((t) => distinctUnits(t.map((p) => p.unit)).length > 1);
  return listeningOn(port, from, contested, index) ?? { kind: 'unknown', local: true, several: (index.listening.get(port) ?? []).length > 1 || contested };
}

/** A port that a mesh proxy leads to a registered name. */
function offered(port: number, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer | undefined {
  const upstream = environment.upstreams.find((u) => u.port === port);
  const behind = upstream === undefined ? undefined : resolveName({ name: upstream.name.toLowerCase(), port: null }, from, environment, index);
  if (upstream === undefined || behind?.kind !== 'unit') return undefined;
  const evidence: Evidence = { ...upstream.at, foundBy: 'consul', text: `port ${port} leads to ${upstream.name}`, role: 'definition' };
  return { ...behind, evidence: [evidence, ...behind.evidence], by: 'port' };
}

/** The one other container of the same network that has the port. */
function beside(host: string, port: number, environment: Environment, index: HostIndex): HostAnswer | undefined {
  const { unit } = environment;
  if (unit === null || !isContainersOwn(host, environment)) return undefined;
  const shared = index.sharing.get(lenderOf(unit.instance, index.identity.instances) ?? unit.instance) ?? [];
  const having = shared.filter((n) => n.ports.includes(port));
  if (having.some((n) => n.run === unit)) return undefined;
  const [only] = having;
  return only === undefined || distinctUnits(having.map((n) => n.unit)).length > 1 ? undefined : besideIt(only, port);
}

function besideIt({ unit, run }: Neighbour, port: number): HostAnswer {
  const { workload } = run.instance;
  const evidence: Evidence = {
    ...run.container.at,
    foundBy: workload.foundBy,
    text: `port ${port} of ${run.container.name} in one network with it`,
    role: 'deployment',
  };
  return { kind: 'unit', unit, certainty: 'declared', evidence: [evidence], by: 'port' };
}

/** Published ports by how near they are, those alone that can be reached. */
function reachable(published: readonly Published[], host: string, from: ServiceModel, environment: Environment, index: HostIndex): readonly Published[][] {
  const own = from.role !== 'frontend' && isContainersOwn(host, environment);
  if (own && environment.unit?.instance.workload.platform !== 'compose') return [];
  const pool = own ? published.filter((p) => p.platform === 'compose') : published;
  const group = environment.stack === null ? undefined : index.identity.stackGroups.get(environment.stack);
  return [
    pool.filter((p) => p.instance === environment.unit?.instance),
    pool.filter((p) => p.stack === environment.stack),
    pool.filter((p) => group !== undefined && index.identity.stackGroups.get(p.stack) === group),
    ...(own ? [] : [pool.filter((p) => isVisible(p.stack, from, index))]),
  ];
}

function listeningOn(port: number, from: ServiceModel, contested: boolean, index: HostIndex): HostAnswer | undefined {
  const listening = index.listening.get(port) ?? [];
  const self = listening.find((l) => l.unit.kind === 'service' && l.unit.service === from);
  const only = listening.length === 1 ? listening[0] : self;
  if (only !== undefined && !contested) return { kind: 'unit', unit: only.unit, certainty: 'declared', evidence: only.evidence, by: 'port' };
  const servers = serversOf(index.identity).filter((s) => s.port === port && s.units.some((u) => isVisible(u.instance.workload.stack, from, index)));
  const [server] = servers;
  return listening.length === 0 && server !== undefined && servers.length === 1
    ? { kind: 'unit', unit: { kind: 'server', server }, certainty: 'inferred', evidence: [], by: 'port' }
    : undefined;
}

/** Candidates that share a port or host: for tie-breaks by name. */
export function unitsOnPort(port: number, index: HostIndex): Unit[] {
  return distinctUnits([...(index.published.get(port) ?? []).map((p) => p.unit), ...(index.listening.get(port) ?? []).map((l) => l.unit)]);
}
