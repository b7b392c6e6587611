import type { Fact } from '../../../core/fact.js';
import type { AuthSeen, RouteTarget } from '../../../core/route.js';
import { hasUnknown } from '../../../parse/marks.js';
import { entriesOf, get, itemsOf, itemsOrOne, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { taskName } from './ecs.js';
import { functionsOf } from './functions.js';
import { type Entry, gatewayOf, policyOf, routeOf } from './routes.js';
import { functionName, ofType, placeOf, type Resource, type Stack, termOf } from './stack.js';

/** Load balancers with the routes of their listeners. */
export function balancersOf(stack: Stack): Fact[] {
  return [
    ...ofType(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').flatMap((balancer) => balancerOf(stack, balancer)),
    ...ofType(stack, 'AWS::ElasticLoadBalancingV2::Listener').flatMap((l) =>
      routesOf(stack, textOf(get(l.properties, 'LoadBalancerArn')), undefined, get(l.properties, 'DefaultActions'), l),
    ),
    ...ofType(stack, 'AWS::ElasticLoadBalancingV2::ListenerRule').flatMap((rule) =>
      routesOf(stack, textOf(get(rule.properties, 'ListenerArn')), get(rule.properties, 'Conditions'), get(rule.properties, 'Actions'), rule),
    ),
    ...functionsOf(stack).flatMap((f) => entriesOf(get(f.properties, 'Events')).flatMap(({ value, line }) => eventRoute(stack, f, value, line))),
  ];
}

/** `shop/PublicListener` is a listener of `shop`. */
function entryOf(listener: string | undefined): Entry {
  const named = listener === undefined || hasUnknown(listener) ? '' : (listener.split('/')[0] ?? '');
  return { key: named === '' ? 'load-balancer' : named, technology: 'aws_load_balancer' };
}

/** One inside a private network has guards that are not read. */
function balancerOf(stack: Stack, balancer: Resource): Fact[] {
  const entry = entryOf(balancer.name);
  const scheme = get(balancer.properties, 'Scheme');
  const inside = textOf(scheme) === 'internal' && scheme !== undefined;
  const unknown = { kind: 'unknown' as const, at: placeOf(stack, scheme, balancer) };
  return [
    gatewayOf(stack, entry, balancer, [`${balancer.name}.elb.amazonaws.com`]),
    ...(inside ? [policyOf(stack, entry, { auth: unknown, rateLimit: unknown }, scheme)] : []),
  ];
}

function routesOf(stack: Stack, listener: string | undefined, conditions: TreeNode | undefined, actions: TreeNode | undefined, resource: Resource): Fact[] {
  const all = itemsOrOne(actions);
  const targets = all.flatMap((action) => targetsOf(stack, action));
  if (targets.length === 0) return [];
  const wanted = (field: string, config: string): { text: string; line: number }[] =>
    itemsOf(conditions)
      .filter((c) => textOf(get(c, 'Field')) === field)
      .flatMap((c) =>
        itemsOrOne(get(c, config, 'Values') ?? get(c, 'Values')).flatMap((node) =>
          textOf(node) === undefined ? [] : [{ text: textOf(node) ?? '', line: node.line }],
        ),
      );
  const paths = wanted('path-pattern', 'PathPatternConfig');
  const hosts = wanted('host-header', 'HostHeaderConfig').map(({ text }) => text.toLowerCase());
  const methods = wanted('http-request-method', 'HttpRequestMethodConfig').map(({ text }) => text);
  const auth = all.flatMap((action) => loginOf(stack, action))[0];
  return (paths.length === 0 ? [undefined] : paths).map((path) =>
    routeOf(stack, entryOf(listener), { ...patternOf(path?.text), hosts, methods, targets, auth, at: path ?? actions ?? resource }),
  );
}

/** `/orders/*` is a prefix; other wildcards stand for any text. */
function patternOf(written: string | undefined): { path: string | null; pathKind: 'prefix' | 'exact' | 'template' } {
  if (written === undefined || written === '*' || written === '/*') return { path: written === undefined ? null : '/', pathKind: 'prefix' };
  const front = written.replace(/\*$/, '');
  if (/[*?]/.test(front)) return { path: written, pathKind: 'template' };
  return { path: front, pathKind: front === written ? 'exact' : 'prefix' };
}

function loginOf(stack: Stack, action: TreeNode): AuthSeen[] {
  const type = get(action, 'Type');
  return type !== undefined && /^authenticate-/.test(textOf(type) ?? '') ? [{ kind: 'oidc', at: placeOf(stack, type) }] : [];
}

/** The services behind the groups that an action forwards to. */
function targetsOf(stack: Stack, action: TreeNode): RouteTarget[] {
  const direct = get(action, 'TargetGroupArn');
  const groups = itemsOf(get(action, 'ForwardConfig', 'TargetGroups')).map((g) => ({ node: get(g, 'TargetGroupArn'), weight: numberOf(get(g, 'Weight')) }));
  return [...(direct === undefined ? groups : [{ node: direct, weight: undefined }])].flatMap(({ node, weight }) =>
    behind(stack, textOf(node)).map((name): RouteTarget => ({ address: termOf(name), ...(weight === undefined ? {} : { weight }), at: placeOf(stack, node) })),
  );
}

function behind(stack: Stack, group: string | undefined): string[] {
  const services = ofType(stack, 'AWS::ECS::Service').filter((s) =>
    itemsOf(get(s.properties, 'LoadBalancers')).some((b) => textOf(get(b, 'TargetGroupArn')) === group),
  );
  const found = ofType(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup').find((t) => t.id === group);
  const functions = itemsOf(get(found?.properties, 'Targets')).flatMap((t) => textOf(get(t, 'Id')) ?? []);
  return [...services.map((s) => taskName(stack, s)), ...functions.filter((id) => id.includes(':function:')).map(functionName)];
}

/** An event of a function by a listener. */
function eventRoute(stack: Stack, target: Resource, event: TreeNode, line: number): Fact[] {
  if (textOf(get(event, 'Type')) !== 'Alb') return [];
  const properties = get(event, 'Properties');
  const conditions = get(properties, 'Conditions');
  const paths = textsOf(get(conditions, 'path'));
  const at = get(conditions, 'path') ?? { line };
  return (paths.length === 0 ? [undefined] : paths).map((path) =>
    routeOf(stack, entryOf(textOf(get(properties, 'ListenerArn'))), {
      ...patternOf(path),
      hosts: textsOf(get(conditions, 'host')).map((h) => h.toLowerCase()),
      methods: textsOf(get(conditions, 'method')),
      targets: [{ address: termOf(target.name), at: placeOf(stack, at) }],
      auth: get(properties, 'Authorizer') === undefined ? undefined : { kind: 'oidc', at: placeOf(stack, get(properties, 'Authorizer')) },
      at,
    }),
  );
}
