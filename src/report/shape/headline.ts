import type { Report } from '../../core/report.js';
import { count } from './layout.js';

/** `5 services`, `1 gateway`, `2 stores`, `1 broker`, `4 calls`: what the system consists of; what there is none of is left out. */
export function systemCounts({ graph, summary }: Report): readonly string[] {
  const brokers = new Set(graph.nodes.flatMap((node) => (node.kind === 'channel' ? [node.technology] : []))).size;
  const stores = graph.nodes.filter((node) => node.kind === 'datastore').length;
  const gateways = graph.nodes.filter((node) => node.kind === 'gateway').length;
  return [
    count(summary.services, 'service'),
    ...(gateways > 0 ? [count(gateways, 'gateway')] : []),
    ...(stores > 0 ? [count(stores, 'store')] : []),
    ...(brokers > 0 ? [count(brokers, 'broker')] : []),
    count(summary.calls, 'call'),
  ];
}
