import type { Deployment, Edge, EdgeSite, Publication, ServiceNode } from '../core/graph.js';
import type { Evidence } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { couplingService, type Entrance, entrances, type GatewayUnit, isProductive, ownLines, proofOf } from '../graph/index.js';

/** Ports of debuggers: published for those who develop. */
const debuggers: ReadonlySet<string> = new Set(['9229', '5005', '5858', '8787', '40000', '2345', '5678']);
/** Controllers of clouds: their load balancers reach services by node ports. An Ingress without a class is one's who has a default: often a cloud's. */
const clouds = /^(gce|gke|alb|aws|azure|oci|ibm|cloud)/i;

/** Ways to a service that pass its gateway by. */
export const gatewayBypass = defineRule({
  id: 'gateway-bypass',
  meta: {
    category: 'gateways',
    since: '0.1.0',
    summary: 'A service behind a gateway can also be reached from outside without it',
    why: 'What the gateway does for all (authentication, rate limits, headers, logging, one stable address) does not happen on the other way in. Clients find that way and depend on it, and then the service cannot move any more.',
    fix: 'Publish the gateway alone: Services of type ClusterIP, no `ports` in compose (services of one network reach each other without), and let front ends call the gateway. Bind ports for development to 127.0.0.1 or put them into an override file.',
    whenNot:
      "A port published on a loopback address, in an override file or in an environment for development is not flagged, nor are debuggers' ports and the node ports that a cloud's load balancer needs.",
    references: ['https://microservices.io/patterns/apigateway.html'],
    severity: { minimal: 'off', recommended: 'warn', strict: 'warn' },
    options: {},
    messages: {
      published: '{{service}} is behind {{gateway}} and is published to the outside as well: {{ways}}',
      direct: '{{client}} calls {{service}} past {{gateway}}',
    },
  },
  *check(graph) {
    for (const entrance of entrances(graph)) {
      const stacks = entranceStacks(graph, entrance);
      if (stacks === undefined) continue;
      const published = judgePublished(graph, entrance, stacks);
      if (published) yield published;
      yield* judgeClients(graph, entrance);
    }
  },
});

/** Stacks in which the gateway is the way in; `any` for a resource that tells none; undefined where nothing from outside reaches it. */
function entranceStacks(graph: GraphView, { gateway, edges }: Entrance): ReadonlySet<string> | 'any' | undefined {
  const routes = edges.flatMap((edge) => edge.sites.map((site) => site.route));
  const told = routes.flatMap((route) => (route === undefined || route.internal === true ? [] : route.stacks));
  const deployments = gateway.deployments ?? [];
  if (gateway.kind === 'gateway' && deployments.length === 0) return told.length > 0 ? new Set(told) : 'any';
  const inCode = routes.some((route) => route === undefined);
  const open = deployments.filter((d) => isProductive(d) && (inCode || told.includes(d.stack)) && (d.published.length > 0 || isRoutedTo(graph, gateway, d)));
  return open.length > 0 ? new Set(open.map((d) => d.stack)) : undefined;
}

/** An Ingress or another gateway in front makes it the way in as well. */
function isRoutedTo(graph: GraphView, gateway: GatewayUnit, deployment: Deployment): boolean {
  return graph
    .incoming(gateway.id, 'routes')
    .some((edge) => edge.when === undefined && edge.sites.some((site) => site.route?.stacks.includes(deployment.stack)));
}

interface Way {
  readonly text: string;
  readonly line: Evidence;
}

function judgePublished(graph: GraphView, entrance: Entrance, stacks: ReadonlySet<string> | 'any'): Violation | undefined {
  const { gateway, service, edges } = entrance;
  const own = besides(gateway, service, stacks);
  const ways = [
    ...own.flatMap((d) =>
      d.published.filter((p) => isWay(p, gateway)).map((p): Way => ({ text: wayText(p), line: { ...p.at, foundBy: d.platform, text: p.text } })),
    ),
    ...ownResources(graph, entrance, stacks),
  ];
  const proof = proofOf([
    { of: service.name, lines: ways.map((way) => way.line) },
    { of: `${gateway.name} → ${service.name}`, lines: edges.map((edge) => edge.evidence[0]) },
  ]);
  if (ways.length === 0 || !proof) return undefined;
  return {
    messageId: 'published',
    data: { gateway: gateway.name, service: service.name, ways: [...new Set(ways.map((way) => way.text))] },
    nodes: [gateway.id, service.id],
    services: [gateway.name, service.name],
    ...proof,
    path: null,
    inferred: edges.every((edge) => edge.certainty === 'inferred'),
  };
}

