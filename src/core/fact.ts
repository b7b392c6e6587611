import type { CatalogFact, OwnersFact } from './catalog.js';
import type { DeliveryFact } from './delivery.js';
import type { Access, PartName } from './library.js';
import type { Location } from './location.js';
import type { Embedded } from './rendered.js';
import type { BackendFact, GatewayFact, PolicyFact, RouteFact } from './route.js';
import type { Term } from './term.js';
import type { VersionFact } from './version.js';

/**
 * What manifests say. Facts are plain JSON, one file's facts depend on that file alone (compose `extends` and `include`,
 * which name other files, are kept as references and joined in `resolve/services.ts`).
 */
export type Fact =
  | WorkloadFact
  | HostFact
  | ScalerFact
  | MeshFact
  | ConfigFact
  | ImageFact
  | PackageFact
  | ProjectFact
  | EnvFileFact
  | ModuleFact
  | PropertiesFact
  | RegistrationFact
  | ComponentFact
  | SubscriptionFact
  | SchemaFact
  | RpcFact
  | ReleaseFact
  | BuildFact
  | BuildCallFact
  | DeliveryFact
  | VersionFact
  | GatewayFact
  | RouteFact
  | BackendFact
  | PolicyFact
  | WiringFact
  | CatalogFact
  | OwnersFact
  | ForwardFact
  | IgnoreFact
  | StackFact;

export interface FactBase {
  /** The line that shows it. */
  readonly at: Location;
  /** `compose`, `kubernetes`, `dockerfile` … */
  readonly foundBy: string;
}

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

export interface DockerStage {
  readonly name?: string;
  readonly from: Term;
  readonly env: readonly EnvEntry[];
  readonly args: readonly EnvEntry[];
  readonly workdir?: string;
  /** COPY/ADD and `RUN cp`: source paths as written, destination as written, stage copied from. */
  readonly copies: readonly { readonly sources: readonly string[]; readonly target: string; readonly from?: string; readonly at: Location }[];
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly exposes: readonly number[];
  /** Shell lines of RUN, for build commands that name a package (`pnpm build:api`). */
  readonly runs: readonly { readonly text: string; readonly at: Location }[];
}

/** A Dockerfile. */
export interface ImageFact extends FactBase {
  readonly kind: 'image';
  readonly dockerfile: string;
  /** Folder of the Dockerfile: the default build context. */
  readonly dir: string;
  readonly stages: readonly DockerStage[];
}

/** package.json (also lerna.json, nx.json and pnpm-workspace.yaml as workspaces). */
export interface PackageFact extends FactBase {
  readonly kind: 'package';
  readonly ecosystem: 'npm';
  readonly name: string | null;
  readonly version: string | null;
  readonly path: string;
  readonly private: boolean;
  readonly main?: string;
  readonly module?: string;
  readonly source?: string;
  readonly bin: readonly string[];
  /** Sub-path exports: `.` or `./x` to file, the `import`/`default`/`source` condition. */
  readonly exports: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Workspace globs, relative to `path`. */
  readonly workspaces: readonly string[];
  /** Browser application: browserslist, react-scripts, vite with an index.html, `"browser"` … decided in resolve from what is listed here. */
  readonly files: readonly string[];
}

/** A part of a JavaScript workspace as the workspace's tool describes it: Nx project.json, a project of angular.json, workspace.json or nest-cli.json. */
export interface ProjectFact extends FactBase {
  readonly kind: 'project';
  readonly name: string | null;
  /** Folder. */
  readonly path: string;
  /** Entry file, relative to `path`. */
  readonly main?: string;
  /** Name of a target (`serve`) to the command line or executor behind it. */
  readonly targets: Readonly<Record<string, string>>;
  /** null: it does not say. */
  readonly produces: 'program' | 'library' | null;
}

/** A module of a Maven, Gradle or .NET build. */
export interface ModuleFact extends FactBase {
  readonly kind: 'module';
  readonly ecosystem: 'maven' | 'gradle' | 'dotnet';
  /** artifactId, name of the project; null where the folder names it. */
  readonly name: string | null;
  /** Folder. */
  readonly path: string;
  /** Names of what it is built with, without groups and versions, tests excepted: `spring-cloud-config-server`, `Aspire.Hosting`. */
  readonly dependencies: readonly string[];
  /** The part of them that modules below it get too. */
  readonly inherited: readonly string[];
  /** Maven: folder of the parent, as far as it lies in the tree. */
  readonly parent?: string;
  /** Modules of the same build that it needs: folders, or names where only names are written. */
  readonly uses: readonly string[];
  /** A program (packaged to run, a web host, a worker), a library, or a description of other programs (an Aspire host). */
  readonly produces: 'program' | 'library' | 'description';
}

/** A .env file or an example of one. */
export interface EnvFileFact extends FactBase {
  readonly kind: 'env-file';
  readonly path: string;
  /** `.env.example`, `.env.sample`, `.example.env`, `.env.dist`, `.env.template`. */
  readonly example: boolean;
  /** `test`, `development`, `production`, `docker` … from the name; absent for `.env`. */
  readonly environment?: string;
  readonly entries: readonly EnvEntry[];
}

/**
 * One document of a framework's configuration file, as dotted settings. Which documents a service reads, and in what order, is asked of
 * `resolve/properties.ts`; a gateway's routes (`zuul.routes.orders.path`) are read from its answer, not from single facts.
 */
