import type { CatalogFact, OwnersFact } from './catalog.js';
import type { DeliveryFact } from './delivery.js';
import type { Location } from './location.js';
import type { BackendFact, GatewayFact, PolicyFact, RouteFact } from './route.js';
import type { Term } from './term.js';
import type { VersionFact } from './version.js';
import type {
  ComponentFact,
  ConfigFact,
  EnvEntry,
  ForwardFact,
  HostFact,
  MeshFact,
  RegistrationFact,
  ScalerFact,
  StackFact,
  SubscriptionFact,
  WiringFact,
  WorkloadFact,
} from './workload.js';

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
