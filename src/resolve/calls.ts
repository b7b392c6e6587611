import type { Certainty, NodeId } from '../core/graph.js';
import type { Interaction } from '../core/interaction.js';
import { pathPattern } from './addresses.js';
import { type Sighted, messagingTechnology } from './channels.js';
import { textsOf } from './texts.js';
import { isDataTechnology } from './data.js';
import { resolveHost } from './hosts.js';
import { passagesOf } from './gateways/passages.js';
import type { ServiceModel, Unit } from './model.js';
import { externalNode, storeNode } from './nodes.js';
import { type Responders, byPattern, byStub } from './responders.js';
import { type Scene, addServer, environmentsOf, interactionsOf, leaveUnresolved, siteEvidence, siteOf } from './scene.js';
import { makeStore } from './stores.js';
import { type Resolution, type Target, addressTerm, resolveAddress } from './targets.js';
import { fill, isKnown } from './terms.js';

/** Resolves every request that a service sends. */
export function resolveCalls(scene: Scene, service: ServiceModel, responders: Responders): void {
  for (const interaction of interactionsOf(scene, service)) if (interaction.role === 'client') resolveCall(scene, service, interaction, responders);
}

function resolveCall(scene: Scene, service: ServiceModel, interaction: Interaction, responders: Responders): void {
  const sighted: Sighted = { service, environments: environmentsOf(scene, service), interaction };
  const protocol = interaction.protocol === '*' ? (messagingTechnology(sighted) ?? '*') : interaction.protocol;
  const overBroker = interaction.reply === true && protocol !== 'tcp' && protocol !== 'http' && protocol !== 'grpc';
  const term = addressTerm(interaction.parts);
  const empty: Resolution = { targets: [], external: [], self: false, unresolved: [] };
  let resolution = term === undefined || overBroker ? empty : resolveAddress(term, protocol, service, sighted.environments, scene.index);
  if (resolution.targets.length === 0 && interaction.parts.serviceName !== undefined && protocol !== 'grpc')
    resolution = orElse(resolution, byDiscovery(scene, sighted));
  if (resolution.targets.length === 0 && !resolution.self && protocol === 'grpc') resolution = orElse(resolution, byStub(scene, sighted, responders));
  if (resolution.targets.length === 0 && interaction.reply === true) resolution = orElse(resolution, byPattern(sighted, protocol, responders));
  if (term === undefined && resolution === empty)
    resolution = relativeOnly(interaction, service)
      ? { ...empty, self: true }
      : { ...empty, unresolved: [{ reason: 'dynamic-target', text: interaction.evidence[0].text }] };
  emit(scene, service, interaction, protocol, resolution);
}

function orElse(first: Resolution, second: Resolution): Resolution {
  return second.targets.length > 0 || second.self ? second : first.unresolved.length + first.external.length > 0 ? first : second;
}

/** A request without any address in a browser goes to its own origin. */
function relativeOnly(interaction: Interaction, service: ServiceModel): boolean {
  return service.role === 'frontend' && interaction.parts.path !== undefined;
}

function emit(scene: Scene, service: ServiceModel, interaction: Interaction, protocol: string, resolution: Resolution): void {
  const at = interaction.evidence[0];
  const asked = { path: pathOf(scene, service, interaction), method: methodOf(scene, service, interaction) };
  const { passages, targets, external } = passagesOf(scene, service, resolution, asked);
  for (const { target, via } of passages) addTarget(scene, service, interaction, protocol, target, via);
  for (const target of targets) addTarget(scene, service, interaction, protocol, target);
  for (const out of external) {
    const evidence = siteEvidence(interaction, out.evidence);
    const to = scene.nodes.add(externalNode(out.host, [at]));
    scene.edges.push({
      from: service.id,
      to,
      kind: 'uses',
      protocol,
      certainty: certaintyOf('declared', interaction),
      evidence,
      ...siteOf(interaction),
      method: asked.method,
      path: out.path,
    });
  }
  for (const row of resolution.unresolved) leaveUnresolved(scene, service, row.reason, row.text, at);
  if (resolution.targets.length > 0 || resolution.self || passages.length > 0) scene.tally.resolved++;
  else if (resolution.external.length > 0) scene.tally.external++;
  else {
    scene.tally.unresolved++;
    if (resolution.unresolved.length === 0) leaveUnresolved(scene, service, 'dynamic-target', at.text, at);
  }
}