export interface PropertiesFact extends FactBase {
  readonly kind: 'properties';
  /** `spring`: application.yml and its kin, also of Quarkus, Micronaut and the folders of configuration servers; `dotnet`: appsettings.json. */
  readonly style: 'spring' | 'dotnet';
  readonly path: string;
  /** The file's name without extension: `application-prod`, `orders`, `appsettings.Production`. */
  readonly stem: string;
  /** Profile expressions (`prod & !eu`) of the document itself, which must all hold; what the stem says is not among them. */
  readonly profiles: readonly string[];
  /** Names are keys as written (`spring.datasource.url`, `routes[0].uri`); in values the placeholders are settings. */
  readonly entries: readonly EnvEntry[];
  /** The file is a key of this ConfigMap. */
  readonly config?: string;
}

/** A table that a migration, DDL or schema file defines. */
export interface SchemaFact extends FactBase {
  readonly kind: 'schema';
  /** `prisma`, `sql`, `typeorm-migration` … */
  readonly by: 'migration' | 'ddl' | 'orm-schema';
  readonly technology?: string;
  /** Connection of the schema file (`url = env("DATABASE_URL")`). */
  readonly url?: Term;
  readonly schema?: string;
  readonly table: string;
  /** Name of the model in code, where it differs from the table (Prisma models). */
  readonly model?: string;
  /** Relations of a model: field name to model (nested writes and includes). */
  readonly relations?: Readonly<Record<string, string>>;
  /** Where a generator writes the client, and the package that it stands for. */
  readonly client?: { readonly folder: string; readonly as: string };
  /** A view: the tables it reads. */
  readonly reads?: readonly string[];
}

/** A service that a .proto file declares. */
export interface RpcFact extends FactBase {
  readonly kind: 'rpc';
  readonly package: string;
  readonly service: string;
  readonly methods: readonly string[];
}

/**
 * A line that makes an image of a folder: in a pipeline, a script, a build description. Settings in its terms are what whoever runs it fills in
 * (`inputs.name`, `SERVICE`, `1`): see `BuildCallFact`.
 */
export interface BuildFact extends FactBase {
  readonly kind: 'build';
  /** The names that one image gets, with registry and tag as far as they are known; never empty. */
  readonly images: readonly Term[];
  /** Folder whose files it is built from, relative to the scan root; a `fallback` choice where only the files tell from where the line is run. */
  readonly context: Term;
  /** Path relative to the scan root; absent: `Dockerfile` in the context, or none at all (Jib, buildpacks, ko). */
  readonly dockerfile?: Term;
  readonly target?: string;
  /** The job, function or target of the file that holds it, where others run it by that name. */
  readonly job?: string;
}

/** A pipeline runs a file, or a job of it, with values for what that leaves open. */
export interface BuildCallFact extends FactBase {
  readonly kind: 'build-call';
  /** Relative to the scan root; the first that exists counts. */
  readonly files: readonly string[];
  readonly job?: string;
  readonly values: Readonly<Record<string, Term>>;
}

/** Services that go out together, as far as one file shows it. */
export interface ReleaseFact extends FactBase {
  readonly kind: 'release';
  readonly evidenceKind: 'version' | 'pipeline';
  /** What ties them: variable, chart value, job, `lerna.json`. Fingerprints use it. */
  readonly anchor: string;
  /** Globs over folders, image names, compose services (`stack#name`) or chart folders that belong to it. */
  readonly members: readonly ReleaseMember[];
  readonly title: string;
  /** `needed`: counts only where another file's fact with the same anchor is `given` (a chart below another's `charts/`). See `joinReleases`. */
  readonly declaration?: 'needed' | 'given';
}
/**
 * `path`: a folder or a glob over files (what is built there, and the workloads whose manifests lie there); `image`: an image's name without tag; `workload`: a
 * name, or `<compose file>#<service>` (`#*` for all of the file); `workspace`: a package's or project's name, a glob over folders, or the folder of a workspace's root.
 */
export interface ReleaseMember {
  readonly kind: 'path' | 'image' | 'workload' | 'workspace';
  readonly text: string;
  readonly at: Location;
}

/** A suppression comment in a manifest. */
export interface IgnoreFact extends FactBase {
  readonly kind: 'ignore';
  readonly rule: string;
  readonly reason: string | null;
}

/** A file that could not be read or understood: named, counted, never silent. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly reason: SkipReason;
  readonly message: string;
}
export type SkipReason =
  | 'too-large'
  | 'binary'
  | 'unreadable'
  | 'outside-root'
  | 'minified'
  | 'template'
  | 'unparsable'
  | 'too-many-files'
  | 'generated'
  /** It is fetched from elsewhere when it is deployed: a chart of a registry, a base in another repository. */
  | 'remote'
  /** A plug-in or another tool would have to be run. */
  | 'not-run';

/**
 * Reads one kind of manifest (or contract). `files` says by the path alone whether `extract` wants the file (it may still find by the
 * content that it is something else, and then gives nothing); `extract` is pure and never throws.
 */
export interface ManifestExtractor {
  /** `compose`, `kubernetes` … : the folder's name and the facts' `foundBy`. */
  readonly id: string;
  readonly title: string;
  files(path: string): boolean;
  /** It reads what a deployment tool renders from (templates of charts, patches) as written; others see that rendered only. */
  readonly sources?: boolean;
  /** It also reads texts that stand inside other manifests (a key of a ConfigMap); `files` is not asked then. */
  readonly embedded?: boolean;
  /** Loads a parser that is heavy and that most systems do without. To have ended before `extract` is called; a second call costs nothing. */
  load?(): Promise<void>;
  /** `rendered`: a deployment tool made the text; `{{` in it is no template of its own. */
  extract(file: string, text: string, rendered?: boolean): Extraction;
}
export interface Extraction {
  readonly facts: readonly Fact[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whole files that stand inside this one. */
  readonly embedded?: readonly Embedded[];
}
