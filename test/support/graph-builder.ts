import type {
  ChannelNode,
  DatastoreNode,
  Edge,
  EdgeSite,
  GatewayNode,
  GraphEntry,
  GraphNode,
  InlineSuppression,
  LibraryNode,
  ReleaseSet,
  ServiceNode,
  SystemGraph,
  TableNode,
} from '../../src/core/graph.js';
import type { Evidence, NonEmpty } from '../../src/core/location.js';

/** `orders/src/app.ts:12 GET /stock` to evidence; the text is optional. */
export function seen(text: string): Evidence {
  const match = /^(\S+):(\d+)(?: (.*))?$/.exec(text);
  if (!match) throw new Error(`no evidence: ${text}`);
  return { file: match[1] ?? '', line: Number(match[2]), foundBy: 'test', text: match[3] ?? '' };
}

export function service(name: string, more: Partial<ServiceNode> = {}): ServiceNode {
  return {
    id: `service:${name}`,
    kind: 'service',
    name,
    aliases: [],
    path: name,
    language: 'typescript',
    role: null,
    team: null,
    context: null,
    entries: [],
    evidence: [seen('compose.yml:1')],
    ...more,
  };
}

export function gateway(name: string): GatewayNode {
  return { id: `gateway:${name}`, kind: 'gateway', name, aliases: [], technology: 'nginx', evidence: [seen('compose.yml:1')] };
}

export function datastore(server: string, database: string | null, more: Partial<DatastoreNode> = {}): DatastoreNode {
  return {
    id: `datastore:${server}/${database ?? ''}`,
    kind: 'datastore',
    name: server,
    aliases: [],
    technology: 'postgresql',
    database,
    cache: false,
    evidence: [seen('compose.yml:1')],
    ...more,
  };
}

export function table(store: DatastoreNode, name: string, more: Partial<TableNode> = {}): TableNode {
  return {
    id: `table:${store.name}/${store.database ?? ''}/${more.schema === undefined ? '' : `${more.schema}.`}${name}`,
    kind: 'table',
    name,
    aliases: [],
    datastore: store.id,
    owner: null,
    technical: false,
    evidence: [seen('compose.yml:1')],
    ...more,
  };
}

export function library(name: string): LibraryNode {
  return { id: `library:${name}`, kind: 'library', name, aliases: [], path: `libs/${name}`, evidence: [seen('package.json:1')] };
}

export function channel(name: string): ChannelNode {
  return { id: `channel:kafka/${name}`, kind: 'channel', name, aliases: [], technology: 'kafka', evidence: [seen('compose.yml:1')] };
}

/** `GET /orders/:id` as an entry; its id is the text. */
export function entry(text: string): GraphEntry {
  const [method = '', path = ''] = text.split(' ');
  return { id: text, protocol: 'http', method, path, at: { file: 'src/app.ts', line: 1 } };
}

export interface SiteText {
  readonly at: string;
  readonly calls?: string;
  readonly in?: readonly string[];
  readonly address?: EdgeSite['address'];
}

/** An edge with one site for each text; a site's method and path are those of `calls`, its entries those of `in`. */
export function edge(kind: Edge['kind'], from: GraphNode, to: GraphNode, sites: NonEmpty<string | SiteText>, more: Partial<Edge> = {}): Edge {
  const made = sites.map((text): EdgeSite => {
    const site = typeof text === 'string' ? { at: text } : text;
    const [method = null, path = null] = site.calls?.split(' ') ?? [];
    return { evidence: [seen(site.at)], method, path, entries: site.in ?? [], inLoop: false, ...(site.address && { address: site.address }) };
  }) as unknown as NonEmpty<EdgeSite>;
  const evidence = made.flatMap((site) => [...site.evidence]) as unknown as NonEmpty<Evidence>;
  return { from: from.id, to: to.id, kind, certainty: 'declared', sites: made, evidence, ...more };
}

export interface SystemParts {
  readonly nodes: readonly GraphNode[];
  readonly edges?: readonly Edge[];
  readonly releases?: readonly ReleaseSet[];
  readonly ownPipelines?: SystemGraph['ownPipelines'];
  readonly suppressions?: readonly InlineSuppression[];
}

export function system(parts: SystemParts): SystemGraph {
  return {
    nodes: parts.nodes,
    edges: parts.edges ?? [],
    releases: parts.releases ?? [],
    ...(parts.ownPipelines && { ownPipelines: parts.ownPipelines }),
    unresolved: [],
    coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 },
    suppressions: parts.suppressions ?? [],
  };
}
