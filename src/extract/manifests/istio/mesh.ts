import type { MeshFact } from '../../../core/workload.js';
import type { KubernetesObject } from '../../../parse/kubernetes.js';
import { get, itemsOf, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

/** Time limits, retries and circuit breakers that the mesh applies to calls of a host. */
export function meshFacts(object: KubernetesObject): MeshFact[] {
  const spec = get(object.root, 'spec');
  if (object.kind === 'DestinationRule') return destinationRule(object, spec);
  return itemsOf(get(spec, 'http')).flatMap((rule): MeshFact[] => {
    const timeout = milliseconds(textOf(get(rule, 'timeout')));
    const attempts = numberOf(get(rule, 'retries', 'attempts'));
    if (timeout === undefined && attempts === undefined) return [];
    const line = get(rule, 'timeout')?.line ?? get(rule, 'retries')?.line ?? rule.line;
    const hosts = new Set(itemsOf(get(rule, 'route')).flatMap((route) => textOf(get(route, 'destination', 'host')) ?? []));
    return [...hosts].map((host) => ({
      ...base(object, host, line),
      ...(timeout === undefined ? {} : { timeout }),
      ...(attempts === undefined ? {} : { retries: attempts }),
    }));
  });
}

function destinationRule(object: KubernetesObject, spec: TreeNode | undefined): MeshFact[] {
  const host = textOf(get(spec, 'host'));
  const policy = get(spec, 'trafficPolicy');
  const breaker = get(policy, 'outlierDetection') ?? get(policy, 'connectionPool', 'http');
  return host === undefined || breaker === undefined ? [] : [{ ...base(object, host, breaker.line), circuitBreaker: true }];
}

function base(object: KubernetesObject, host: string, line: number): MeshFact {
  const { file, stack, namespace } = object;
  const callers = textsOf(get(object.root, 'spec', 'gateways')).filter((name) => name !== 'mesh');
  const entrance = callers.length > 0 && !textsOf(get(object.root, 'spec', 'gateways')).includes('mesh');
  return { kind: 'mesh', at: { file, line }, foundBy: 'istio', host, stack, ...(namespace === undefined ? {} : { namespace }), entrance };
}

/** `1.5s`, `500ms`, `1m`, `0s` for none. */
function milliseconds(text: string | undefined): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)$/.exec(text ?? '');
  if (match === null) return undefined;
  return Number(match[1]) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match[2] ?? 's'] ?? 1);
}