function addTarget(scene: Scene, service: ServiceModel, interaction: Interaction, protocol: string, target: Target, via?: NodeId): void {
  const { to, kind } = unitNode(scene, service, target.unit, interaction);
  const certainty = certaintyOf(target.certainty, interaction);
  const site = interaction.evidence[0];
  const deployed = target.evidence.find((e) => e.role === 'deployment');
  const at =
    target.address.kind === 'setting' && deployed !== undefined
      ? deployed
      : (interaction.evidence.find((e) => e.role === 'definition' || e.role === 'setting') ?? site);
  scene.edges.push({
    from: service.id,
    to,
    kind: kind === 'calls' && interaction.routes === true ? 'routes' : kind,
    ...(kind === 'accesses' ? { access: 'unknown' as const } : { protocol }),
    certainty,
    ...(target.when === undefined ? {} : { when: target.when }),
    evidence: siteEvidence(interaction, target.evidence),
    address: { ...target.address, at: { file: at.file, line: at.line } },
    method: methodOf(scene, service, interaction),
    path: target.path ?? pathOf(scene, service, interaction),
    ...siteOf(interaction),
    ...(via === undefined ? {} : { via }),
  });
}

function certaintyOf(certainty: 'declared' | 'inferred', interaction: Interaction): Certainty {
  return interaction.inferred ? 'inferred' : certainty;
}

/** The node a request leads to, and what kind of edge that makes. */
export function unitNode(
  scene: Scene,
  from: ServiceModel,
  unit: Unit,
  interaction: Pick<Interaction, 'evidence'>,
): { to: NodeId; kind: 'calls' | 'uses' | 'accesses' } {
  if (unit.kind === 'service') return { to: unit.service.id, kind: unit.service.role === 'infrastructure' ? 'uses' : 'calls' };
  const { server } = unit;
  if (server.kind === 'datastore') {
    const store = makeStore({
      technology: server.technology,
      server,
      host: null,
      database: null,
      schema: null,
      service: from,
      certainty: 'declared',
      evidence: [],
    });
    return { to: scene.nodes.add(storeNode(store, [interaction.evidence[0]])), kind: 'accesses' };
  }
  return { to: addServer(scene, server), kind: 'uses' };
}

function methodOf(scene: Scene, service: ServiceModel, interaction: Interaction): string | null {
  const { method } = interaction.parts;
  const text = method === undefined ? undefined : fill(method, environmentsOf(scene, service)[0]?.lookup ?? (() => []))[0];
  return text === undefined || !isKnown(text) ? null : text.text.toUpperCase();
}

function pathOf(scene: Scene, service: ServiceModel, interaction: Interaction): string | null {
  const { path, operation } = interaction.parts;
  const term = path ?? operation;
  const text = term === undefined ? undefined : fill(term, environmentsOf(scene, service)[0]?.lookup ?? (() => []))[0];
  return text === undefined || text.text === '' ? null : path === undefined ? text.text : pathPattern(text.text);
}

/** A discovery name (Eureka, Consul) is a service's name. */
function byDiscovery(scene: Scene, sighted: Sighted): Resolution {
  const { texts, unresolved } = textsOf(sighted.interaction.parts.serviceName, sighted);
  const targets: Target[] = [];
  let self = false;
  const environment = sighted.environments[0];
  for (const text of texts) {
    // The ARN of a function ends in its name, and maybe a version.
    const called = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(text.text)?.[1];
    const name = called ?? text.text;
    const answer = environment === undefined ? undefined : resolveHost(name.toLowerCase(), null, sighted.service, environment, scene.index);
    if (answer?.kind !== 'unit') continue;
    if (answer.unit.kind === 'service' && answer.unit.service === sighted.service) self = true;
    else
      targets.push({
        unit: answer.unit,
        certainty: answer.certainty,
        address: { kind: 'discovery', text: name },
        path: sighted.interaction.protocol === 'aws_lambda' ? name : null,
        evidence: text.evidence,
      });
  }
  return {
    targets,
    external: [],
    self,
    unresolved: targets.length > 0 || self ? [] : [...unresolved, ...texts.map((t) => ({ reason: 'unknown-host' as const, text: t.text }))],
  };
}

/** Connections to brokers and other servers that are no data store: `uses`. */
export function resolveBrokerConnections(scene: Scene, service: ServiceModel): void {
  for (const interaction of interactionsOf(scene, service)) {
    const term = addressTerm(interaction.parts);
    const sighted: Sighted = { service, environments: environmentsOf(scene, service), interaction };
    if (!['connection', 'producer', 'consumer'].includes(interaction.role) || term === undefined) continue;
    const technology = messagingTechnology(sighted);
    if (technology === null || isDataTechnology(technology)) continue;
    const resolution = resolveAddress(term, technology, service, sighted.environments, scene.index);
    for (const target of resolution.targets) {
      if (target.unit.kind !== 'server' || target.unit.server.kind === 'datastore') continue;
      scene.edges.push({
        from: service.id,
        to: addServer(scene, target.unit.server),
        kind: 'uses',
        protocol: technology,
        certainty: target.certainty,
        evidence: siteEvidence(interaction, target.evidence),
        ...siteOf(interaction),
      });
    }
  }
}
