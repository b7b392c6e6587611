import type { HistoryEvidence } from './history.js';
import type { Access } from './library.js';
import type { Evidence, Location, NonEmpty } from './location.js';
import type { UnresolvedReason } from './interaction.js';
import type { AuthKind, PathKind, PathStep } from './route.js';

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
  readonly deployments?: readonly Deployment[];
  readonly evidence: NonEmpty<Evidence>;
}
export interface GatewayNode extends NodeBase {
  readonly kind: 'gateway';
  readonly technology: string;
  /** Class of the controller that serves a resource, where it is said. */
  readonly class?: string;
  /** Empty for a resource of the platform (an Ingress, an API). */
  readonly deployments?: readonly Deployment[];
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

/** One way a unit is run: how often, and how it can be reached from outside the system. */
export interface Deployment {
  readonly platform: string;
  /** Workloads of one stack run together. */
  readonly stack: string;
  /** `dev`, `staging`, `prod` … where one is said. */
  readonly environment: string | null;
  readonly when?: string;
  /** `Deployment`, `DaemonSet`, `service` … */
  readonly workloadKind: string;
  readonly namespace?: string;
  /** Null where only a deployment knows. */
  readonly replicas: number | null;
  readonly autoscaled: boolean;
  readonly published: readonly Publication[];
  readonly at: Location;
}
/** A way in from outside that passes no gateway. */
export interface Publication {
  readonly how: 'port' | 'node-port' | 'load-balancer' | 'host-port' | 'function-url';
  /** `8080`, `NodePort 30080` … */
  readonly text: string;
  /** Only for who develops: it stands in an override file. */
  readonly development: boolean;
  readonly at: Location;
}

/** What guards a route, as far as its configuration is read. */
export interface Guard<K extends string> {
  /** `unknown`: part of the configuration is code, or is not there. */
  readonly state: 'seen' | 'none' | 'unknown';
  readonly kind?: K;
  readonly at?: Location;
}

/** A route that a gateway's configuration shows. */
export interface SiteRoute {
  /** Empty for any. */
  readonly hosts: readonly string[];
  /** As written; null for any. */
  readonly path: string | null;
  readonly pathKind: PathKind;
  /** Empty for any. */
  readonly methods: readonly string[];
  /** How the path is changed on the way; null where that is not understood. */
  readonly forwards: readonly PathStep[] | null;
  readonly auth: Guard<AuthKind>;
  readonly rateLimit: Guard<'limit'>;
  readonly weight?: number;
  /** Asked by the gateway itself only. */
  readonly internal?: boolean;
  /** The stacks in which a gateway has it. */
  readonly stacks: readonly string[];
}

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
  /** `routes` of a gateway whose configuration shows them; absent for proxies in code. */
  readonly route?: SiteRoute;
  /** The gateway through which a call arrives. */
  readonly via?: NodeId;
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
  /** Of kind `pod`: what the platform calls the unit that is placed and restarted as one; absent for a pod. */
  readonly unit?: 'group' | 'task';
  readonly anchor: string;
  readonly title: string;
  readonly services: readonly NodeId[];
  readonly evidence: NonEmpty<Evidence>;
}

/** A job that publishes or deploys one service alone. */
export interface OwnPipeline {
  readonly service: NodeId;
  readonly act: 'publish' | 'deploy';
  readonly evidence: Evidence;
}

export interface UnresolvedRow {
  readonly service: NodeId | null;
  readonly reason: UnresolvedReason;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A host in a deployed setting or a gateway's configuration that looks like one of the system's own and leads to nothing deployed. */
export interface DanglingHost {
  /** Service or gateway whose setting it is. */
  readonly node: NodeId;
  readonly host: string;
  /** The setting's name, or what the configuration calls it. */
  readonly setting: string;
  readonly when?: string;
  readonly evidence: NonEmpty<Evidence>;
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
  /** Absent where no pipeline is known that delivers a service alone. Sorted by service. */
  readonly ownPipelines?: readonly OwnPipeline[];
  /** Absent where no history was read. */
  readonly history?: HistoryEvidence;
  readonly unresolved: readonly UnresolvedRow[];
  readonly dangling?: readonly DanglingHost[];
  readonly coverage: Coverage;
  readonly suppressions: readonly InlineSuppression[];
}

export interface InlineSuppression {
  readonly rule: string;
  readonly reason: string | null;
  readonly at: Location;
}
