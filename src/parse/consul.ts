import type { Upstream } from '../core/workload.js';
import { get, itemsOrOne, numberOf, type TreeNode, textOf } from './tree.js';

/** The upstreams of a Consul sidecar's `proxy`: blocks or a list; with a datacenter or without. */
export function upstreamsOf(file: string, proxy: TreeNode | undefined): Upstream[] {
  return itemsOrOne(get(proxy, 'upstreams')).flatMap((node) => {
    const name = textOf(get(node, 'destination_name')) ?? textOf(get(node, 'DestinationName'));
    const port = numberOf(get(node, 'local_bind_port')) ?? numberOf(get(node, 'LocalBindPort'));
    const line = get(node, 'local_bind_port')?.line ?? node.line;
    return name === undefined || port === undefined ? [] : [{ name, port, at: { file, line } }];
  });
}

/**
 * The upstreams of the annotation `consul.hashicorp.com/connect-service-upstreams`: `stock:9090, billing.shop:9091:dc2`, `stock.svc:9090`,
 * `prepared_query:nearest:9092`.
 */
export function annotatedUpstreams(text: string, at: Upstream['at']): Upstream[] {
  return text
    .slice(0, 5_000)
    .split(',')
    .flatMap((part) => {
      const words = part.trim().split(':');
      const [first = '', second = ''] = words[0] === 'prepared_query' ? words.slice(1) : words;
      const name = /\.svc(\.|$)/.test(first) ? first.replace(/\.svc(\..*)?$/, '').replace(/^(.*)\.port\./, '') : (first.split('.')[0] ?? '');
      const port = Number(second);
      return name !== '' && Number.isInteger(port) && port > 0 ? [{ name, port, at }] : [];
    });
}
