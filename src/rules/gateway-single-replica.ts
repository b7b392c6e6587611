import type { Deployment } from '../core/graph.js';
import { nonEmpty } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { couplingService, type GatewayUnit, isProductive } from '../graph/index.js';

/** Kinds of workloads that a platform runs as often as it is told. */
const counted = /^(Deployment|StatefulSet|ReplicaSet|ReplicationController|DeploymentConfig|Rollout|service|group)$/;
/** Web servers: without routes they are no gateways. */
const webServers: ReadonlySet<string> = new Set(['nginx', 'httpd', 'caddy']);

/** Gateways of which there is only one. */
export const gatewaySingleReplica = defineRule({
  id: 'gateway-single-replica',
  meta: {
    category: 'gateways',
    since: '0.1.0',
    summary: 'A gateway runs as a single replica and nothing scales it',
    why: 'Everything passes the gateway. With one replica each restart, node failure and deployment of it takes the whole system away from its users.',
    fix: 'Run two replicas at the least (`replicas: 2`), on different nodes, or let an autoscaler with a minimum of two keep them.',
    whenNot: 'Compose is not judged: it runs on one machine. Environments for development and tests are not either.',
    severity: { minimal: 'off', recommended: 'info', strict: 'warn' },
    options: {},
    messages: { singleReplica: '{{gateway}} is the way in and runs as one replica without an autoscaler' },
  },
  *check(graph) {
    for (const gateway of [...graph.nodes('gateway'), ...graph.nodes('service')]) {
      const violation = isGateway(graph, gateway) ? judge(gateway) : undefined;
      if (violation) yield violation;
    }
  },
});

function isGateway(graph: GraphView, unit: GatewayUnit): boolean {
  const routes = graph.outgoing(unit.id, 'routes').some((edge) => edge.when === undefined);
  if (unit.kind === 'gateway') return routes || !webServers.has(unit.technology);
  return unit.role === 'gateway' && couplingService(graph, unit.id) !== undefined && (routes || graph.outgoing(unit.id, 'calls').length > 0);
}

/** One deployment with more is enough: the others are bases of it, or for developers. */
function judge(gateway: GatewayUnit): Violation | undefined {
  const orchestrated = (gateway.deployments ?? []).filter((d) => d.platform !== 'compose' && isProductive(d));
  const judged = orchestrated.filter((d) => counted.test(d.workloadKind) && d.replicas !== 0);
  const locations = nonEmpty(judged.map(({ at }) => ({ file: at.file, line: at.line })));
  if (!locations || judged.length < orchestrated.length || judged.some((d) => isEnough(d))) return undefined;
  return {
    messageId: 'singleReplica',
    data: { gateway: gateway.name },
    nodes: [gateway.id],
    services: [gateway.name],
    locations,
    notes: judged.map((d) => `${d.workloadKind} of ${gateway.name}: one replica`),
    path: null,
  };
}

const isEnough = (deployment: Deployment): boolean => deployment.autoscaled || deployment.replicas === null || deployment.replicas > 1;
