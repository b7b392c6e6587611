import type { Interaction } from '../core/interaction.js';
import { type ChannelAnswer, type ChannelIndex, type Sighted, channelsOf, messagingTechnology, nameTerm } from './channels.js';
import { textsOf } from './texts.js';
import type { ServiceModel } from './model.js';
import { channelNode } from './nodes.js';
import { type Scene, environmentsOf, interactionsOf, leaveUnresolved, siteEvidence, siteOf } from './scene.js';
import { literal } from '../core/term.js';

/** All messaging sightings of the system, each with the technology it speaks where a framework leaves that open. */
export function messageSightings(scene: Pick<Scene, 'services' | 'environments' | 'linked'>): Sighted[] {
  const all = scene.services.flatMap((service) =>
    interactionsOf(scene, service)
      .filter((i) => isMessage(i))
      .map((interaction): Sighted => ({ service, environments: environmentsOf(scene, service), interaction })),
  );
  const published = new Map<string, Set<string>>();
  for (const s of all) {
    const technology = messagingTechnology(s);
    if (s.interaction.role === 'producer' && technology !== null)
      for (const t of textsOf(nameTerm(s.interaction), s).texts) published.set(t.text, (published.get(t.text) ?? new Set()).add(technology));
  }
  return all.map((s) => {
    if (messagingTechnology(s) !== null) return s;
    const technology = transportOf(s.service, scene) ?? publishedBy(s, published);
    return technology === null ? s : { ...s, interaction: { ...s.interaction, parts: { ...s.interaction.parts, technology: literal(technology) } } };
  });
}

function isMessage(interaction: Interaction): boolean {
  if (interaction.role === 'producer' || interaction.role === 'consumer') return true;
  const broker =
    interaction.protocol !== 'http' && interaction.protocol !== 'grpc' && interaction.protocol !== 'graphql' && interaction.protocol !== 'websocket';
  return broker && (interaction.role === 'definition' || (interaction.reply === true && (interaction.role === 'server' || interaction.role === 'client')));
}

/** The only broker a service's own listener is connected to. */
function transportOf(service: ServiceModel, scene: Pick<Scene, 'environments' | 'linked'>): string | null {
  const environments = environmentsOf(scene, service);
  const technologies = new Set(
    interactionsOf(scene, service)
      .filter((i) => i.role === 'connection' && i.protocol === '*')
      .flatMap((interaction) => messagingTechnology({ service, environments, interaction }) ?? []),
  );
  const [technology] = technologies;
  return technologies.size === 1 ? (technology ?? null) : null;
}

function publishedBy(sighted: Sighted, published: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const technologies = new Set(textsOf(nameTerm(sighted.interaction), sighted).texts.flatMap((t) => [...(published.get(t.text) ?? [])]));
  const [technology] = technologies;
  return technologies.size === 1 ? (technology ?? null) : null;
}

/** Publishes and consumes of all services. Request and reply is a call and no event. */
export function resolveMessages(scene: Scene, sightings: readonly Sighted[], index: ChannelIndex): void {
  for (const sighted of sightings) {
    const { role } = sighted.interaction;
    if (role === 'consumer' && isUnasked(sighted, index)) continue;
    if (role === 'producer' || role === 'consumer') emit(scene, sighted, role, channelsOf(sighted, index));
  }
}

/** A function may be invoked by its name, and nobody does. */
function isUnasked(sighted: Sighted, index: ChannelIndex): boolean {
  if (messagingTechnology(sighted) !== 'aws_lambda') return false;
  const invoked = index.names.get('aws_lambda');
  return !textsOf(nameTerm(sighted.interaction), sighted).texts.some((t) => invoked?.has(t.text) === true);
}

function emit(scene: Scene, sighted: Sighted, role: 'producer' | 'consumer', answer: ChannelAnswer): void {
  const { service, interaction } = sighted;
  const at = interaction.evidence[0];
  for (const channel of answer.channels) {
    if (channel.name === '') continue;
    scene.nodes.add(channelNode(channel, [at]));
    scene.edges.push({
      from: service.id,
      to: channel.id,
      kind: role === 'producer' ? 'publishes' : 'consumes',
      protocol: channel.technology,
      certainty: interaction.inferred || channel.inferred ? 'inferred' : 'declared',
      evidence: siteEvidence(interaction, channel.evidence),
      ...siteOf(interaction),
    });
  }
  for (const row of answer.unresolved) leaveUnresolved(scene, service, row.reason, row.text, at);
  if (answer.channels.length > 0) scene.tally.resolved++;
  else {
    scene.tally.unresolved++;
    if (answer.unresolved.length === 0) leaveUnresolved(scene, service, 'dynamic-target', at.text, at);
  }
}
