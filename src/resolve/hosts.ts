import { type Evidence, compareText } from '../core/location.js';
import { isIpLiteral, isLocalHost, isPrivateIp } from './addresses.js';
import { discoveryOf } from './discovery.js';
import type { HostIndex } from './host-index.js';
import { type ServiceModel, type Unit, serversOf } from './model.js';
import { namedBySetting, serviceStem, squash } from './names.js';
import { dirOf, isUnder } from './paths.js';
import type { Environment } from './settings.js';

/** Where an address leads. */
export type HostAnswer =
  | {
      readonly kind: 'unit';
      readonly unit: Unit;
      readonly certainty: 'declared' | 'inferred';
      readonly evidence: readonly Evidence[];
      readonly by: 'name' | 'port';
    }
  | { readonly kind: 'external'; readonly host: string }
  | { readonly kind: 'unknown'; readonly local: boolean; readonly several: boolean };

/** Whose host and port is that, seen from one service in one environment? */
export function resolveHost(host: string, port: number | null, from: ServiceModel, environment: Environment, index: HostIndex, depth = 0): HostAnswer {
  if (isLocalHost(host)) return port === null ? { kind: 'unknown', local: true, several: false } : resolvePort(port, from, environment, index);
  const link = environment.unit?.instance.workload.links.find((l) => l.alias.toLowerCase() === host);
  const named = resolveName(link?.target.toLowerCase() ?? host, from, environment, index);
  if (named !== undefined) return named;
  if (isIpLiteral(host)) return resolveIp(host, port, from, environment, index);
  const elsewhere = depth > 5 ? undefined : aliasOf(host, environment, index);
  if (elsewhere !== undefined) {
    const answer = resolveHost(elsewhere.host, port, from, environment, index, depth + 1);
    return answer.kind === 'unit' ? { ...answer, evidence: [elsewhere.evidence, ...answer.evidence] } : answer;
  }
  const { readings, inside } = discoveryOf(host, (word) => word === 'default' || index.namespaces.has(word));
  for (const { name, namespace } of readings) {
    const found = resolveName(name, from, environment, index, namespace) ?? redirected(name, port, from, environment, index, depth);
    if (found !== undefined) return found;
  }
  if (host.includes('.') && !inside) return { kind: 'external', host };
  const close = byStem(readings[0]?.name ?? host, from, environment, index);
  return close === undefined
    ? { kind: 'unknown', local: false, several: false }
    : { kind: 'unit', unit: close, certainty: 'inferred', evidence: [], by: 'name' };
}

/** A Kubernetes Service that only stands for another host: ExternalName, or written endpoints. */
function aliasOf(host: string, environment: Environment, index: HostIndex): { host: string; evidence: Evidence } | undefined {
  const { readings } = discoveryOf(host, (word) => word === 'default' || index.namespaces.has(word));
  const [reading = { name: host }] = readings;
  const own = environment.unit?.instance.workload.namespace;
  const space = 'namespace' in reading ? reading.namespace : own;
  const named = index.externals.filter(
    (h) => h.name.toLowerCase() === reading.name && (h.namespace === undefined || space === undefined || h.namespace === space),
  );
  const fact = named.find((h) => h.stack === environment.stack) ?? (named.length === 1 ? named[0] : undefined);
  if (fact?.externalName === undefined) return undefined;
  const evidence: Evidence = { ...fact.at, foundBy: fact.foundBy, text: `${fact.name} stands for ${fact.externalName}`, role: 'definition' };
  return { host: fact.externalName.toLowerCase().replace(/\.$/, ''), evidence };
}

/** A prepared query or resolver that leads to another registered name. */
function redirected(name: string, port: number | null, from: ServiceModel, environment: Environment, index: HostIndex, depth: number): HostAnswer | undefined {
  const fact = index.redirects.find((r) => r.redirects.some((n) => n.toLowerCase() === name));
  if (fact === undefined || depth > 5) return undefined;
  const answer = resolveHost(fact.name.toLowerCase(), port, from, environment, index, depth + 1);
  if (answer.kind !== 'unit') return undefined;
  const evidence: Evidence = { ...fact.at, foundBy: fact.foundBy, text: `${name} leads to ${fact.name}`, role: 'definition' };
  return { ...answer, evidence: [evidence, ...answer.evidence] };
}

