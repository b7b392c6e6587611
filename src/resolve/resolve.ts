import type { Config } from '../core/config.js';
import type { Fact } from '../core/fact.js';
import type { InlineSuppression, ServiceNode, SystemGraph } from '../core/graph.js';
import type { History } from '../core/history.js';
import type { LinkedService } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import { resolveBrokerConnections, resolveCalls } from './calls.js';
import { addCatalogCalls } from './catalog.js';
import { channelIndex } from './channels.js';
import { historyEvidence } from './cochange.js';
import { addConfiguredUses, withConfigured } from './configured.js';
import type { SqlScan } from './tables.js';
import { jointCommits, releasedTogether, servicesReleased } from './coreleases.js';
import { addLibraries, addRemainingServers, addStartOrder } from './deployment.js';
import { danglingHosts } from './dangling.js';
import { mergeEdges } from './edges.js';
import { deploymentsOf, deploymentWorld } from './gateways/deployments.js';
import { addRoutes } from './gateways/emit.js';
import { Entrance } from './gateways/entrance.js';
import { type Routing, routingOf } from './gateways/routes.js';
import { type Listening, hostIndex } from './host-index.js';
import { messageSightings, resolveMessages } from './messages.js';
import type { Identity, ServiceModel } from './model.js';
import { NodeBook, serviceNode } from './nodes.js';
import { hasPageFramework, hasServerDependency } from './packages.js';
import { withNamesInCode } from './names-in-code.js';
import { pipelineEvidence } from './pipelines.js';
import { releaseSets } from './releases.js';
import { addSettingUses } from './setting-uses.js';
import { respondersOf } from './responders.js';
import { withSidecars } from './sidecars.js';
import { type Scene, interactionsOf, leaveUnresolved, sortRows } from './scene.js';
import { type Environment, fillAll, settingsCatalog, settingsOf } from './settings.js';
import { addStreamPublishers } from './streams.js';
import { withWiring } from './wiring.js';
import { type DataUse, decideOwners, resolveData, servesOrConsumes } from './storage.js';
import { versionSets } from './versions.js';

/** What the graph is made of. */
export interface ResolveInput {
  /** Of the same facts, by `identify`. */
  readonly identity: Identity;
  readonly facts: readonly Fact[];
  /** Link's output, one for each deployable. */
  readonly linked: readonly LinkedService[];
  readonly config: Config;
  /** Reads the tables of an SQL text; handed in, because this folder parses nothing. */
  readonly scanSql: SqlScan;
  readonly suppressions?: readonly InlineSuppression[];
  /** What git tells of changes, where it was asked. */
  readonly history?: History;
}

/**
 * Joins interactions and facts of the whole system into its graph: fills settings for each environment apart, finds
 * whose host, port, stub, topic and database each sighting means, merges the evidence, and says what it could not name.
 */
export function resolveGraph(input: ResolveInput): SystemGraph {
  const { identity, facts, config } = input;
  const linked = new Map(input.linked.map((l) => [l.id, l]));
  const candidates = keptServices(identity, linked);
  const catalog = settingsCatalog(facts, candidates);
  const environments = new Map<string, readonly Environment[]>(candidates.map((s) => [s.id, settingsOf(s, catalog)]));
  const services = candidates.map((s) => withNamesInCode(s, linked, environments));
  const kept: Identity = { ...identity, services };
  const index = hostIndex(kept, facts, listeningOf(services, linked, environments), environments);
  const routing = routingOf({ identity: kept, environments, index, catalog });
  const known = withWiring(services, withConfigured(services, withSidecars(services, linked, environments, facts), environments), facts);
  const scene: Scene = {
    identity: kept,
    services,
    config,
    facts,
    schemas: facts.filter((f) => f.kind === 'schema'),
    linked: known,
    environments,
    index,
    scanSql: input.scanSql,
    nodes: new NodeBook(),
    edges: [],
    unresolved: [],
    tally: { resolved: 0, external: 0, unresolved: 0 },
    entrance: new Entrance(routing),
    deployments: deploymentWorld(facts),
  };
  for (const service of services) addService(scene, service, routing);
  resolveAll(scene, routing);
  const { tally } = scene;
  const dangling = danglingHosts(scene, routing);
  const pipelines = pipelineEvidence(kept);
  const joint = input.history === undefined ? [] : servicesReleased(input.history, services, kept);
  return {
    nodes: scene.nodes.finish(),
    edges: mergeEdges(scene.edges),
    releases: releaseSets(kept, services, facts, [...versionSets(facts, services), ...pipelines.sets, ...releasedTogether(joint, services)]),
    ...(pipelines.own.length > 0 ? { ownPipelines: pipelines.own } : {}),
    ...(input.history === undefined ? {} : { history: historyEvidence(input.history, services, jointCommits(joint)) }),
    unresolved: sortRows(scene.unresolved),
    ...(dangling.length > 0 ? { dangling } : {}),
    coverage: { interactions: tally.resolved + tally.external + tally.unresolved, ...tally },
    suppressions: input.suppressions ?? [],
  };
}

