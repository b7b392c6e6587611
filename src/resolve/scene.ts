import type { Config } from '../core/config.js';
import type { Fact, SchemaFact } from '../core/fact.js';
import type { NodeId, UnresolvedRow } from '../core/graph.js';
import type { Interaction, LinkedService, UnresolvedReason } from '../core/interaction.js';
import { type Evidence, type NonEmpty, compareText } from '../core/location.js';
import type { SqlScan } from './tables.js';
import { type EdgeBook, type EdgeDraft, distinctEvidence } from './edges.js';
import { type DeploymentWorld, deploymentsOf } from './gateways/deployments.js';
import type { Entrance } from './gateways/entrance.js';
import type { HostIndex } from './host-index.js';
import { type Identity, type ServerModel, type ServiceModel, serverId } from './model.js';
import { type NodeBook, serverNode } from './nodes.js';
import type { Environment } from './settings.js';

/** What all parts of the resolution share: what is known, and the books that they write. */
export interface Scene {
  readonly identity: Identity;
  readonly services: readonly ServiceModel[];
  readonly config: Config;
  readonly facts: readonly Fact[];
  readonly schemas: readonly SchemaFact[];
  readonly linked: ReadonlyMap<string, LinkedService>;
  readonly environments: ReadonlyMap<string, readonly Environment[]>;
  readonly index: HostIndex;
  readonly scanSql: SqlScan;
  readonly nodes: NodeBook;
  readonly edges: EdgeBook;
  readonly unresolved: UnresolvedRow[];
  /** Sightings that are reached, by what became of them. */
  readonly tally: { resolved: number; external: number; unresolved: number };
  /** Where requests to gateways go. */
  readonly entrance: Entrance;
  readonly deployments: DeploymentWorld;
}

/** The environments of a service; never empty. */
export function environmentsOf(scene: Pick<Scene, 'environments'>, service: ServiceModel): readonly Environment[] {
  return scene.environments.get(service.id) ?? [];
}

/** Interactions of a service, or none where its code was not linked. */
export function interactionsOf(scene: Pick<Scene, 'linked'>, service: ServiceModel): readonly Interaction[] {
  return scene.linked.get(service.id)?.interactions ?? [];
}

/** Puts a sighting that leads nowhere on record. */
export function leaveUnresolved(
  scene: Scene,
  service: ServiceModel,
  reason: UnresolvedReason,
  text: string,
  at: { readonly file: string; readonly line: number },
): void {
  if (scene.unresolved.some((u) => u.service === service.id && u.file === at.file && u.line === at.line && u.reason === reason)) return;
  scene.unresolved.push({ service: service.id, reason, file: at.file, line: at.line, text: text.replace(/\p{Cc}/gu, '…').slice(0, 200) });
}

/** The evidence of a site, its own line first, with what else proves the target. */
export function siteEvidence(interaction: Interaction, further: readonly Evidence[]): NonEmpty<Evidence> {
  const [first, ...rest] = interaction.evidence;
  return [
    first,
    ...distinctEvidence([...rest, ...further]).filter(
      (e) => !(e.file === first.file && e.line === first.line && (e.role === first.role || e.role === 'deployment')),
    ),
  ];
}

/** What an edge takes over from the interaction that shows it. */
export function siteOf(interaction: Interaction): Pick<EdgeDraft, 'entries' | 'inLoop'> & { readonly timeout?: number } {
  return { entries: interaction.entries, inLoop: interaction.inLoop, ...(interaction.timeout === undefined ? {} : { timeout: interaction.timeout }) };
}

/** The node of a gateway or of infrastructure, put on the record when first used. */
export function addServer(scene: Scene, server: ServerModel): NodeId {
  scene.nodes.add(serverNode(server, server.kind === 'gateway' ? deploymentsOf(server.units, [], scene.deployments) : []));
  return serverId(server);
}

/** Rows by service, place and reason. */
export function sortRows(rows: readonly UnresolvedRow[]): UnresolvedRow[] {
  return [...rows].sort(
    (a, b) =>
      compareText(a.service ?? '', b.service ?? '') ||
      compareText(a.file, b.file) ||
      a.line - b.line ||
      compareText(a.reason, b.reason) ||
      compareText(a.text, b.text),
  );
}
