import type { CatalogFact } from '../core/catalog.js';
import type { ImageFact, PackageFact } from '../core/fact.js';
import type { Container, WorkloadFact } from '../core/workload.js';
import type { NodeId, ServiceRole } from '../core/graph.js';
import type { Deployable } from '../core/interaction.js';
import type { Evidence, NonEmpty } from '../core/location.js';
import type { Delivery } from './deliveries.js';
import type { GatewayParts } from './gateways/parts.js';
import type { Reader } from './gateways/readers.js';

/** A workload as one environment runs it: override files and `extends` are merged in. */
export interface Instance {
  readonly workload: WorkloadFact;
  /** Where it is deployed: the stack, and the variant that an override file makes of it. */
  readonly environment: string;
  /** Its label where one is said: dev, staging, prod. */
  readonly label: string | null;
  /** The overlay or component that alone enables it. */
  readonly when?: string;
}

/** One container of one instance: what actually runs. */
export interface RunUnit {
  readonly instance: Instance;
  readonly container: Container;
  /** The Dockerfile that builds it, where one was found. */
  readonly image: ImageFact | null;
  /** The line that builds its image, where a pipeline or script does. */
  readonly built?: Evidence;
}

/** A deployable unit that the owners build. */
export interface ServiceModel {
  readonly id: NodeId;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Source folder; null where the code is not in what was scanned. */
  readonly path: string | null;
  readonly entries: readonly string[];
  readonly role: ServiceRole | null;
  readonly namespace?: string;
  readonly language: string | null;
  readonly team: string | null;
  readonly context: string | null;
  /** What a catalog of the owners says of it. */
  readonly catalog?: CatalogFact;
  readonly owns: readonly string[];
  /** `candidate`: only a package; it stays if its code listens, consumes or is started by a script of its own. */
  readonly certainty: 'deployed' | 'built' | 'candidate';
  /** A start script of its package runs its own code. */
  readonly starts: boolean;
  readonly units: readonly RunUnit[];
  readonly images: readonly ImageFact[];
  readonly packages: readonly PackageFact[];
  /** Names of what its modules are built with, what they inherit included. */
  readonly builtWith: readonly string[];
  readonly evidence: NonEmpty<Evidence>;
}

/** Something off the shelf that a platform runs. */
export interface ServerModel {
  /** Unique part of ids: the name, with the stack's folder where several servers bear it. */
  readonly key: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'datastore' | 'broker' | 'gateway' | 'infrastructure';
  readonly technology: string;
  readonly port: number | null;
  readonly namespace?: string;
  readonly units: readonly RunUnit[];
  readonly evidence: NonEmpty<Evidence>;
}

/** A workload of a Job that only migrates: part of the service it belongs to. */
export interface Identity {
  readonly services: readonly ServiceModel[];
  readonly datastores: readonly ServerModel[];
  readonly brokers: readonly ServerModel[];
  readonly gateways: readonly ServerModel[];
  readonly infrastructure: readonly ServerModel[];
  readonly deployables: readonly Deployable[];
  /** All instances, also those of no unit of their own. */
  readonly instances: readonly Instance[];
  /** Stacks that are alternatives of one system share a number. */
  readonly stackGroups: ReadonlyMap<string, number>;
  /** What manifests say about gateways, and who reads it. */
  readonly entrance: { readonly parts: GatewayParts; readonly readers: ReadonlyMap<string, readonly Reader[]> };
  /** What pipelines and scripts publish and deploy. */
  readonly deliveries: readonly Delivery[];
}

/** Any unit that an address can lead to. */
export type Unit = { readonly kind: 'service'; readonly service: ServiceModel } | { readonly kind: 'server'; readonly server: ServerModel };

/** All servers of an identity. */
export function serversOf(identity: Pick<Identity, 'datastores' | 'brokers' | 'gateways' | 'infrastructure'>): ServerModel[] {
  return [...identity.datastores, ...identity.brokers, ...identity.gateways, ...identity.infrastructure];
}

/** Node id of a server; data stores have one node for each database and none by this name. */
export function serverId(server: ServerModel): NodeId {
  return `${server.kind === 'broker' ? 'infrastructure' : server.kind}:${server.key}`;
}
