import type { BackendFact, GatewayFact, GatewayPart, Guards, PathStep, PolicyFact, PolicyScope, RouteFact, RouteTarget } from '../../src/core/route.js';
import { describeTerm } from '../../src/core/term.js';

/** A part of a gateway's configuration as one line, and one more for each target, guard and policy that the line does not hold. */
export function describeGateway(fact: GatewayFact | RouteFact | BackendFact | PolicyFact): string[] {
  switch (fact.kind) {
    case 'gateway': {
      const labels = Object.entries(fact.selector ?? {}).map(([key, value]) => `${key}=${value}`);
      const head = `${fact.at.line} gateway ${whose(fact)}${fact.class === undefined ? '' : ` of class ${fact.class}`}${labels.length === 0 ? '' : ` run by ${labels.join(',')}`}`;
      return [head, ...(fact.hosts ?? []).map((host) => `  answers to ${host}`), ...guards(fact), ...fact.policies.map((name) => `  policy ${name}`)];
    }
    case 'route':
      return describeRoute(fact);
    case 'backend':
      return [
        `${fact.at.line} backend ${fact.name} for ${whose(fact)}${fact.asHost ? ' (as host)' : ''}${forwards(fact.forwards)}`,
        ...targets(fact.targets),
        ...guards(fact),
        ...fact.policies.map((name) => `  policy ${name}`),
      ];
    case 'policy':
      return [
        `${fact.at.line} policy ${fact.name ?? '-'} for ${whose(fact)}${forwards(fact.forwards)}`,
        ...fact.scopes.map((scope) => `  to ${describeScope(scope)}`),
        ...targets(fact.targets),
        ...guards(fact),
        ...fact.policies.map((name) => `  policy ${name}`),
      ];
  }
}

function describeRoute(fact: RouteFact): string[] {
  const kind = fact.path === null ? '' : { prefix: ' ', exact: ' = ', template: ' : ', regex: ' ~ ' }[fact.pathKind] + fact.path;
  const words = [
    fact.protocol === 'http' ? '' : ` ${fact.protocol}`,
    fact.methods.length === 0 ? '' : ` ${fact.methods.join('|')}`,
    fact.hosts.length === 0 ? '' : ` ${fact.hosts.join('|')}`,
    kind,
    fact.name === undefined ? '' : ` (${fact.name})`,
    fact.internal === true ? ' internal' : '',
    fact.when === undefined ? '' : ` when ${fact.when}`,
  ];
  return [
    `${fact.at.line} route ${whose(fact)}${words.join('')}${forwards(fact.forwards)}`,
    ...targets(fact.targets),
    ...guards(fact),
    ...fact.policies.map((name) => `  policy ${name}`),
  ];
}

function whose(fact: GatewayPart): string {
  const { gateway, technology } = fact;
  const space = (namespace: string | undefined): string => (namespace === undefined ? '' : `${namespace}/`);
  if (gateway.by === 'configuration') return `${technology} of ${fact.source}`;
  return gateway.by === 'controller'
    ? `${technology} beside ${space(fact.namespace)}${gateway.name}`
    : `${technology} ${space(gateway.namespace)}${gateway.name}`;
}

function targets(all: readonly RouteTarget[]): string[] {
  return all.map((t) => `  ${t.at.line} -> ${t.address ? describeTerm(t.address) : `[${t.backend}]`}${t.weight === undefined ? '' : ` weight ${t.weight}`}`);
}

function guards({ auth, rateLimit }: Guards): string[] {
  return [...(auth ? [`  ${auth.at.line} auth ${auth.kind}`] : []), ...(rateLimit ? [`  ${rateLimit.at.line} rate ${rateLimit.kind}`] : [])];
}

function forwards(steps: readonly PathStep[] | null): string {
  if (steps === null) return ' forwards ?';
  return steps.map((step) => ('whole' in step ? ` forwards to ${step.whole}` : ` forwards ${step.front || "''"} as ${step.by || "''"}`)).join('');
}

function describeScope(scope: PolicyScope): string {
  if (scope.to === 'workload')
    return `workloads ${
      Object.entries(scope.labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',') || '*'
    }`;
  return `${scope.to} ${scope.name ?? '*'}`;
}