/** A public IP is a third party's; a private one may be told by its port. */
function resolveIp(ip: string, port: number | null, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer {
  if (!isPrivateIp(ip)) return { kind: 'external', host: ip };
  const owner = port === null ? undefined : resolvePort(port, from, environment, index);
  return owner?.kind === 'unit' ? { ...owner, certainty: 'inferred' } : { kind: 'unknown', local: false, several: false };
}

function resolveName(name: string, from: ServiceModel, environment: Environment, index: HostIndex, namespace?: string): HostAnswer | undefined {
  const all = index.named.get(name) ?? [];
  const inSpace = namespace === undefined ? all : all.filter((n) => n.namespace === undefined || n.namespace === namespace);
  const own = from.namespace ?? environment.unit?.instance.workload.namespace;
  const tiers = [
    inSpace.filter((n) => n.stack === environment.stack && (namespace !== undefined || n.namespace === own)),
    inSpace.filter((n) => n.stack === environment.stack),
    inSpace.filter((n) => environment.stack !== null && index.identity.stackGroups.get(n.stack) === index.identity.stackGroups.get(environment.stack)),
    inSpace.filter((n) => isVisible(n.stack, from, index)),
    inSpace,
  ];
  for (const tier of tiers) {
    const units = distinctUnits(tier.map((n) => n.unit));
    if (units.length === 1 && units[0] !== undefined) return { kind: 'unit', unit: units[0], certainty: 'declared', evidence: [], by: 'name' };
    if (units.length > 1) return { kind: 'unknown', local: false, several: true };
  }
  const there = index.identity.services.filter((s) => namespace === undefined || isIn(namespace, s, index));
  const services = there.filter((s) => s.name.toLowerCase() === name);
  const byAlias = services.length > 0 ? services : there.filter((s) => s.aliases.some((a) => a.toLowerCase() === name));
  const [service] = byAlias;
  return service !== undefined && byAlias.length === 1
    ? { kind: 'unit', unit: { kind: 'service', service }, certainty: 'declared', evidence: [], by: 'name' }
    : undefined;
}

/** Whether a service can be meant in a namespace: it runs there, nothing says where it runs, or the tree knows no such namespace. */
function isIn(namespace: string, service: ServiceModel, index: HostIndex): boolean {
  const spaces = service.units.flatMap((u) => u.instance.workload.namespace ?? []);
  return spaces.length === 0 || spaces.includes(namespace) || !index.namespaces.has(namespace);
}

function byStem(host: string, from: ServiceModel, environment: Environment, index: HostIndex): Unit | undefined {
  const stem = serviceStem(host);
  if (stem.length < 3) return undefined;
  const services = index.identity.services.filter((s) => [s.name, ...s.aliases].some((n) => squash(n) === squash(host) || serviceStem(n) === stem));
  const [service] = services;
  return service !== undefined && services.length === 1 && !(service === from && environment.stack === null) ? { kind: 'service', service } : undefined;
}

/** `localhost:port`: who publishes it (in the same stack first), else who is set to or listens on it. */
function resolvePort(port: number, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer {
  const upstream = environment.upstreams.find((u) => u.port === port);
  const behind = upstream === undefined ? undefined : resolveName(upstream.name.toLowerCase(), from, environment, index);
  if (upstream !== undefined && behind?.kind === 'unit') {
    const evidence: Evidence = { ...upstream.at, foundBy: 'consul', text: `port ${port} leads to ${upstream.name}`, role: 'definition' };
    return { ...behind, evidence: [evidence, ...behind.evidence], by: 'port' };
  }
  const published = index.published.get(port) ?? [];
  const group = environment.stack === null ? undefined : index.identity.stackGroups.get(environment.stack);
  const tiers = [
    published.filter((p) => p.stack === environment.stack),
    published.filter((p) => group !== undefined && index.identity.stackGroups.get(p.stack) === group),
    published.filter((p) => isVisible(p.stack, from, index)),
  ];
  for (const tier of tiers) {
    const units = distinctUnits(tier.map((p) => p.unit));
    const [unit] = units;
    const evidence = tier[0] === undefined ? [] : [tier[0].evidence];
    if (unit !== undefined && units.length === 1) return { kind: 'unit', unit, certainty: 'declared', evidence, by: 'port' };
    if (units.length > 1) break;
  }
  const listening = index.listening.get(port) ?? [];
  const self = listening.find((l) => l.unit.kind === 'service' && l.unit.service === from);
  const only = listening.length === 1 ? listening[0] : self;
  if (only !== undefined && tiers.every((t) => distinctUnits(t.map((p) => p.unit)).length <= 1))
    return { kind: 'unit', unit: only.unit, certainty: 'declared', evidence: only.evidence, by: 'port' };
  const servers = serversOf(index.identity).filter((s) => s.port === port && s.units.some((u) => isVisible(u.instance.workload.stack, from, index)));
  const [server] = servers;
  if (listening.length === 0 && server !== undefined && servers.length === 1)
    return { kind: 'unit', unit: { kind: 'server', server }, certainty: 'inferred', evidence: [], by: 'port' };
  return { kind: 'unknown', local: true, several: listening.length > 1 || tiers.some((t) => distinctUnits(t.map((p) => p.unit)).length > 1) };
}

/** Candidates that share a port or host: for tie-breaks by name. */
export function unitsOnPort(port: number, index: HostIndex): Unit[] {
  return distinctUnits([...(index.published.get(port) ?? []).map((p) => p.unit), ...(index.listening.get(port) ?? []).map((l) => l.unit)]);
}

/** The service or server that a setting's name means; undefined for none or several. */
export function unitNamedBySetting(setting: string, from: ServiceModel, index: HostIndex): Unit | undefined {
  for (const word of namedBySetting(setting)) {
    const services = index.identity.services.filter((s) => s !== from && nameFits(s.name, word));
    const pool =
      services.length > 0
        ? services
        : index.identity.services.filter((s) => s !== from && s.aliases.some((a) => squash(a) === word || squash(a) === `${word}service`));
    const [service] = pool;
    if (service !== undefined && pool.length === 1) return { kind: 'service', service };
    if (pool.length > 1) return undefined;
    const servers = serversOf(index.identity).filter((s) => squash(s.name) === word);
    const [server] = servers;
    if (server !== undefined && servers.length === 1) return { kind: 'server', server };
  }
  return undefined;
}

function nameFits(name: string, word: string): boolean {
  return squash(name) === word || (word.length > 1 && serviceStem(name) === word) || squash(name) === `${word}service`;
}

/** A stack of another repository does not lead into this one: one whose top folder holds services, but not this one, and runs nobody from outside. */
function isVisible(stack: string, from: ServiceModel, index: HostIndex): boolean {
  const dir = index.identity.instances.some((i) => i.workload.stack === stack && i.workload.platform === 'compose') ? dirOf(stack) : stack;
  const top = dir.split('/')[0] ?? '.';
  if (top === '.' || from.path === null || isUnder(from.path, top)) return true;
  const paths = index.identity.services.filter((s) => s.path !== null);
  if (!paths.some((s) => isUnder(s.path ?? '', top))) return true;
  return paths.some((s) => !isUnder(s.path ?? '', top) && s.units.some((u) => u.instance.workload.stack === stack));
}

/** Units without duplicates, in a fixed order. */
function distinctUnits(units: readonly Unit[]): Unit[] {
  const seen = new Map<string, Unit>();
  for (const unit of units) seen.set(unit.kind === 'service' ? unit.service.id : `server:${unit.server.key}`, unit);
  return [...seen].sort(([a], [b]) => compareText(a, b)).map(([, u]) => u);
}
