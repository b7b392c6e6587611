import type { Fact, HostFact } from '../core/fact.js';
import { type Evidence, compareText } from '../core/location.js';
import { isIpLiteral, isLocalHost, isPrivateIp } from './addresses.js';
import { hostNames, selects } from './aliases.js';
import { type Identity, type RunUnit, type ServiceModel, type Unit, serversOf } from './model.js';
import { namedBySetting, serviceStem, squash } from './names.js';
import { dirOf, isUnder } from './paths.js';
import type { Environment } from './settings.js';
import { fill, isKnown } from './terms.js';

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

interface Named {
  readonly name: string;
  readonly stack: string;
  readonly namespace: string | undefined;
  readonly unit: Unit;
}
interface Published {
  readonly port: number;
  readonly stack: string;
  readonly unit: Unit;
  readonly evidence: Evidence;
}

/** Every name and port of the system, ready to be asked. */
export interface HostIndex {
  readonly identity: Identity;
  readonly named: ReadonlyMap<string, readonly Named[]>;
  readonly published: ReadonlyMap<number, readonly Published[]>;
  readonly listening: ReadonlyMap<number, readonly { readonly unit: Unit; readonly evidence: readonly Evidence[] }[]>;
}

/** Ports that a service is seen to listen on, with the line that shows it. */
export type Listening = ReadonlyMap<string, readonly { readonly port: number; readonly evidence: Evidence }[]>;

/** Indexes names (workloads, host names, Kubernetes Services) and ports (published, set, listened on, exposed). */
export function hostIndex(
  identity: Identity,
  facts: readonly Fact[],
  listening: Listening,
  environments: ReadonlyMap<string, readonly Environment[]>,
): HostIndex {
  const units: { unit: Unit; runs: readonly RunUnit[] }[] = [
    ...identity.services.map((service) => ({ unit: { kind: 'service', service } as const, runs: service.units })),
    ...serversOf(identity).map((server) => ({ unit: { kind: 'server', server } as const, runs: server.units })),
  ];
  const hosts = facts.filter((f) => f.kind === 'host');
  const named = new Map<string, Named[]>();
  const published = new Map<number, Published[]>();
  for (const { unit, runs } of units) {
    for (const run of runs) {
      for (const name of hostNames(run, hosts))
        push(named, name.toLowerCase(), { name, stack: run.instance.workload.stack, namespace: run.instance.workload.namespace, unit });
      for (const p of publishedPorts(run, hosts, environments, unit)) push(published, p.port, p);
    }
  }
  return { identity, named, published, listening: listeningPorts(identity, listening, environments) };
}

function publishedPorts(run: RunUnit, hosts: readonly HostFact[], environments: ReadonlyMap<string, readonly Environment[]>, unit: Unit): Published[] {
  const { workload } = run.instance;
  const environment = unit.kind === 'service' ? environments.get(unit.service.id)?.find((e) => e.unit === run) : undefined;
  const lookup = environment?.lookup ?? (() => []);
  const ports = run.container.ports.flatMap((p): Published[] => {
    const text = p.host === undefined ? [] : fill(p.host, lookup).filter(isKnown);
    return text.flatMap((t) =>
      /^\d+$/.test(t.text)
        ? [
            {
              port: Number(t.text),
              stack: workload.stack,
              unit,
              evidence: { ...p.at, foundBy: workload.foundBy, text: `published on port ${t.text}`, role: 'deployment' as const },
            },
          ]
        : [],
    );
  });
  const nodePorts = hosts
    .filter((h) => selects(h, run.instance))
    .flatMap((h) =>
      h.ports.flatMap((p): Published[] =>
        p.nodePort === undefined
          ? []
          : [
              {
                port: p.nodePort,
                stack: workload.stack,
                unit,
                evidence: { ...h.at, foundBy: h.foundBy, text: `node port ${p.nodePort}`, role: 'deployment' as const },
              },
            ],
      ),
    );
  return [...ports, ...nodePorts];
}

