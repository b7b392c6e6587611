import type { PathStep, RouteFact } from '../../../core/route.js';
import { annotationOf, type KubernetesObject } from '../../../parse/kubernetes.js';
import { readRewrite } from '../../../core/path-rewrite.js';
import { get, textOf, type TreeNode } from '../../../parse/tree.js';

/** The path of a rule, and what becomes of it on the way. */
export type IngressPath = Pick<RouteFact, 'path' | 'pathKind' | 'forwards'>;

/** The path of an entry of `paths`; of the default backend where there is none. `/*` of cloud controllers is a prefix. */
export function pathOf(object: KubernetesObject, node: TreeNode | undefined): IngressPath {
  const written = textOf(get(node, 'path'));
  if (written === undefined || written === '') return { path: null, pathKind: 'prefix', forwards: [] };
  const type = textOf(get(node, 'pathType'));
  const expression = annotationOf(object, 'nginx.ingress.kubernetes.io/use-regex')?.text === 'true' || /[(\\[]|\/~/.test(written);
  const pathKind = type === 'Exact' ? 'exact' : type !== 'Prefix' && expression ? 'regex' : 'prefix';
  const path = pathKind === 'regex' ? written : written.replace(/\*$/, '') || '/';
  return { path, pathKind, forwards: forwardsOf(object, path) };
}

function forwardsOf(object: KubernetesObject, path: string): readonly PathStep[] | null {
  const target = annotationOf(object, 'nginx.ingress.kubernetes.io/rewrite-target') ?? annotationOf(object, 'haproxy-ingress.github.io/rewrite-target');
  // Without a group the whole path gives way since 0.22, and before only its front: which of them, the file does not say.
  if (target !== undefined) return /[$\\]/.test(target.text) ? readRewrite(path, target.text) : null;
  if (annotationOf(object, 'konghq.com/strip-path')?.text === 'true') return [{ front: path.replace(/\/$/, ''), by: '' }];
  const haproxy = annotationOf(object, 'haproxy.org/path-rewrite')?.text.trim().split(/\s+/);
  if (haproxy?.length === 2) return readRewrite(haproxy[0] ?? '', haproxy[1] ?? '');
  const untold = [
    'haproxy.org/path-rewrite',
    'traefik.ingress.kubernetes.io/rewrite-target',
    'nginx.org/rewrites',
    'konghq.com/rewrite',
    'alb.ingress.kubernetes.io/transforms',
  ];
  return untold.some((name) => annotationOf(object, name) !== undefined) || hasSnippet(object) ? null : [];
}

function hasSnippet(object: KubernetesObject): boolean {
  return /\brewrite\s/.test(annotationOf(object, 'nginx.ingress.kubernetes.io/configuration-snippet')?.text ?? '');
}
