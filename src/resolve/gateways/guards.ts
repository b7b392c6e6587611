import type { Guard } from '../../core/graph.js';
import type { AuthKind, BackendFact, GatewayPart, Guards, PathStep, PolicyFact, PolicyScope, RouteFact, RouteTarget } from '../../core/route.js';
import type { Unit } from '../model.js';
import { baseOf, dirOf } from '../paths.js';

/** What a gateway's configuration holds beside a route: all of it that the same gateway reads, wherever it stands. */
export interface Surroundings {
  readonly policies: readonly PolicyFact[];
  readonly backends: readonly BackendFact[];
  /** Where the gateway's container sees a source. */
  readonly pathOf: (source: string) => string | null;
  /** Whether a policy is for the gateway as a whole. */
  readonly isGateways: (policy: PolicyFact, name: string | undefined) => boolean;
  /** Whether a workload's policy is for the gateway or for the target. */
  readonly isLabelled: (labels: Readonly<Record<string, string>>, policy: PolicyFact, target: Unit | null) => boolean;
}

/** Guards, path changes and targets of a route when all that applies to it is joined. */
export interface Joined {
  readonly auth: Guard<AuthKind>;
  readonly rateLimit: Guard<'limit'>;
  /** Path changes that policies make before the route's own; null where one is not understood. */
  readonly before: readonly PathStep[] | null;
  /** Targets that included files give. */
  readonly targets: readonly RouteTarget[];
}

/** Where a route leads: the backends on the way, the hosts of the last addresses, and the unit there. */
export interface Arrived {
  readonly backends: readonly BackendFact[];
  readonly hosts: readonly string[];
  readonly target: Unit | null;
}

const maxDepth = 10;

/**
 * Joins what a route says with the policies it names, those that name it, its backends and its gateway. What the route says wins, then what is nearest; a
 * policy that is named and not there leaves both guards unknown.
 */
export function joinGuards(route: RouteFact, way: Arrived, around: Surroundings): Joined {
  const { backends, hosts, target } = way;
  const scopedTo = scoped(around, (scope, policy) => {
    switch (scope.to) {
      case 'route':
        return scope.name === route.name && near(policy, route);
      case 'backend':
        return (backends.some((b) => b.name === scope.name) || hosts.includes(scope.name)) && near(policy, route);
      case 'file':
        return includes(scope.name, route.source, around);
      case 'workload':
        return around.isLabelled(scope.labels, policy, target);
      case 'gateway':
        return around.isGateways(policy, scope.name);
    }
  });
  const named = route.policies.flatMap((name) => policiesNamed(name, route, around, 0));
  const further = [...backends, ...scopedTo].flatMap((part) => part.policies.flatMap((name) => policiesNamed(name, part, around, 0)));
  const present = named.filter((p) => p !== null);
  const layers: Guards[] = [route, ...present, ...backends, ...scopedTo, ...further.filter((p) => p !== null)];
  const missing = [...named, ...further].includes(null);
  const steps = present.map((p) => p.forwards);
  return {
    auth: guardOf(
      layers.flatMap((l) => l.auth ?? []),
      missing,
    ),
    rateLimit: guardOf(
      layers.flatMap((l) => l.rateLimit ?? []),
      missing,
    ),
    before: steps.some((s) => s === null) ? null : steps.flatMap((s) => s ?? []),
    targets: present.flatMap((p) => p.targets),
  };
}

/** Whether two objects may be of one namespace. */
function near(a: { readonly namespace?: string }, b: { readonly namespace?: string }): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace;
}

