import type { Location } from '../../core/location.js';
import type { CSharpMethod, CSharpStatement } from '../../parse/csharp/nodes.js';
import type { ServerKind } from './resource-kinds.js';

/** A text of Aspire's manifest, where it stands: `{catalog.bindings.http.url}` refers to other resources. */
export interface Said {
  readonly text: string;
  readonly at: Location;
}

/** A resource while the program is read. */
export interface Resource {
  readonly name: string;
  readonly at: Location;
  /** Rank among all in the order they are added. */
  readonly order: number;
  readonly kind: 'project' | 'container' | 'dockerfile' | 'executable' | 'value' | 'parameter';
  readonly server?: ServerKind;
  /** The server that a database or queue is part of. */
  readonly parent?: Resource;
  image?: Said;
  tag?: string;
  /** Folder or project file, relative to the scan root. */
  path?: Said;
  dockerfile?: string;
  connection?: Said;
  readonly env: Map<string, Said>;
  readonly bindings: Map<string, { scheme: string; port?: number; targetPort?: number; external: boolean; at: Location }>;
  readonly waits: { readonly target: string; readonly at: Location }[];
  readonly args: string[];
  readonly routes: Route[];
  replicas?: number;
  command?: string;
  /** Default of a parameter; absent for a secret or one that whoever deploys gives. */
  value?: string;
}

/** A route of a YARP resource. */
export interface Route {
  readonly path: string;
  readonly to: Said;
  readonly at: Location;
  readonly transforms: { readonly kind: 'remove' | 'prefix' | 'set' | 'pattern'; readonly text: string }[];
}

/** What an expression of the program is. */
export type Value =
  | { readonly k: 'builder' }
  | { readonly k: 'resource'; readonly resource: Resource }
  | { readonly k: 'endpoint'; readonly resource: Resource; readonly endpoint: string; readonly property: string }
  | { readonly k: 'route'; readonly route: Route }
  | { readonly k: 'proxy'; readonly resource: Resource }
  | { readonly k: 'text'; readonly text: string }
  | { readonly k: 'constant'; readonly value: boolean | number | null }
  | { readonly k: 'list'; readonly items: readonly Value[] }
  | { readonly k: 'closure'; readonly params: readonly string[]; readonly body: readonly CSharpStatement[]; readonly scope: Scope; readonly file: string }
  /** `context.EnvironmentVariables` of a callback. */
  | { readonly k: 'callback'; readonly resource: Resource; readonly part: 'context' | 'environment' | 'arguments' }
  | { readonly k: 'object'; readonly fields: ReadonlyMap<string, Value> }
  | { readonly k: 'unknown' };

export const unknown: Value = { k: 'unknown' };

/** Variables of a method and of what is around it. */
export interface Scope {
  readonly own: Map<string, Value>;
  readonly outer?: Scope;
}

/** A method that the program defines, with its file. */
export interface Defined {
  readonly method: CSharpMethod;
  readonly file: string;
}
