import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { type Entrance, entrances, isGuardedBefore, shownRoutes, unguarded } from '../graph/index.js';

/** Routes of gateways that may be asked as often as anybody likes. */
export const gatewayRateLimit = defineRule({
  id: 'gateway-rate-limit',
  meta: {
    category: 'gateways',
    since: '0.1.0',
    summary: 'A gateway routes requests to a service without a rate limit',
    why: 'One client that asks in a loop takes the threads and connections of every service behind the route. The gateway is the one place that sees all requests and can refuse before they cost anything.',
    fix: "Set a limit for the route or the gateway as a whole (`limit_req` of nginx, Kong's `rate-limiting`, Traefik's `rateLimit`, a usage plan of API Gateway), larger than any honest client needs.",
    whenNot: 'Where a firewall or content delivery network in front limits rates, what is scanned does not show it: turn the rule off.',
    severity: { minimal: 'off', recommended: 'off', strict: 'info' },
    options: {},
    messages: { noRateLimit: '{{gateway}} routes {{routes}} to {{service}} without a rate limit' },
  },
  *check(graph) {
    for (const entrance of entrances(graph)) {
      const violation = judge(graph, entrance);
      if (violation) yield violation;
    }
  },
});

function judge(graph: GraphView, entrance: Entrance): Violation | undefined {
  if (isGuardedBefore(graph, entrance.gateway, 'rateLimit')) return undefined;
  const open = shownRoutes(entrance).filter(({ route }) => route.rateLimit.state === 'none');
  return unguarded(entrance, open, 'noRateLimit');
}