/** A program that configuration makes pass requests on is a gateway, whatever its image. */
function addService(scene: Scene, service: ServiceModel, routing: Routing): void {
  const routes = service.role === null && routing.routes.some((r) => r.gateway.id === service.id);
  const environments = scene.environments.get(service.id) ?? [];
  const deployments = deploymentsOf(service.units, environments, scene.deployments);
  scene.nodes.add(serviceNode(service, scene.linked.get(service.id), environments, routes ? 'gateway' : service.role, deployments));
}

function resolveAll(scene: Scene, routing: Routing): void {
  const use: DataUse = { tables: new Map(), stores: new Map(), defined: [] };
  const sightings = messageSightings(scene);
  const responders = respondersOf(scene);
  for (const service of scene.services) {
    resolveCalls(scene, service, responders);
    resolveBrokerConnections(scene, service);
    resolveData(scene, service, use);
    for (const site of scene.linked.get(service.id)?.unresolved ?? []) {
      scene.tally.unresolved++;
      leaveUnresolved(scene, service, site.reason, site.text, site);
    }
  }
  resolveMessages(
    scene,
    sightings,
    channelIndex(
      sightings,
      scene.facts.filter((f) => f.kind === 'forward'),
    ),
  );
  addStreamPublishers(scene);
  decideOwners(scene, use);
  addRoutes(scene, routing);
  addConfiguredUses(scene);
  addSettingUses(scene, use);
  addCatalogCalls(scene);
  addStartOrder(scene, use);
  addLibraries(scene);
  addRemainingServers(scene, use);
}

/** Candidates stay if a script starts their own code and they are no tools, or if their code serves or consumes; proxies in code make gateways. */
function keptServices(identity: Identity, linked: ReadonlyMap<string, LinkedService>): ServiceModel[] {
  return identity.services
    .filter((s) => s.certainty !== 'candidate' || (s.starts && !isTool(s, identity, linked.get(s.id))) || servesOrConsumes(linked.get(s.id)))
    .map((s) => ({ ...s, role: roleWithProxies(s, linked.get(s.id)), language: spokenLanguage(s, linked.get(s.id)) }));
}

/** A program that runs to its end, in a tree that deploys others and not this one: a script with a start script. */
function isTool(service: ServiceModel, identity: Identity, linked: LinkedService | undefined): boolean {
  const read = linked !== undefined && linked.files.length > 0;
  const serves = service.packages.some((p) => hasServerDependency(p) || hasPageFramework(p));
  return service.role === null && read && !serves && linked.entries.length === 0 && identity.services.some((s) => s.certainty === 'deployed');
}

function roleWithProxies(service: ServiceModel, linked: LinkedService | undefined): ServiceNode['role'] {
  return service.role === null && (linked?.interactions.some((i) => i.role === 'client' && i.routes === true) ?? false) ? 'gateway' : service.role;
}

/** Where code was linked, its language is that of the reached files. */
function spokenLanguage(service: ServiceModel, linked: LinkedService | undefined): string | null {
  if (linked === undefined || linked.files.length === 0) return service.language;
  return linked.files.some((f) => /\.[cm]?tsx?$/.test(f)) ? 'typescript' : 'javascript';
}

function listeningOf(
  services: readonly ServiceModel[],
  linked: ReadonlyMap<string, LinkedService>,
  environments: ReadonlyMap<string, readonly Environment[]>,
): Listening {
  return new Map(
    services.map((service) => {
      const ports = new Map<number, { port: number; evidence: Evidence }>();
      for (const interaction of interactionsOf({ linked }, service).filter((i) => i.role === 'server')) {
        const terms = [interaction.parts.port, interaction.parts.url];
        for (const { filled } of terms.flatMap((t) => fillAll(t, environments.get(service.id) ?? []))) {
          const port = Number(/(?:^|:)(\d{2,5})$/.exec(filled.text)?.[1] ?? Number.NaN);
          if (Number.isInteger(port) && !ports.has(port)) ports.set(port, { port, evidence: interaction.evidence[0] });
        }
      }
      return [service.id, [...ports.values()]];
    }),
  );
}
