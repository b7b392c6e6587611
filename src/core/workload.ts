import type { FactBase } from './fact.js';
import type { Access, PartName } from './library.js';
import type { Location } from './location.js';
import type { Term } from './term.js';

export interface EnvEntry {
  readonly name: string;
  /** Absent: taken from where it runs (compose `NAME` without value), or see `from`. */
  readonly value?: Term;
  /** ConfigMap or Secret key. */
  readonly from?: { readonly kind: 'configmap' | 'secret' | 'field'; readonly name: string; readonly key: string };
  readonly at: Location;
}

export interface Container {
  readonly name: string;
  readonly image?: Term;
  /** Paths relative to the scan root; `outside` where the build context leaves it. */
  readonly build?: { readonly context: string; readonly dockerfile?: string; readonly target?: string; readonly args: readonly EnvEntry[] };
  /** Functions and projects that the platform runs without an image. */
  readonly code?: FunctionCode;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDir?: string;
  readonly env: readonly EnvEntry[];
  /** Files (compose env_file, relative to the scan root) and ConfigMaps/Secrets, in the order they apply; later wins, `env` wins over all. */
  readonly envFrom: readonly { readonly kind: 'file' | 'configmap' | 'secret'; readonly name: string; readonly prefix?: string; readonly at: Location }[];
  /** Host files mounted into it (compose volumes and configs, ConfigMap mounts): source path or config name, target path. */
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly at: Location }[];
  readonly ports: readonly PortMapping[];
  /** Names of this container alone, where others of its workload have names of their own. */
  readonly hostnames?: readonly string[];
  readonly init: boolean;
  readonly at: Location;
}

/** Code that a platform takes from a folder, and where it calls it. */
export interface FunctionCode {
  /** Relative to the scan root; null where the code comes from elsewhere (a bucket). */
  readonly folder: string | null;
  readonly handlers: readonly FunctionHandler[];
}
export interface FunctionHandler {
  /** As the description calls the function. */
  readonly function: string;
  /** Under which others call it. */
  readonly name: string;
  /** The file, relative to the scan root, mostly without its extension; absent where the runtime names none (an image, a binary). */
  readonly file?: string;
  readonly export?: string;
  /** Where it gets an address of its own that everybody may use. */
  readonly open?: Location;
  readonly at: Location;
}

export interface PortMapping {
  readonly container: Term;
  /** Published on the host. */
  readonly host?: Term;
  /** A loopback address means: not published to the outside. */
  readonly hostIp?: string;
  readonly name?: string;
  readonly at: Location;
}

/** Something a platform runs: a compose service, a Deployment, a CronJob, a process of a Procfile or of a platform like it (Fly, Render). */
export interface WorkloadFact extends FactBase {
  readonly kind: 'workload';
  readonly platform: 'compose' | 'kubernetes' | 'nomad' | 'aspire' | 'procfile' | 'serverless' | 'cloudformation';
  /** As deployed: compose key, metadata.name. */
  readonly name: string;
  /** As its base writes it, where a release's or an overlay's prefix or suffix makes another name of it. */
  readonly writtenName?: string;
  /** Workloads of one stack see each other: compose file (or project) path, Kubernetes file tree. */
  readonly stack: string;
  readonly namespace?: string;
  readonly workloadKind: string;
  readonly containers: readonly Container[];
  /** Names under which others reach it besides `name`: container_name, hostname, network aliases. */
  readonly hostnames: readonly string[];
  /** Compose links `target:alias`: how this one calls others. */
  readonly links: readonly { readonly target: string; readonly alias: string; readonly at: Location }[];
  readonly startsAfter: readonly { readonly target: string; readonly at: Location }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  readonly replicas?: number;
  /** Replicas are set to what only a deployment knows. */
  readonly openReplicas?: boolean;
  /** Compose `extends`: file (relative to the scan root) and service. */
  readonly extends?: { readonly file?: string; readonly service: string };
  /** An override file of another: its workloads are merged into the base stack's of the same name. */
  readonly overrides?: string;
  /** `dev`, `staging`, `prod`, `test` … where the file's name or folder says so. */
  readonly environment?: string;
  /** What its mesh proxy offers on ports of this machine: `localhost:9090` is the service registered as `stock`. */
  readonly upstreams?: readonly Upstream[];
  /** The platform scales it by itself. */
  readonly autoscaled?: boolean;
  /** Fixed addresses on the stack's network. */
  readonly addresses?: readonly string[];
  /** It is on a network that another stack makes, or beside what was not read: names of that are known to it. */
  readonly joinsOthers?: boolean;
  /** `host`: its localhost is the node's; `apart`: each of its containers has its own; else its containers share one that nobody else has. */
  readonly network?: 'host' | 'apart';
  /** Its localhost and its names are those of another: compose `network_mode: service:vpn`. */
  readonly networkOf?: string;
}

