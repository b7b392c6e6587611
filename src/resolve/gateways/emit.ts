import type { NodeId } from '../../core/graph.js';
import { serverId } from '../model.js';
import { externalNode } from '../nodes.js';
import { addServer, type Scene } from '../scene.js';
import type { Owner } from './owners.js';
import type { Routing } from './routes.js';

/** Puts gateways and their routes into the graph: `routes` to services and further gateways, `uses` to what is no part of the system's own. */
export function addRoutes(scene: Scene, routing: Routing): void {
  for (const owner of routing.owners) if (owner.unit === null) gatewayNode(scene, owner);
  for (const { gateway, to, draft } of routing.routes) {
    const from = gatewayNode(scene, gateway);
    if (to.kind === 'service') scene.edges.push({ ...draft, from, to: to.service.id, kind: to.service.role === 'infrastructure' ? 'uses' : 'routes' });
    else if (serverId(to.server) !== from && to.server.kind !== 'datastore' && to.server.kind !== 'broker')
      scene.edges.push({ ...draft, from, to: addServer(scene, to.server), kind: to.server.kind === 'gateway' ? 'routes' : 'uses' });
  }
  for (const { gateway, host, draft } of routing.external) {
    const from = gatewayNode(scene, gateway);
    scene.edges.push({ ...draft, from, to: scene.nodes.add(externalNode(host, [draft.evidence[0]])), kind: 'uses' });
  }
  for (const row of routing.unresolved) {
    if (scene.unresolved.some((u) => u.service === row.gateway && u.file === row.at.file && u.line === row.at.line && u.reason === row.reason)) continue;
    scene.unresolved.push({
      service: row.gateway,
      reason: row.reason,
      file: row.at.file,
      line: row.at.line,
      text: row.text.replace(/\p{Cc}/gu, '…').slice(0, 200),
    });
  }
}

/** The node of a gateway, put on record when first met. */
function gatewayNode(scene: Scene, owner: Owner): NodeId {
  const { unit } = owner;
  if (unit?.kind === 'service') return unit.service.id;
  if (unit?.kind === 'server') return addServer(scene, unit.server);
  const { id, name, technology, caller } = owner;
  const shared = { id, name, aliases: [], technology, deployments: [], evidence: caller.evidence };
  return scene.nodes.add({ kind: 'gateway', ...shared, ...(owner.class === undefined ? {} : { class: owner.class }) });
}
