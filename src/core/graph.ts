import type { HistoryEvidence } from './history.js';
import type { Access } from './library.js';
import type { Evidence, Location, NonEmpty } from './location.js';
import type { UnresolvedReason } from './interaction.js';

/** `service:orders`, `table:postgresql/shop/orders`: always prefixed by its kind. */
export type NodeId = string;

export type ServiceRole = 'gateway' | 'frontend' | 'load-generator' | 'job' | 'infrastructure';

interface NodeBase {
  readonly id: NodeId;
  readonly name: string;
  readonly aliases: readonly string[];
}
export interface ServiceNode extends NodeBase {
  readonly kind: 'service';
  readonly path: string | null;
  readonly language: string | null;
  readonly role: ServiceRole | null;
  readonly team: string | null;
  readonly context: string | null;
  readonly namespace?: string;
  /** What it answers to; for handler-linked chains. */
  readonly entries: readonly GraphEntry[];
  readonly evidence: NonEmpty<Evidence>;
}
export interface GatewayNode extends NodeBase {
  readonly kind: 'gateway';
  readonly technology: string;
  readonly evidence: NonEmpty<Evidence>;
}
export interface DatastoreNode extends NodeBase {
  readonly kind: 'datastore';
  readonly technology: string;
  readonly database: string | null;
  /** A cache: sharing one is a warning, not an error. */
  readonly cache: boolean;
  /** The only service that can mean it, where the database could not be named. */
  readonly privateTo?: NodeId;
  readonly evidence: NonEmpty<Evidence>;
}
export interface TableNode extends NodeBase {
  readonly kind: 'table';
  readonly datastore: NodeId;
  readonly schema?: string;
  readonly owner: NodeId | null;
  /** Why that owner. */
  readonly ownedBy?: 'configuration' | 'migration' | 'only-writer' | 'name';
  readonly ownerEvidence?: Evidence;
  /** Migration history, outbox or CDC table: no data rule counts it. */
  readonly technical: boolean;
  readonly evidence: NonEmpty<Evidence>;
}
export interface ChannelNode extends NodeBase {
  readonly kind: 'channel';
  readonly technology: string;
  readonly evidence: NonEmpty<Evidence>;
}
export interface ExternalNode extends NodeBase {
  readonly kind: 'external';
  readonly evidence: NonEmpty<Evidence>;
}
export interface LibraryNode extends NodeBase {
  readonly kind: 'library';
  readonly path: string;
  readonly evidence: NonEmpty<Evidence>;
}
export interface InfrastructureNode extends NodeBase {
  readonly kind: 'infrastructure';
  readonly technology: string;
  readonly evidence: NonEmpty<Evidence>;
}
export type GraphNode = ServiceNode | GatewayNode | DatastoreNode | TableNode | ChannelNode | ExternalNode | LibraryNode | InfrastructureNode;
export type NodeKind = GraphNode['kind'];

export interface GraphEntry {
  readonly id: string;
  readonly protocol: string;
  /** Upper-case HTTP method, `*` for any, null where unknown. */
  readonly method: string | null;
  /** Path with parameters as `*` segments, or RPC operation; null where unknown. */
  readonly path: string | null;
  readonly at: Location;
}

export type EdgeKind = 'calls' | 'routes' | 'publishes' | 'consumes' | 'accesses' | 'starts-after' | 'imports' | 'uses';
export type Certainty = 'declared' | 'inferred' | 'observed';

/** How the caller came by the address, for `hardcoded-address`. */
export interface AddressSource {
  /** `literal`: in the code; `fallback`: in the code, behind a setting nobody sets; `setting`; `discovery`; `stub`: by the name of a generated client. */
  readonly kind: 'literal' | 'fallback' | 'setting' | 'discovery' | 'stub';
  readonly text: string;
  readonly at: Location;
}

/** One call site of an edge. */
export interface EdgeSite {
  readonly evidence: NonEmpty<Evidence>;
  readonly address?: AddressSource;
  /** What is called, where known. */
  readonly method: string | null;
  readonly path: string | null;
  /** Entries of the caller from which this site is reached; `startup` for code that runs on its own. */
  readonly entries: readonly string[];
  readonly inLoop: boolean;
  readonly timeout?: number;
}

export interface Edge {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: EdgeKind;
  readonly protocol?: string;
  readonly certainty: Certainty;
  readonly access?: Access;
  /** Option, overlay, component or profile that alone enables it: no finding by itself. */
  readonly when?: string;
  /** Migrations and schema tools only. */
  readonly migrationOnly?: boolean;
  readonly sites: NonEmpty<EdgeSite>;
  /** All sites' evidence, the most telling first, without duplicates. */
  readonly evidence: NonEmpty<Evidence>;
  /** `imports`: lines that show entities or domain models used. */
  readonly domain?: readonly Evidence[];
}

/** Services that go out together, with every kind of evidence for it. */
export interface ReleaseSet {
  readonly evidenceKind: 'pod' | 'version' | 'pipeline' | 'release' | 'history';
  readonly anchor: string;
  readonly title: string;
  readonly services: readonly NodeId[];
  readonly evidence: NonEmpty<Evidence>;
}

export interface UnresolvedRow {
  readonly service: NodeId | null;
  readonly reason: UnresolvedReason;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface Coverage {
  readonly interactions: number;
  readonly resolved: number;
  readonly external: number;
  readonly unresolved: number;
}

/** The whole system. Sorted, plain JSON; ask it through `graph/query.ts`. */
export interface SystemGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
  readonly releases: readonly ReleaseSet[];
  /** Absent where no history was read. */
  readonly history?: HistoryEvidence;
  readonly unresolved: readonly UnresolvedRow[];
  readonly coverage: Coverage;
  readonly suppressions: readonly InlineSuppression[];
}

export interface InlineSuppression {
  readonly rule: string;
  readonly reason: string | null;
  readonly at: Location;
}
