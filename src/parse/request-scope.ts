import type { AuthSeen, Guards, PathKind, RateLimitSeen } from '../core/route.js';

/** Which requests a piece of a gateway's configuration is for. */
export interface RequestScope {
  /** Null: any path. */
  readonly paths: readonly { readonly path: string; readonly pathKind: PathKind }[] | null;
  /** Empty for any. */
  readonly hosts: readonly string[];
  /** Upper case; empty for any. */
  readonly methods: readonly string[];
  /** Something besides path, host and method decides too. */
  readonly more: boolean;
}

/** All requests. */
export const everyRequest: RequestScope = { paths: null, hosts: [], methods: [], more: false };

/** Guards and the requests that they are for. */
export interface ScopedGuards extends Guards {
  readonly scope: RequestScope;
}

/** Whether what is for some requests is for those of a route: all of them, none, or nobody can say. */
export function covers(scope: RequestScope, route: RequestScope): 'all' | 'none' | 'unknown' {
  if (scope.more || scope.methods.length > 0 || scope.hosts.length > 0) return 'unknown';
  const { paths } = scope;
  if (paths === null) return 'all';
  const held = (route.paths ?? [{ path: '/', pathKind: 'prefix' as const }]).map(({ path, pathKind }) => {
    if (pathKind === 'regex' || paths.some((one) => one.pathKind === 'regex')) return 'unknown';
    return paths.some((one) => path === one.path || (one.pathKind === 'prefix' && path.startsWith(one.path))) ? 'all' : 'none';
  });
  return held.includes('unknown') ? 'unknown' : held.every((one) => one === 'all') ? 'all' : 'none';
}

/** What guards a route: of the guards that are for all of it the last, else doubt where one may be. */
export function guardsFor(route: RequestScope, guards: readonly ScopedGuards[]): Guards {
  let auth: AuthSeen | undefined;
  let rateLimit: RateLimitSeen | undefined;
  for (const guard of guards) {
    const held = covers(guard.scope, route);
    if (held === 'none') continue;
    if (guard.auth && takes(auth, guard.auth, held)) auth = held === 'all' ? guard.auth : { ...guard.auth, kind: 'unknown' };
    if (guard.rateLimit && takes(rateLimit, guard.rateLimit, held)) rateLimit = held === 'all' ? guard.rateLimit : { ...guard.rateLimit, kind: 'unknown' };
  }
  return { ...(auth && { auth }), ...(rateLimit && { rateLimit }) };
}

/** A doubtful guard hides none that is known. */
function takes(old: { readonly kind: string } | undefined, found: { readonly kind: string }, held: 'all' | 'unknown'): boolean {
  return old === undefined || old.kind === 'unknown' || (held === 'all' && found.kind !== 'unknown');
}

/** What an inner scope leaves of an outer one. */
export function narrowed(outer: RequestScope, inner: RequestScope): RequestScope {
  return {
    paths: inner.paths ?? outer.paths,
    hosts: inner.hosts.length > 0 ? inner.hosts : outer.hosts,
    methods: inner.methods.length > 0 ? inner.methods : outer.methods,
    more: outer.more || inner.more,
  };
}
