import type { FactBase } from './fact.js';
import type { Location } from './location.js';
import type { Term } from './term.js';

/** How a piece of configuration says which gateway it is for. */
export type GatewayRef =
  /** Whoever runs the configuration it stands in: the workload it is mounted into, the image it is copied into, the service whose folder holds it. */
  | { readonly by: 'configuration' }
  /** A resource of the platform that is a gateway itself or names one: an Ingress, a Gateway, an API. */
  | { readonly by: 'resource'; readonly name: string; readonly namespace?: string }
  /** The gateway of this technology that runs beside it and reads it: labels, custom resources. `name`: what to call it where none runs here. */
  | { readonly by: 'controller'; readonly name: string };

/** Part of a gateway's configuration, as one file shows it. */
export interface GatewayPart extends FactBase {
  /** `nginx`, `kong`, `traefik`, `envoy`, `istio`, `ingress`, `gateway-api`, `aws_api_gateway` … */
  readonly technology: string;
  readonly gateway: GatewayRef;
  /** The configuration it stands in: a file relative to the scan root, or `<manifest>#<ConfigMap>/<key>` for one inside a manifest. */
  readonly source: string;
  readonly stack?: string;
  readonly namespace?: string;
  /** The option, component or overlay that alone enables it. */
  readonly when?: string;
}

/** What guards a route: `none` is switched off on purpose, `unknown` is code or configuration that is not read. */
export type AuthKind = 'jwt' | 'oidc' | 'key' | 'basic' | 'mtls' | 'forward-auth' | 'iam' | 'signature' | 'ldap' | 'none' | 'unknown';
export interface AuthSeen {
  readonly kind: AuthKind;
  readonly at: Location;
}
export interface RateLimitSeen {
  readonly kind: 'limit' | 'none' | 'unknown';
  readonly at: Location;
}
/** Authentication and rate limit as a file sets them; absent where it says nothing. */
export interface Guards {
  readonly auth?: AuthSeen;
  readonly rateLimit?: RateLimitSeen;
}

/** How the path of a request is changed before it goes on, in order: the front of it, or the whole. */
export type PathStep = { readonly front: string; readonly by: string } | { readonly whole: string };

/** `template` holds `{id}` or `*` for a segment and `{rest+}` or `**` for all that follows. */
export type PathKind = 'prefix' | 'exact' | 'template' | 'regex';

/** Where a route leads: an address (its host may be a backend's name), a backend by name, or the service whose sources lie in a folder. */
export interface RouteTarget {
  readonly address?: Term;
  readonly backend?: string;
  /** Relative to the scan root. */
  readonly folder?: string;
  /** Only a name suggests it. */
  readonly guess?: boolean;
  /** Share of the traffic, of 100 or of the sum of the weights. */
  readonly weight?: number;
  readonly at: Location;
}

/** A gateway's route in configuration. */
export interface RouteFact extends GatewayPart, Guards {
  readonly kind: 'route';
  /** The name under which policies refer to it. */
  readonly name?: string;
  /** Host names it answers to; empty for any. */
  readonly hosts: readonly string[];
  /** As written; null for any. */
  readonly path: string | null;
  readonly pathKind: PathKind;
  /** Upper case; empty for any. */
  readonly methods: readonly string[];
  /** `http`, `grpc`, `websocket`, `tcp`, `fastcgi` … */
  readonly protocol: string;
  readonly targets: readonly RouteTarget[];
  /** Null: changed in a way that is not understood. */
  readonly forwards: readonly PathStep[] | null;
  /** Names of policies that apply to it, as `technology:name`; `file:path` is an included file, `file?:path` one that need not be there. */
  readonly policies: readonly string[];
  /** Asked by the gateway itself only (a subrequest): no entrance. */
  readonly internal?: boolean;
}

/** A named target of routes: nginx upstream, Kong service, Envoy cluster, Traefik service. */
export interface BackendFact extends GatewayPart, Guards {
  readonly kind: 'backend';
  readonly name: string;
  /** Its name may stand as the host of an address. */
  readonly asHost: boolean;
  readonly targets: readonly RouteTarget[];
  readonly forwards: readonly PathStep[] | null;
  readonly policies: readonly string[];
}

/** What a policy applies to without being named there. */
export type PolicyScope =
  /** Every route of its gateway, or of the gateway resource named. */
  | { readonly to: 'gateway'; readonly name?: string }
  | { readonly to: 'route'; readonly name: string }
  | { readonly to: 'backend'; readonly name: string }
  /** Routes in the files that a gateway includes where the policy holds: a path or glob as written. */
  | { readonly to: 'file'; readonly name: string }
  /** Whatever runs with these labels, in its namespace: the gateway or the target. */
  | { readonly to: 'workload'; readonly labels: Readonly<Record<string, string>> };

/** A guard or path change that stands apart from the routes it is for: a middleware, plugin, authorization policy, included file. */
export interface PolicyFact extends GatewayPart, Guards {
  readonly kind: 'policy';
  /** `technology:name`, as routes refer to it. */
  readonly name?: string;
  readonly forwards: readonly PathStep[] | null;
  /** Further policies that it is made of. */
  readonly policies: readonly string[];
  readonly scopes: readonly PolicyScope[];
  /** Targets that a route without its own takes from an included file. */
  readonly targets: readonly RouteTarget[];
}

/** A gateway as a resource of the platform: an Ingress, a Gateway, an API. */
export interface GatewayFact extends GatewayPart, Guards {
  readonly kind: 'gateway';
  readonly name: string;
  /** How its routes refer to it, where that is not its name. */
  readonly key?: string;
  /** Addresses under which the platform itself makes it known, lower case. */
  readonly hosts?: readonly string[];
  /** Ingress class, gateway class or controller. */
  readonly class?: string;
  /** Labels of the workload that runs it. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly policies: readonly string[];
}
