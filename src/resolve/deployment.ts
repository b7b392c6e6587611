import type { NodeId } from '../core/graph.js';
import type { Evidence } from '../core/location.js';
import { unitNode } from './calls.js';
import { distinctUnits, resolveHost } from './hosts.js';
import { type RunUnit, type ServiceModel, type Unit, serversOf } from './model.js';
import { looksLikeAddress, libraryNode, serverNode } from './nodes.js';
import { squash, wordsOf } from './names.js';
import { type Scene, addServer, environmentsOf } from './scene.js';
import type { DataUse } from './storage.js';
import { resolveAddress } from './targets.js';
import { type Filled, HOLE, fill } from './terms.js';
import { readAddress } from './addresses.js';

/** Start-up order: `depends_on` and waiting init containers, to services and data stores. */
export function addStartOrder(scene: Scene, use: DataUse): void {
  for (const service of scene.services) {
    for (const unit of service.units) {
      for (const after of unit.instance.workload.startsAfter) {
        const target = startedUnit(scene, service, unit, after.target);
        if (target === undefined || (target.kind === 'service' && target.service === service)) continue;
        const evidence: Evidence = { ...after.at, foundBy: unit.instance.workload.foundBy, text: `${unit.instance.workload.name} starts after ${after.target}` };
        for (const to of startNodes(scene, service, target, use)) scene.edges.push({ from: service.id, to, kind: 'starts-after', certainty: 'declared', evidence: [evidence], ...(unit.instance.when === undefined ? {} : { when: unit.instance.when }) });
      }
    }
  }
}

function startedUnit(scene: Scene, service: ServiceModel, unit: RunUnit, target: string): Unit | undefined {
  const environment = environmentsOf(scene, service).find((e) => e.unit === unit);
  const name = target.replace(/:\d+$/, '');
  const answer = environment === undefined ? undefined : resolveHost(name.toLowerCase(), null, service, environment, scene.index);
  return answer?.kind === 'unit' && answer.certainty === 'declared' ? answer.unit : undefined;
}

/** The databases of the server that the service uses, else the server as a whole. */
function startNodes(scene: Scene, service: ServiceModel, unit: Unit, use: DataUse): NodeId[] {
  if (unit.kind === 'service') return [unit.service.id];
  const { server } = unit;
  if (server.kind !== 'datastore') return [];
  const own = [...use.stores].filter(([id, users]) => users.has(service) && storeServer(scene, id) === server.key).map(([id]) => id);
  return own.length > 0 ? own : [scene.nodes.add(serverNode(server))];
}

function storeServer(scene: Scene, id: NodeId): string | null {
  const key = id.slice('datastore:'.length);
  return serversOf(scene.identity).find((s) => key === s.key || key.startsWith(`${s.key}/`))?.key ?? null;
}

/** Routes of gateways that manifests configure. */
export function addRoutes(scene: Scene): void {
  for (const fact of scene.facts) {
    if (fact.kind !== 'route') continue;
    const owner = gatewayOf(scene, fact.gateway, fact.stack);
    const stub = scene.services[0];
    if (stub === undefined) return;
    const from = owner?.kind === 'service' ? owner.service : undefined;
    const environments = from === undefined ? [{ name: fact.stack ?? null, stack: fact.stack ?? null, unit: null, lookup: () => [], deployed: [] }] : environmentsOf(scene, from);
    const asker: ServiceModel = from ?? { ...stub, id: `gateway:${fact.gateway}`, path: null, units: [], role: 'gateway' };
    const evidence: Evidence = { ...fact.at, foundBy: fact.foundBy, text: `${fact.gateway} routes ${fact.path ?? ''}`.trim() };
    const id = from?.id ?? (owner?.kind === 'server' ? addServer(scene, owner.server) : scene.nodes.add({ kind: 'gateway', id: `gateway:${fact.gateway}`, name: fact.gateway, aliases: [], technology: fact.foundBy === 'kubernetes' ? 'ingress' : fact.foundBy, evidence: [evidence] }));
    const resolution = resolveAddress(fact.target, 'http', asker, environments, scene.index);
    for (const target of resolution.targets) {
      if (target.unit.kind === 'server' && target.unit.server.kind !== 'gateway') continue;
      const to = target.unit.kind === 'service' ? target.unit.service.id : addServer(scene, target.unit.server);
      scene.edges.push({ from: id, to, kind: 'routes', protocol: 'http', certainty: target.certainty, evidence: [evidence, ...target.evidence], path: fact.path ?? null });
    }
  }
}

function gatewayOf(scene: Scene, name: string, stack: string | undefined): Unit | undefined {
  const units = distinctUnits((scene.index.named.get(name.toLowerCase()) ?? []).filter((n) => stack === undefined || n.stack === stack).map((n) => n.unit));
  const [unit] = units;
  if (unit !== undefined && units.length === 1) return unit;
  const service = scene.services.find((s) => squash(s.name) === squash(name) && s.role === 'gateway');
  return service === undefined ? undefined : { kind: 'service', service };
}