/** How the service runs beside the gateway: in the same stack, else, where another repository deploys it, in the same kind of cluster. */
function besides(gateway: GatewayUnit, service: ServiceNode, stacks: ReadonlySet<string> | 'any'): readonly Deployment[] {
  const all = (service.deployments ?? []).filter((d) => isProductive(d));
  if (stacks === 'any') return [];
  const here = all.filter((d) => stacks.has(d.stack));
  const clustered = (gateway.deployments ?? []).some((d) => d.platform === 'kubernetes' && stacks.has(d.stack));
  return here.length > 0 || !clustered ? here : all.filter((d) => d.platform === 'kubernetes');
}

function isWay(publication: Publication, gateway: GatewayUnit): boolean {
  if (publication.development || debuggers.has(publication.text.split(':').at(-1) ?? '')) return false;
  if (publication.how !== 'node-port' || gateway.kind === 'service') return true;
  return gateway.class === undefined ? gateway.technology !== 'ingress' : !clouds.test(gateway.class);
}

function wayText({ how, text }: Publication): string {
  return how === 'port' ? `port ${text}` : how === 'host-port' ? `host port ${text}` : text;
}

/** Ingresses for this service alone, beside a gateway that is deployed as one. */
function ownResources(graph: GraphView, { gateway, service }: Entrance, stacks: ReadonlySet<string> | 'any'): Way[] {
  if (gateway.kind === 'gateway' && (gateway.deployments ?? []).length === 0) return [];
  return graph.incoming(service.id, 'routes').flatMap((edge): Way[] => {
    const resource = graph.node(edge.from);
    if (resource?.kind !== 'gateway' || (resource.deployments ?? []).length > 0 || edge.when !== undefined || edge.from === gateway.id) return [];
    const alone = graph.outgoing(edge.from, 'routes').every((other) => other.to === service.id);
    const here = edge.sites.some((site) => stacks !== 'any' && site.route?.stacks.some((stack) => stacks.has(stack)));
    return alone && here ? [{ text: `${resource.technology} ${resource.name}`, line: edge.evidence[0] }] : [];
  });
}

/** Programs in browsers and on devices that call the service by its own address. */
function* judgeClients(graph: GraphView, { gateway, service, edges }: Entrance): Generator<Violation> {
  for (const edge of graph.incoming(service.id, 'calls')) {
    const client = couplingService(graph, edge.from);
    const sites = edge.sites.filter((site) => isDirect(site));
    if (client?.role !== 'frontend' || client.id === gateway.id || edge.when !== undefined || sites.length === 0) continue;
    const proof = proofOf([
      { of: `${client.name} → ${service.name}`, lines: sites.flatMap((site) => ownLines(site.evidence)) },
      { of: `${gateway.name} → ${service.name}`, lines: edges.map((one) => one.evidence[0]) },
    ]);
    if (proof) yield direct({ client, gateway, service }, edge, proof);
  }
}

/** A default for developers that a deployment replaces is none. */
const isDirect = (site: EdgeSite): boolean => site.via === undefined && site.address !== undefined && site.address.kind !== 'fallback';

function direct(
  who: { client: ServiceNode; gateway: GatewayUnit; service: ServiceNode },
  edge: Edge,
  proof: Pick<Violation, 'locations' | 'notes'>,
): Violation {
  const { client, gateway, service } = who;
  return {
    messageId: 'direct',
    data: { client: client.name, gateway: gateway.name, service: service.name },
    nodes: [gateway.id, service.id, client.id],
    services: [client.name, gateway.name, service.name],
    ...proof,
    path: null,
    inferred: edge.certainty === 'inferred',
  };
}
