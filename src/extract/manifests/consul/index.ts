import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { RegistrationFact } from '../../../core/workload.js';
import { parseHcl } from '../../../parse/hcl.js';
import { parseJson } from '../../../parse/json.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { entriesOf, get, itemsOrOne, numberOf, type TreeNode, textOf } from '../../../parse/tree.js';
import { upstreamsOf } from '../../../parse/consul.js';

const id = 'consul';
const definition = /\bservices?"?\s*[={:[]|"Service"\s*:|\bkind"?\s*[=:]\s*"service-resolver"/i;

/** Service definitions of Consul agents in HCL and JSON, prepared queries, and resolvers that redirect one name to another. */
export const consul: ManifestExtractor = {
  id,
  title: 'Consul service definitions (HCL, JSON)',
  files: (path) => /\.(hcl|json)$/.test(path) && !/(^|\/)(package|tsconfig|nx|project)[^/]*\.json$|\.nomad\.hcl$|\.terraform/.test(path),
  extract(file, text): Extraction {
    if (!definition.test(text) || !/\bname\b/i.test(text)) return { facts: [], diagnostics: [] };
    const { root, diagnostics } = file.endsWith('.json') ? parseJson(file, text) : parseHcl(file, text);
    if (get(root, 'job') !== undefined) return { facts: [], diagnostics: [] };
    const facts = [...servicesOf(root).flatMap((s) => registrationOf(file, s)), ...redirectsOf(file, root)];
    return facts.length === 0 ? { facts, diagnostics: [] } : { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics };
  },
};

/** `service { … }`, `services { … }`, `"services": [ … ]`; maps of compose and other tools have no `name` in them. */
function servicesOf(root: TreeNode | undefined): TreeNode[] {
  return entriesOf(root)
    .filter((e) => /^services?$/i.test(e.key))
    .flatMap((e) => [...itemsOrOne(e.value)]);
}

/** Consul takes `Name` and `name` alike. */
function field(node: TreeNode | undefined, name: string): TreeNode | undefined {
  return get(node, name) ?? entriesOf(node).find((e) => e.key.toLowerCase() === name)?.value;
}

const telling = ['port', 'address', 'connect', 'check', 'checks', 'tags', 'id', 'proxy', 'tagged_addresses', 'socket_path'];

function registrationOf(file: string, service: TreeNode): RegistrationFact[] {
  const nameNode = field(service, 'name');
  const name = textOf(nameNode);
  if (name === undefined || nameNode === undefined || !telling.some((t) => field(service, t) !== undefined)) return [];
  const port = numberOf(field(service, 'port'));
  const proxied = textOf(field(field(service, 'proxy'), 'destination_service_name'));
  const upstreams = [...upstreamsOf(file, get(field(service, 'connect'), 'sidecar_service', 'proxy')), ...upstreamsOf(file, field(service, 'proxy'))];
  return [
    {
      kind: 'registration',
      at: { file, line: nameNode.line },
      foundBy: id,
      name: proxied ?? name,
      ...(port === undefined || port <= 0 || proxied !== undefined ? {} : { port }),
      redirects: [],
      upstreams,
    },
  ];
}

/** A prepared query (`{ "Name": "nearest", "Service": { "Service": "stock" } }`) and `redirect { service = "stock" }`. */
function redirectsOf(file: string, root: TreeNode | undefined): RegistrationFact[] {
  const alias = field(root, 'name');
  const from = textOf(alias);
  const query = field(field(root, 'service'), 'service');
  const resolver = textOf(field(root, 'kind')) === 'service-resolver' ? field(field(root, 'redirect'), 'service') : undefined;
  const to = textOf(query) ?? textOf(resolver);
  if (from === undefined || alias === undefined || to === undefined || from === to) return [];
  return [{ kind: 'registration', at: { file, line: alias.line }, foundBy: id, name: to, redirects: [from], upstreams: [] }];
}
