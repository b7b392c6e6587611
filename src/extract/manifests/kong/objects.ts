import type { Fact } from '../../../core/fact.js';
import type { PolicyFact } from '../../../core/route.js';
import { annotationOf, type KubernetesObject, partOf } from '../../../parse/kubernetes.js';
import { get, textOf } from '../../../parse/tree.js';
import { pluginGuards } from './plugins.js';

/** Kinds of objects that Kong's controller reads beside Ingresses and routes. */
export const objectKinds: ReadonlySet<string> = new Set(['KongPlugin', 'KongClusterPlugin', 'Service']);

/** A plug-in that annotations name (`konghq.com/plugins`), one for all, or the annotation of a Service. */
export function objectFacts(object: KubernetesObject): Fact[] {
  return object.kind === 'Service' ? annotated(object) : pluginOf(object);
}

function pluginOf(object: KubernetesObject): PolicyFact[] {
  const guards = pluginGuards(object.file, textOf(get(object.root, 'plugin')) ?? '', object.root);
  const line = get(object.root, 'plugin')?.line ?? object.line;
  const at = { file: object.file, line };
  const { auth, rateLimit } = guards;
  const global = object.kind === 'KongClusterPlugin' && textOf(get(object.root, 'metadata', 'labels', 'global')) === 'true';
  return [
    {
      ...partOf(object, 'kong', 'kong', { by: 'controller', name: 'kong' }, line),
      kind: 'policy',
      name: `kong:${object.name}`,
      ...(auth ? { auth: { ...auth, at } } : {}),
      ...(rateLimit ? { rateLimit: { ...rateLimit, at } } : {}),
      forwards: [],
      policies: [],
      scopes: global ? [{ to: 'gateway' }] : [],
      targets: [],
    },
  ];
}

function annotated(object: KubernetesObject): PolicyFact[] {
  const found = annotationOf(object, 'konghq.com/plugins') ?? annotationOf(object, 'plugins.konghq.com');
  const names = (found?.text ?? '').split(',').map((name) => name.trim());
  const policies = names.filter((name) => name !== '').map((name) => `kong:${name}`);
  if (found === undefined || policies.length === 0) return [];
  const part = partOf(object, 'kong', 'kong', { by: 'controller', name: 'kong' }, found.line);
  return [{ ...part, kind: 'policy', forwards: [], policies, scopes: [{ to: 'backend', name: object.name }], targets: [] }];
}