const noCall: ReadonlySet<string> = new Set(['cors', 'origin', 'origins', 'allowed', 'redirect', 'redirects', 'callback', 'log', 'logs', 'logging', 'logger', 'frontend', 'front', 'issuer', 'audience', 'whitelist', 'allowlist', 'template', 'templates', 'self', 'docs', 'swagger', 'otel', 'otlp', 'exporter', 'sentry', 'jaeger', 'zipkin', 'trace', 'tracing', 'metrics', 'cookie', 'domain', 'listen', 'bind', 'advertise', 'advertised', 'healthcheck']);

function mayCall(setting: string): boolean {
  return !wordsOf(setting).some((w) => noCall.has(w));
}

/** Settings whose value reaches code that is not there: an inferred call to the service that the value names. */
export function addSettingUses(scene: Scene): void {
  for (const service of scene.services) {
    const linked = scene.linked.get(service.id);
    for (const use of linked?.settingUses ?? []) {
      if (!mayCall(use.setting)) continue;
      for (const environment of environmentsOf(scene, service)) for (const filled of fill(use.term, environment.lookup)) infer(scene, service, use.setting, filled, environment, [use.evidence]);
    }
    if (isRead(scene, service)) continue;
    for (const environment of environmentsOf(scene, service)) {
      for (const setting of environment.deployed) {
        if (!mayCall(setting)) continue;
        for (const value of environment.lookup(setting)) for (const filled of fill(value.term, environment.lookup)) infer(scene, service, setting, { ...filled, settings: [setting] }, environment, value.evidence);
      }
    }
  }
}

/** Whether the service's code was there to be read. */
function isRead(scene: Scene, service: ServiceModel): boolean {
  const linked = scene.linked.get(service.id);
  return service.path !== null && linked !== undefined && linked.files.length > 0;
}

function infer(scene: Scene, service: ServiceModel, setting: string, filled: Filled, environment: ReturnType<typeof environmentsOf>[number], evidence: readonly Evidence[]): void {
  const text = filled.text.trim();
  if (text === '' || text.startsWith(HOLE)) return;
  const parsed = readAddress(text);
  const address = looksLikeAddress(text);
  const bareHost = /^[a-z0-9][a-z0-9.-]*$/i.test(text) && wordsOf(setting).some((w) => /^(host|hostname|addr|address|url|uri|endpoint|server|service)$/.test(w)) && scene.index.named.has(text.toLowerCase());
  if (parsed.host === null || parsed.host === '' || !(address || bareHost)) return;
  const answer = resolveHost(parsed.host, parsed.port ?? (parsed.scheme === 'https' ? 443 : parsed.scheme === 'http' ? 80 : null), service, environment, scene.index);
  if (answer.kind !== 'unit' || answer.unit.kind !== 'service' || answer.unit.service === service) return;
  const known = scene.edges.some((e) => e.from === service.id && (e.kind === 'calls' || e.kind === 'routes') && answer.unit.kind === 'service' && e.to === answer.unit.service.id && e.certainty !== 'inferred');
  const all = [...evidence, ...filled.evidence, ...answer.evidence];
  const first = all[0];
  if (known || first === undefined) return;
  const { to, kind } = unitNode(scene, service, answer.unit, { evidence: [first] });
  const { role: _role, ...site } = first;
  scene.edges.push({ from: service.id, to, kind, protocol: protocolOf(parsed.scheme), certainty: 'inferred', ...(environment.when === undefined ? {} : { when: environment.when }), evidence: [site, ...all.slice(1)], address: { kind: 'setting', text: `\${${setting}}`, at: { file: first.file, line: first.line } } });
}

function protocolOf(scheme: string | null): string {
  return scheme === 'ws' || scheme === 'wss' ? 'websocket' : scheme === 'grpc' ? 'grpc' : 'http';
}

/** Packages of the owners' own that two or more services use. */
export function addLibraries(scene: Scene): void {
  const users = new Map<string, { service: ServiceModel; use: NonNullable<ReturnType<Scene['linked']['get']>>['libraries'][number] }[]>();
  for (const service of scene.services) {
    for (const use of scene.linked.get(service.id)?.libraries ?? []) {
      if (scene.services.some((s) => s.path === use.path)) continue;
      users.set(use.package, [...(users.get(use.package) ?? []), { service, use }]);
    }
  }
  for (const [name, all] of users) {
    if (new Set(all.map((u) => u.service.id)).size < 2) continue;
    for (const { service, use } of all) {
      const to = scene.nodes.add(libraryNode(name, use.path, [use.evidence]));
      scene.edges.push({ from: service.id, to, kind: 'imports', certainty: 'declared', evidence: [use.evidence], domain: use.domain });
    }
  }
}

/** Servers that nothing leads to are shown too: what is deployed and unused. */
export function addRemainingServers(scene: Scene, use: DataUse): void {
  const used = new Set([...use.stores.keys()].map((id) => storeServer(scene, id)));
  for (const server of serversOf(scene.identity)) if (server.kind !== 'datastore' || !used.has(server.key)) addServer(scene, server);
}
