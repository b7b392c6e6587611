import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { type Entrance, entrances, isGuardedBefore, isListed, shownRoutes, unguarded } from '../graph/index.js';

/** Routes of gateways that nobody has to log in for. */
export const gatewayAuth = defineRule({
  id: 'gateway-auth',
  meta: {
    category: 'gateways',
    since: '0.1.0',
    summary: 'A gateway routes requests to a service without authentication',
    why: 'A gateway is where one place can know who asks. A route without authentication leaves that to each service behind it, and the one that forgets is open to everybody.\n\nCounted as authentication: JWT, OIDC, API keys, basic authentication, client certificates, signatures, an external authorisation service (`auth_request`, forward auth) and IAM, on the route, its service, its middlewares or plug-ins, or the gateway as a whole.',
    fix: "Turn on the gateway's authentication for the route (`auth_request`, Kong's `jwt` or `openid-connect`, Traefik's forward auth, an authorizer), or list the path under `public` where everybody may come.",
    whenNot:
      'Routes to front ends are not flagged: a page is loaded before anybody can log in. Nor is a route where code, or configuration that is not in what was scanned, decides. Systems whose services check tokens themselves turn the rule off.',
    references: ['https://microservices.io/patterns/security/access-token.html'],
    severity: { minimal: 'off', recommended: 'info', strict: 'warn' },
    options: {
      public: {
        type: 'strings',
        default: [],
        looser: 'more',
        description: 'Paths that everybody may ask for, with all below them: `/login`, `GET /products/*`, `/assets/**`',
      },
    },
    messages: { noAuthentication: '{{gateway}} routes {{routes}} to {{service}} without authentication' },
  },
  *check(graph, options) {
    for (const entrance of entrances(graph)) {
      const violation = judge(graph, entrance, options.public as readonly string[]);
      if (violation) yield violation;
    }
  },
});

function judge(graph: GraphView, entrance: Entrance, publicPaths: readonly string[]): Violation | undefined {
  const { gateway, service } = entrance;
  if (service.role === 'frontend' || isGuardedBefore(graph, gateway, 'auth')) return undefined;
  const open = shownRoutes(entrance).filter(({ route }) => route.auth.state === 'none' && !isListed(publicPaths, route));
  return unguarded(entrance, open, 'noAuthentication');
}
