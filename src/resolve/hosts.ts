import type { HostFact, WorkloadFact } from '../core/workload.js';
import type { Evidence } from '../core/location.js';
import { isIpLiteral, isLocalHost, isPrivateIp } from './addresses.js';
import { addressesOfClient } from './client-settings.js';
import { discoveryOf } from './discovery.js';
import type { HostIndex } from './host-index.js';
import { type AskedName, byStem, distinctUnits, type HostAnswer, resolveName } from './host-names.js';
import { resolvePort } from './local-ports.js';
import { type ServiceModel, type Unit, serversOf } from './model.js';
import { namedBySetting, serviceStem, squash } from './names.js';
import type { Environment } from './settings.js';

/** Whose host and port is that, seen from one service in one environment? */
export function resolveHost(host: string, port: number | null, from: ServiceModel, environment: Environment, index: HostIndex, depth = 0): HostAnswer {
  if (isLocalHost(host)) return port === null ? { kind: 'unknown', local: true, several: false } : resolvePort(host, port, from, environment, index);
  const link = depth > 5 ? undefined : environment.unit?.instance.workload.links.find((l) => l.alias.toLowerCase() === host);
  if (link !== undefined && link.target.toLowerCase() !== host)
    return linked(link, resolveHost(link.target.toLowerCase(), port, from, environment, index, depth + 1));
  const detour = depth > 0 ? undefined : detourOf(host, environment, index);
  if (detour !== undefined) {
    const answer = resolveHost(detour.host, port, from, environment, index, 1);
    if (answer.kind === 'unit') return { ...answer, evidence: [detour.evidence, ...answer.evidence] };
  }
  const told = depth > 0 ? undefined : byClientSettings(host, from, environment, index);
  if (told !== undefined) return told;
  const named = resolveName({ name: host, port }, from, environment, index) ?? projectName({ name: host, port }, from, environment, index);
  if (named !== undefined) return named;
  if (isIpLiteral(host)) return resolveIp(host, port, from, environment, index);
  const elsewhere = depth > 5 ? undefined : aliasOf(host, environment, index);
  if (elsewhere !== undefined) {
    const answer = resolveHost(elsewhere.host, port, from, environment, index, depth + 1);
    return answer.kind === 'unit' ? { ...answer, evidence: [elsewhere.evidence, ...answer.evidence] } : answer;
  }
  const { readings, inside } = discoveryOf(host, (word) => word === 'default' || index.namespaces.has(word));
  for (const { name, namespace } of readings) {
    const found = resolveName({ name, namespace, port }, from, environment, index) ?? redirected(name, port, from, environment, index, depth);
    if (found !== undefined) return found;
  }
  if (host.includes('.') && !inside) return { kind: 'external', host };
  const close = byStem(readings[0]?.name ?? host, from, environment, index);
  return close === undefined
    ? { kind: 'unknown', local: false, several: false }
    : { kind: 'unit', unit: close, certainty: 'inferred', evidence: [], by: 'name' };
}

/** The first known of the servers that settings give to a client's name. */
function byClientSettings(name: string, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer | undefined {
  for (const { host, port, evidence } of addressesOfClient(name, environment)) {
    const answer = resolveHost(host, port, from, environment, index, 1);
    if (answer.kind === 'external') return answer;
    if (answer.kind === 'unit') return { ...answer, evidence: [...evidence, ...answer.evidence] };
  }
  return undefined;
}

/** What a name of the workload's own leads to, with the line that says so; a third party keeps the name. */
function linked(link: WorkloadFact['links'][number], answer: HostAnswer): HostAnswer {
  if (answer.kind === 'external') return { kind: 'external', host: link.alias.toLowerCase() };
  if (answer.kind === 'unknown') return answer;
  const evidence: Evidence = { ...link.at, foundBy: 'links', text: `${link.alias} is ${link.target}`, role: 'definition' };
  return { ...answer, evidence: [evidence, ...answer.evidence] };
}

/** Names that compose and swarm make: `tasks.stock`, `shop_stock`, `shop-stock-1` of the project or stack `shop`. */
function projectName(asked: AskedName, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer | undefined {
  if (asked.name.startsWith('tasks.')) return resolveName({ ...asked, name: asked.name.slice('tasks.'.length) }, from, environment, index);
  for (const [stack, projects] of index.projects) {
    for (const name of projects.flatMap((project) => withoutProject(asked.name, project))) {
      const units = distinctUnits((index.named.get(name) ?? []).filter((n) => n.stack === stack).map((n) => n.unit));
      if (units.length === 1 && units[0] !== undefined) return { kind: 'unit', unit: units[0], certainty: 'declared', evidence: [], by: 'name' };
    }
  }
  return undefined;
}

/** `<stack>_<service>`, `<project>_<service>_<n>`, `<project>-<service>-<n>`. */
function withoutProject(name: string, project: string): string[] {
  const rest = name.startsWith(project) ? name.slice(project.length) : '';
  const numbered = /^([-_])(.+)\1\d{1,3}$/.exec(rest)?.[2];
  return [...(rest.startsWith('_') ? [rest.slice(1)] : []), ...(numbered === undefined ? [] : [numbered])];
}

/** A Kubernetes Service or mesh entry that only stands for another host: ExternalName, or written endpoints. */
function aliasOf(host: string, environment: Environment, index: HostIndex): Alias | undefined {
  const whole = index.externals.filter((h) => h.name.includes('.') && h.name.toLowerCase() === host);
  const named = whole.length > 0 ? whole : standingFor(host, index.externals, environment, index);
  return toAlias(named.find((h) => h.stack === environment.stack) ?? (named.length === 1 ? named[0] : undefined), 'stands for');
}

/** Where a mesh sends the calls of a host. */
function detourOf(host: string, environment: Environment, index: HostIndex): Alias | undefined {
  const { unit } = environment;
  if (unit?.instance.workload.platform !== 'kubernetes' || index.detours.length === 0) return undefined;
  const found = index.detours.filter((h) => h.name.toLowerCase() === host || standingFor(host, [h], environment, index).length > 0);
  return toAlias(
    found.find((h) => h.stack === environment.stack),
    'is sent to',
  );
}

interface Alias {
  readonly host: string;
  readonly evidence: Evidence;
}

function toAlias(fact: HostFact | undefined, words: string): Alias | undefined {
  if (fact?.externalName === undefined) return undefined;
  const evidence: Evidence = { ...fact.at, foundBy: fact.foundBy, text: `${fact.name} ${words} ${fact.externalName}`, role: 'definition' };
  return { host: fact.externalName.toLowerCase().replace(/\.$/, ''), evidence };
}

/** Those of the hosts that a name means, in its namespace or the caller's. */
function standingFor(host: string, hosts: readonly HostFact[], environment: Environment, index: HostIndex): HostFact[] {
  const isNamespace = (word: string): boolean => word === 'default' || index.namespaces.has(word);
  const [reading = { name: host }] = discoveryOf(host, isNamespace).readings;
  const space = 'namespace' in reading ? reading.namespace : environment.unit?.instance.workload.namespace;
  return hosts.filter((h) => {
    const [own = { name: h.name.toLowerCase() }] = h.name.includes('.') ? discoveryOf(h.name.toLowerCase(), isNamespace).readings : [];
    const namespace = 'namespace' in own ? own.namespace : h.namespace;
    return own.name === reading.name && (namespace === undefined || space === undefined || namespace === space);
  });
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
  const owner = port === null ? undefined : resolvePort('host.docker.internal', port, from, environment, index);
  return owner?.kind === 'unit' ? { ...owner, certainty: 'inferred' } : { kind: 'unknown', local: false, several: false };
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