/** A local port of a mesh proxy, and the registered name that it leads to. */
export interface Upstream {
  readonly port: number;
  readonly name: string;
  readonly at: Location;
}

/** A name under which something is found in a registry (Consul), with what its proxy offers it. Whose name it is, `resolve/registrations.ts` decides. */
export interface RegistrationFact extends FactBase {
  readonly kind: 'registration';
  readonly name: string;
  readonly port?: number;
  /** Names that lead to the registered one: a prepared query's, a resolver's. */
  readonly redirects: readonly string[];
  readonly upstreams: readonly Upstream[];
  /** The program that bears the name stands there, relative to the scan root. */
  readonly folder?: string;
}

/** A building block that a sidecar (Dapr) gives to programs under a name: a broker, a store. */
export interface ComponentFact extends FactBase {
  readonly kind: 'component';
  readonly name: string;
  /** `pubsub.redis`, `state.postgresql`, `bindings.kafka`. */
  readonly type: string;
  /** Its settings, without secrets. */
  readonly entries: readonly EnvEntry[];
  /** Names of the programs that may use it; empty for all. */
  readonly scopes: readonly string[];
}

/** A sidecar hands messages of a topic to a program. */
export interface SubscriptionFact extends FactBase {
  readonly kind: 'subscription';
  /** Name of the component that brings them. */
  readonly component: string;
  readonly topic: string;
  /** Paths of the program that get them. */
  readonly routes: readonly string[];
  /** Names of the programs; empty: whoever serves such a path. */
  readonly scopes: readonly string[];
}

/** What a platform does for a workload (brings it a queue's messages), or lets it do (a policy opens a table). */
export interface WiringFact extends FactBase {
  readonly kind: 'wiring';
  readonly stack: string;
  /** Container or function of the stack. */
  readonly container: string;
  readonly role: 'consumer' | 'producer' | 'query' | 'client';
  readonly protocol: string;
  readonly parts: Readonly<Partial<Record<PartName, Term>>>;
  readonly access?: Access;
  /** `done` by the platform, whatever the code says; `allowed` tells something only where the code is not there to be read. */
  readonly force: 'done' | 'allowed';
  /** What the line says: `OrdersQueue → Ship`. */
  readonly text: string;
}

/** A platform passes on what arrives on one channel: a queue subscribes to a topic, a rule of an event bus has a queue as target. */
export interface ForwardFact extends FactBase {
  readonly kind: 'forward';
  readonly from: ChannelPoint;
  readonly to: ChannelPoint;
}
export interface ChannelPoint {
  readonly technology: string;
  /** Queue, topic, stream, detail type. */
  readonly name?: Term;
  /** Event bus. */
  readonly exchange?: Term;
  /** Source of events. */
  readonly key?: Term;
}

/** What a compose file says as a whole: its project name and the compose files it includes (relative to the scan root). */
export interface StackFact extends FactBase {
  readonly kind: 'stack';
  /** Path of the compose file: the `stack` of its workloads. */
  readonly stack: string;
  readonly project?: string;
  readonly includes: readonly string[];
}

/** A DNS name that leads to workloads: a Kubernetes Service. */
export interface HostFact extends FactBase {
  readonly kind: 'host';
  readonly name: string;
  readonly namespace?: string;
  readonly stack: string;
  /** Label selector; absent for ExternalName. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly externalName?: string;
  readonly ports: readonly { readonly port: number; readonly target?: string; readonly name?: string; readonly nodePort?: number }[];
  readonly type: string;
  /** A load balancer that only the private network reaches. */
  readonly internal?: boolean;
  /** A fixed cluster IP. */
  readonly address?: string;
}

/** Something that changes a workload's replicas: a HorizontalPodAutoscaler, a ScaledObject. */
export interface ScalerFact extends FactBase {
  readonly kind: 'scaler';
  readonly stack: string;
  readonly namespace?: string;
  readonly targetKind: string;
  readonly targetName: string;
}

/** What a service mesh does to calls of a host. */
export interface MeshFact extends FactBase {
  readonly kind: 'mesh';
  /** As written: a Service's short or full name. */
  readonly host: string;
  readonly stack: string;
  readonly namespace?: string;
  /** Only for what comes in through a gateway, not between services. */
  readonly entrance: boolean;
  /** Milliseconds; 0 for none. */
  readonly timeout?: number;
  readonly retries?: number;
  readonly circuitBreaker?: boolean;
}

/** ConfigMap or Secret. Secret values are never kept: their entries have no value, except host parts of connection strings. */
export interface ConfigFact extends FactBase {
  readonly kind: 'config';
  readonly configKind: 'configmap' | 'secret';
  readonly name: string;
  readonly namespace?: string;
  readonly stack: string;
  readonly entries: readonly EnvEntry[];
}
