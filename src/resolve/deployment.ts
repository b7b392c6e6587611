import type { NodeId } from '../core/graph.js';
import type { WorkloadFact } from '../core/fact.js';
import type { Evidence } from '../core/location.js';
import { unitNode } from './calls.js';
import { resolveHost } from './hosts.js';
import { type RunUnit, type ServiceModel, type Unit, serversOf } from './model.js';
import { looksLikeAddress, libraryNode, serverNode } from './nodes.js';
import { wordsOf } from './names.js';
import { type Scene, addServer, environmentsOf } from './scene.js';
import type { DataUse } from './storage.js';
import { type Environment, fillAll } from './settings.js';
import { type Filled, fill } from './terms.js';
import { impliedPort, readAddress } from './addresses.js';

/** Start-up order: `depends_on` and waiting init containers, to services and data stores. */
export function addStartOrder(scene: Scene, use: DataUse): void {
  for (const service of scene.services) {
    for (const unit of service.units) for (const after of unit.instance.workload.startsAfter) addStart(scene, service, unit, after, use);
  }
}

function addStart(scene: Scene, service: ServiceModel, unit: RunUnit, after: WorkloadFact['startsAfter'][number], use: DataUse): void {
  const { workload, when } = unit.instance;
  const target = startedUnit(scene, service, unit, after.target);
  if (target === undefined || (target.kind === 'service' && target.service === service)) return;
  const evidence: Evidence = { ...after.at, foundBy: workload.foundBy, text: `${workload.name} starts after ${after.target}` };
  for (const to of startNodes(scene, service, target, use))
    scene.edges.push({ from: service.id, to, kind: 'starts-after', certainty: 'declared', evidence: [evidence], ...(when === undefined ? {} : { when }) });
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

const noCall: ReadonlySet<string> = new Set([
  'cors',
  'origin',
  'origins',
  'allowed',
  'redirect',
  'redirects',
  'callback',
  'log',
  'logs',
  'logging',
  'logger',
  'frontend',
  'front',
  'issuer',
  'audience',
  'whitelist',
  'allowlist',
  'template',
  'templates',
  'self',
  'docs',
  'swagger',
  'otel',
  'otlp',
  'exporter',
  'sentry',
  'jaeger',
  'zipkin',
  'trace',
  'tracing',
  'metrics',
  'cookie',
  'domain',
  'listen',
  'bind',
  'advertise',
  'advertised',
  'healthcheck',
]);

function mayCall(setting: string): boolean {
  return !wordsOf(setting).some((w) => noCall.has(w));
}

/** Settings whose value reaches code that is not there: an inferred call to the service that the value names. */
export function addSettingUses(scene: Scene): void {
  for (const service of scene.services) {
    const environments = environmentsOf(scene, service);
    const uses = (scene.linked.get(service.id)?.settingUses ?? []).filter((u) => mayCall(u.setting));
    for (const use of uses)
      for (const { filled, environment } of fillAll(use.term, environments))
        infer(scene, service, { setting: use.setting, filled, environment, evidence: [use.evidence] });
    if (isRead(scene, service)) continue;
    for (const environment of environments) for (const setting of environment.deployed.filter(mayCall)) inferDeployed(scene, service, setting, environment);
  }
}

/** A setting's value in one environment, and the lines that show where it goes. */
interface Setting {
  readonly setting: string;
  readonly filled: Filled;
  readonly environment: Environment;
  readonly evidence: readonly Evidence[];
}

function inferDeployed(scene: Scene, service: ServiceModel, setting: string, environment: Environment): void {
  for (const value of environment.lookup(setting))
    for (const filled of fill(value.term, environment.lookup)) infer(scene, service, { setting, filled, environment, evidence: value.evidence });
}

/** Whether the service's code was there to be read. */
function isRead(scene: Scene, service: ServiceModel): boolean {
  const linked = scene.linked.get(service.id);
  return service.path !== null && linked !== undefined && linked.files.length > 0;
}

function infer(scene: Scene, service: ServiceModel, given: Setting): void {
  const { setting, filled, environment } = given;
  const parsed = readAddress(filled.text.trim());
  if (parsed.host === null || parsed.host === '' || !namesHost(scene, setting, filled.text.trim())) return;
  const port = parsed.port ?? impliedPort(parsed.scheme);
  const answer = resolveHost(parsed.host, port, service, environment, scene.index);
  if (answer.kind !== 'unit' || answer.unit.kind !== 'service' || answer.unit.service === service) return;
  const [first, ...rest] = [...given.evidence, ...filled.evidence, ...answer.evidence];
  const { to, kind } = unitNode(scene, service, answer.unit, service);
  if (
    first === undefined ||
    scene.edges.some((e) => e.from === service.id && e.to === to && e.certainty !== 'inferred' && (e.kind === 'calls' || e.kind === 'routes'))
  )
    return;
  const { role: _role, ...site } = first;
  const address = { kind: 'setting' as const, text: `\${${setting}}`, at: { file: first.file, line: first.line } };
  const when = environment.when === undefined ? {} : { when: environment.when };
  scene.edges.push({ from: service.id, to, kind, protocol: protocolOf(parsed.scheme), certainty: 'inferred', ...when, evidence: [site, ...rest], address });
}

/** A URL or `host:port`, or the bare name of something deployed in a setting that is about an address. */
function namesHost(scene: Scene, setting: string, text: string): boolean {
  if (looksLikeAddress(text)) return true;
  const words = wordsOf(setting);
  const about = words.some((w) => /^(host|hostname|addr|address|url|uri|endpoint|server|service)$/.test(w)) && setting !== 'SERVICE' && !words.includes('name');
  return about && scene.index.named.has(text.toLowerCase());
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