function listeningPorts(
  identity: Identity,
  listening: Listening,
  environments: ReadonlyMap<string, readonly Environment[]>,
): Map<number, { unit: Unit; evidence: Evidence[] }[]> {
  const out = new Map<number, { unit: Unit; evidence: Evidence[] }[]>();
  const add = (port: number, service: ServiceModel, evidence: readonly Evidence[]): void => {
    const at = out.get(port) ?? [];
    if (!at.some((x) => x.unit.kind === 'service' && x.unit.service === service))
      out.set(port, [...at, { unit: { kind: 'service', service }, evidence: [...evidence] }]);
  };
  for (const service of identity.services) {
    const seen = listening.get(service.id) ?? [];
    for (const l of seen) add(l.port, service, [{ ...l.evidence, role: 'definition' }]);
    for (const { port, evidence } of (environments.get(service.id) ?? []).flatMap(portsSet)) add(port, service, evidence);
    const exposed = seen.length > 0 ? [] : service.images.flatMap((image) => (image.stages.at(-1)?.exposes ?? []).map((port) => ({ image, port })));
    for (const { image, port } of exposed) add(port, service, [{ ...image.at, foundBy: image.foundBy, text: `EXPOSE ${port}`, role: 'definition' }]);
  }
  return out;
}

const portSettings = ['PORT', 'server.port', 'quarkus.http.port', 'micronaut.server.port', 'urls', 'ASPNETCORE_URLS', 'ASPNETCORE_HTTP_PORTS', 'HTTP_PORTS'];

/** Ports that settings tell a framework to listen on: plain numbers, and those of the addresses to bind (`http://+:8080;https://+:8443`). */
function portsSet(environment: Environment): { port: number; evidence: readonly Evidence[] }[] {
  return portSettings.flatMap((name) =>
    environment.lookup(name).flatMap((value) =>
      fill(value.term, environment.lookup).flatMap((filled) =>
        filled.text.split(';').flatMap((part) => {
          const port = Number(/^(?:https?:\/\/[^/]*:)?(\d{1,5})\/?$/.exec(part.trim())?.[1] ?? 0);
          return port > 0 && port < 65_536 ? [{ port, evidence: value.evidence }] : [];
        }),
      ),
    ),
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const at = map.get(key);
  if (at === undefined) map.set(key, [value]);
  else at.push(value);
}

/** Whose host and port is that, seen from one service in one environment? */
export function resolveHost(host: string, port: number | null, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer {
  if (isLocalHost(host)) return port === null ? { kind: 'unknown', local: true, several: false } : resolvePort(port, from, environment, index);
  const link = environment.unit?.instance.workload.links.find((l) => l.alias.toLowerCase() === host);
  const named = resolveName(link?.target.toLowerCase() ?? host, from, environment, index);
  if (named !== undefined) return named;
  if (isIpLiteral(host)) return resolveIp(host, port, from, environment, index);
  const inCluster = /\.svc(\.cluster\.local)?$|\.(local|internal|lan|intranet|consul|localdomain)$/.test(host);
  const service = resolveClusterName(host, inCluster, from, environment, index);
  if (service !== undefined) return service;
  if (host.includes('.') && !inCluster) return { kind: 'external', host };
  const close = byStem(host, from, environment, index);
  return close === undefined
    ? { kind: 'unknown', local: false, several: false }
    : { kind: 'unit', unit: close, certainty: 'inferred', evidence: [], by: 'name' };
}

/** A public IP is a third party's; a private one may be told by its port. */
function resolveIp(ip: string, port: number | null, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer {
  if (!isPrivateIp(ip)) return { kind: 'external', host: ip };
  const owner = port === null ? undefined : resolvePort(port, from, environment, index);
  return owner?.kind === 'unit' ? { ...owner, certainty: 'inferred' } : { kind: 'unknown', local: false, several: false };
}

/** `name.namespace`, `name.namespace.svc.cluster.local`, and pods of headless services (`name-0.headless`). */
function resolveClusterName(host: string, inCluster: boolean, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer | undefined {
  const [first = '', second, ...more] = host.split('.');
  const spaces = new Set([...index.named.values()].flat().map((n) => n.namespace));
  if (second === undefined || !(inCluster || (more.length === 0 && (spaces.has(second) || second === 'default')))) return undefined;
  const pod = /^(.+)-\d+$/.exec(first)?.[1];
  return (
    resolveName(first, from, environment, index, second) ??
    resolveName(second, from, environment, index) ??
    (pod === undefined ? undefined : resolveName(pod, from, environment, index))
  );
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
  const services = index.identity.services.filter((s) => s.name.toLowerCase() === name);
  const byAlias = services.length > 0 ? services : index.identity.services.filter((s) => s.aliases.some((a) => a.toLowerCase() === name));
  const [service] = byAlias;
  return service !== undefined && byAlias.length === 1
    ? { kind: 'unit', unit: { kind: 'service', service }, certainty: 'declared', evidence: [], by: 'name' }
    : undefined;
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