/** The first that says something; `none` on purpose hides what lies further out. */
function guardOf<K extends string>(
  seen: readonly { kind: K | 'none' | 'unknown'; at: Guard<K>['at'] & object }[],
  missing: boolean,
): Guard<Exclude<K, 'none' | 'unknown'>> {
  type Kind = Exclude<K, 'none' | 'unknown'>;
  const [first] = seen;
  const real = seen.slice(0, first?.kind === 'none' ? 0 : seen.length).find((s) => s.kind !== 'none' && s.kind !== 'unknown');
  if (real !== undefined) return { state: 'seen', kind: real.kind as Kind, at: real.at };
  const doubt = seen.find((s) => s.kind === 'unknown');
  if (doubt !== undefined && first?.kind !== 'none') return { state: 'unknown', at: doubt.at };
  return missing ? { state: 'unknown' } : { state: 'none' };
}

const scopeOrder = ['route', 'backend', 'file', 'workload', 'gateway'] as const;

/** Policies that apply by themselves, the nearest first. */
function scoped(around: Surroundings, applies: (scope: PolicyScope, policy: PolicyFact) => boolean): PolicyFact[] {
  const found = around.policies.flatMap((policy) => {
    const scopes = policy.scopes.filter((scope) => applies(scope, policy));
    return scopes.length === 0 ? [] : [{ policy, rank: Math.min(...scopes.map((scope) => scopeOrder.indexOf(scope.to))) }];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ policy }) => policy);
}

/** The policies of a name, with those they are made of; null for what is not there. */
function policiesNamed(name: string, from: Pick<GatewayPart, 'source' | 'namespace'>, around: Surroundings, depth: number): (PolicyFact | null)[] {
  if (depth > maxDepth) return [null];
  const file = /^file(\??):/.exec(name);
  const all = file !== null ? fragments(name.slice(file[0].length), from.source, around) : around.policies.filter((p) => isNamed(p, name));
  const near = all.filter((p) => p.source === from.source);
  const space = all.filter((p) => p.namespace === from.namespace);
  const found = near.length > 0 ? near : space.length > 0 ? space : all;
  if (found.length === 0) return file?.[1] === '?' ? [] : [null];
  return found.flatMap((policy) => [policy, ...policy.policies.flatMap((inner) => policiesNamed(inner, policy, around, depth + 1))]);
}

/** `traefik:shop-auth@kubernetescrd` is the object `auth` of the namespace `shop`, or of one that only whoever deploys it names. */
function isNamed(policy: PolicyFact, name: string): boolean {
  if (policy.name === name) return true;
  const [, technology = '', object = ''] = /^([^:]*:)(.*@.*)$/.exec(policy.name ?? '') ?? [];
  if (object === '' || !name.startsWith(technology)) return false;
  return policy.namespace === undefined ? name.endsWith(`-${object}`) : name === `${technology}${policy.namespace}-${object}`;
}

/** Included files that no one names a policy: by the container's path, else by the name beside the including file. */
function fragments(written: string, source: string, around: Surroundings): PolicyFact[] {
  return around.policies.filter((p) => p.name === undefined && p.scopes.length === 0 && includes(written, p.source, around, source));
}

function includes(written: string, source: string, around: Surroundings, from?: string): boolean {
  const path = around.pathOf(source);
  const base = from === undefined ? null : around.pathOf(from);
  const wanted = written.startsWith('/') ? written : base === null ? null : `${dirOf(base)}/${written}`;
  if (path !== null && wanted !== null && (fits(wanted, path) || fits(`/etc/nginx/${written}`, path))) return true;
  return (
    fits(baseOf(written), baseOf(source.replace('#', '/'))) && (from === undefined || dirOf(source) === dirOf(from) || path !== null || written.includes('/'))
  );
}

/** Whether a path fits a glob of `*`. */
function fits(glob: string, path: string): boolean {
  const [head = '', ...rest] = glob.split('*');
  if (rest.length === 0) return glob === path;
  let at = path.startsWith(head) ? head.length : -1;
  for (const [index, part] of rest.entries()) {
    if (at < 0) return false;
    const found = index === rest.length - 1 ? (path.endsWith(part) ? Math.max(path.length - part.length, 0) : -1) : path.indexOf(part, at);
    at = found < at ? -1 : found + part.length;
  }
  return at >= 0;
}
