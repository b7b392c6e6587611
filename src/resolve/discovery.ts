/** A name that a cluster's DNS or a registry resolves, as one reading of a host. */
export interface DiscoveryName {
  readonly name: string;
  /** Kubernetes namespace that the host says. */
  readonly namespace?: string;
}

/** What a host can mean inside the platform, the likeliest reading first; `inside` where it cannot be anything else, so that no third party is meant. */
export interface Discovery {
  readonly readings: readonly DiscoveryName[];
  readonly inside: boolean;
}

const nothing: Discovery = { readings: [], inside: false };

/**
 * Reads hosts of Kubernetes (`stock.shop`, `stock.shop.svc.cluster.local`, pods of headless services `stock-0.stock.shop.svc`, SRV names), of Consul
 * (`stock.service.consul`, `v2.stock.service.dc1.consul`, `_stock._tcp.service.consul`, `stock.connect.consul`, `nearest.query.consul`) and of private
 * zones (`stock.internal`, `stock.shop.local`). `isNamespace` tells whether a word names a namespace of the tree.
 */
export function discoveryOf(host: string, isNamespace: (word: string) => boolean): Discovery {
  if (host.endsWith('.consul')) return consulName(host.slice(0, -'.consul'.length).split('.'));
  const labels = host.split('.').filter((l) => !/^_(tcp|udp|http|grpc|https)$/.test(l));
  const words = labels[0]?.startsWith('_') === true ? labels.slice(1) : labels;
  const svc = words.indexOf('svc');
  if (svc >= 2) return { readings: clusterReadings(words.slice(0, svc), true), inside: true };
  if (svc === 1) return { readings: [{ name: words[0] ?? '' }], inside: true };
  if (words.length === 2 && isNamespace(words[1] ?? '')) return { readings: clusterReadings(words, true), inside: false };
  if (words.length === 3 && isNamespace(words[2] ?? '')) return { readings: clusterReadings(words, true), inside: false };
  if (words.length === 2 && /-\d+$/.test(words[0] ?? '')) return { readings: podReadings(words[0] ?? '', words[1] ?? ''), inside: false };
  if (/\.(local|internal|lan|intranet|localdomain)$/.test(host)) return { readings: words.slice(0, -1).map((name) => ({ name })), inside: true };
  return nothing;
}

/** `[pod.]service.namespace`. */
function clusterReadings(words: readonly string[], qualified: boolean): DiscoveryName[] {
  const namespace = qualified ? words.at(-1) : undefined;
  const names = qualified ? words.slice(0, -1) : words;
  const space = namespace === undefined ? {} : { namespace };
  const service = names.at(-1) ?? '';
  const pod = names.length > 1 ? names[0] : undefined;
  return [{ name: service, ...space }, ...(pod === undefined ? [] : [{ name: pod.replace(/-\d+$/, ''), ...space }])];
}

function podReadings(pod: string, service: string): DiscoveryName[] {
  return [{ name: service }, { name: pod.replace(/-\d+$/, '') }];
}

const kinds: ReadonlySet<string> = new Set(['service', 'connect', 'virtual', 'ingress', 'query']);

/** `[tag.]name.<kind>[.namespace.ns][.datacenter]`, `_name._tag.service`, `node.node`. */
function consulName(labels: readonly string[]): Discovery {
  const at = labels.findIndex((l, i) => i > 0 && kinds.has(l));
  if (at < 0) return { readings: [], inside: true };
  const before = labels.slice(0, at);
  const [first = ''] = before;
  const name = first.startsWith('_') ? first.slice(1) : (before.at(-1) ?? '');
  return { readings: name === '' ? [] : [{ name }], inside: true };
}
