import type { NodeId } from '../core/graph.js';
import type { WorkloadFact } from '../core/workload.js';
import type { Evidence } from '../core/location.js';
import { resolveHost } from './hosts.js';
import { type RunUnit, type ServiceModel, type Unit, serversOf } from './model.js';
import { libraryNode, serverNode } from './nodes.js';
import { type Scene, addServer, environmentsOf } from './scene.js';
import type { DataUse } from './storage.js';

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
