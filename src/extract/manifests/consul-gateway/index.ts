import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { RouteFact } from '../../../core/route.js';
import { literal } from '../../../core/term.js';
import { parseHcl } from '../../../parse/hcl.js';
import { parseJson } from '../../../parse/json.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { entriesOf, get, itemsOrOne, textOf, type TreeNode } from '../../../parse/tree.js';

const id = 'consul-gateway';
const kindLine = /\bkind"?\s*[=:]\s*"ingress-gateway"/i;

/** Consul's configuration entries for ingress gateways, in HCL or JSON. */
export const consulGateway: ManifestExtractor = {
  id,
  title: 'Consul ingress gateways (HCL, JSON)',
  files: (path) => /\.(hcl|json)$/.test(path),
  extract(file, text): Extraction {
    if (!kindLine.test(text)) return { facts: [], diagnostics: [] };
    const { root, diagnostics } = file.endsWith('.json') ? parseJson(file, text) : parseHcl(file, text);
    return { facts: [...routesOf(file, root), ...suppressionsIn(file, text, id)], diagnostics };
  },
};

function routesOf(file: string, root: TreeNode | undefined): RouteFact[] {
  const gateway = textOf(field(root, 'name'));
  if (textOf(field(root, 'kind')) !== 'ingress-gateway' || gateway === undefined) return [];
  const services = itemsOrOne(field(root, 'listeners')).flatMap((listener) => itemsOrOne(field(listener, 'services')));
  return services.flatMap((service): RouteFact[] => {
    const node = field(service, 'name');
    const name = textOf(node);
    if (name === undefined || node === undefined || name === '*') return [];
    const at = { file, line: node.line };
    const hosts = itemsOrOne(field(service, 'hosts')).flatMap((host) => textOf(host) ?? []);
    return [
      {
        kind: 'route',
        at,
        foundBy: id,
        technology: 'consul',
        gateway: { by: 'resource', name: gateway },
        source: file,
        hosts: hosts.filter((host) => host !== '*'),
        path: null,
        pathKind: 'prefix',
        methods: [],
        protocol: 'http',
        targets: [{ address: literal(name), at }],
        forwards: [],
        policies: [],
      },
    ];
  });
}

/** Consul takes `Services` and `services` alike. */
function field(node: TreeNode | undefined, name: string): TreeNode | undefined {
  return get(node, name) ?? entriesOf(node).find((e) => e.key.toLowerCase() === name)?.value;
}
