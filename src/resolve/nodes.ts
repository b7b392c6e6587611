import type {
  ChannelNode,
  DatastoreNode,
  Deployment,
  ExternalNode,
  GraphEntry,
  GraphNode,
  LibraryNode,
  NodeId,
  ServiceNode,
  TableNode,
} from '../core/graph.js';
import type { Entry, LinkedService } from '../core/interaction.js';
import { type Evidence, type NonEmpty, compareLocations, compareText, nonEmpty } from '../core/location.js';
import { readAddress, pathPattern } from './addresses.js';
import type { ChannelRef } from './channel-refs.js';
import { distinctEvidence } from './edges.js';
import { type ServerModel, type ServiceModel, serverId } from './model.js';
import type { Environment } from './settings.js';
import type { StoreRef } from './stores.js';
import { isCache, isObjectStore } from './technologies.js';
import { HOLE, fill } from './terms.js';

interface Growing {
  node: GraphNode;
  evidence: Evidence[];
  aliases: Set<string>;
}

/** Nodes as they are met: the first sighting makes one, later ones add names and evidence. */
export class NodeBook {
  private readonly nodes = new Map<NodeId, Growing>();

  /** Adds a node or what a further sighting of it says. */
  add(node: GraphNode, extra: readonly Evidence[] = []): NodeId {
    const evidence = 'evidence' in node ? node.evidence : [];
    const at = this.nodes.get(node.id);
    if (at === undefined) this.nodes.set(node.id, { node, evidence: [...evidence, ...extra], aliases: new Set(node.aliases) });
    else {
      at.evidence.push(...evidence, ...extra);
      for (const alias of node.aliases) at.aliases.add(alias);
    }
    return node.id;
  }

  has(id: NodeId): boolean {
    return this.nodes.has(id);
  }

  get(id: NodeId): GraphNode | undefined {
    return this.nodes.get(id)?.node;
  }

  replace(node: GraphNode): void {
    const at = this.nodes.get(node.id);
    if (at !== undefined) at.node = node;
  }

  /** All nodes, sorted by id, with merged names and evidence. */
  finish(): GraphNode[] {
    return [...this.nodes.values()]
      .map(({ node, evidence, aliases }): GraphNode => {
        const all = nonEmpty(distinctEvidence(evidence).slice(0, 50)) ?? node.evidence;
        const fixed = node.kind === 'datastore' ? node.aliases : [];
        const rest = [...aliases].filter((a) => a !== node.name && !fixed.includes(a)).sort(compareText);
        return { ...node, aliases: [...fixed, ...rest], evidence: node.kind === 'service' ? node.evidence : sorted(all) };
      })
      .sort((a, b) => compareText(a.id, b.id));
  }
}

function sorted(evidence: NonEmpty<Evidence>): NonEmpty<Evidence> {
  return nonEmpty([...evidence].sort((a, b) => compareLocations(a, b) || compareText(a.text, b.text))) ?? evidence;
}

/** The node of a service, with what it answers to. */
export function serviceNode(
  service: ServiceModel,
  linked: LinkedService | undefined,
  environments: readonly Environment[],
  role: ServiceNode['role'],
  deployments: readonly Deployment[],
): ServiceNode {
  return {
    kind: 'service',
    id: service.id,
    name: service.name,
    aliases: service.aliases,
    path: service.path,
    language: service.language,
    role,
    team: service.team,
    context: service.context,
    ...(service.namespace === undefined ? {} : { namespace: service.namespace }),
    entries: (linked?.entries ?? []).map((e) => graphEntry(e, environments)).sort((a, b) => compareText(a.id, b.id)),
    deployments,
    evidence: service.evidence,
  };
}

function graphEntry(entry: Entry, environments: readonly Environment[]): GraphEntry {
  const text = (term: Entry['path']): string | null => {
    const lookup = environments[0]?.lookup ?? (() => []);
    const filled = term === undefined ? undefined : fill(term, lookup)[0];
    return filled === undefined || filled.text === '' ? null : filled.text;
  };
  const path = text(entry.path);
  const operation = text(entry.operation);
  const pattern =
    path === null
      ? null
      : (pathPattern(path)
          ?.split('/')
          .map((s) => (/^[:{*[]/.test(s) || s.includes(HOLE) ? '*' : s))
          .join('/') ?? '/');
  return {
    id: entry.id,
    protocol: entry.protocol,
    method: text(entry.method)?.toUpperCase().replaceAll(HOLE, '*') ?? null,
    path: pattern ?? operation?.replaceAll(HOLE, '*') ?? null,
    at: { file: entry.file, line: entry.line },
  };
}

/** The node of a gateway or of infrastructure; a data store's server without a database. */
export function serverNode(server: ServerModel, deployments: readonly Deployment[] = []): GraphNode {
  const shared = { id: serverId(server), name: server.name, aliases: server.aliases, technology: server.technology, evidence: server.evidence };
  if (server.kind === 'gateway') return { kind: 'gateway', ...shared, deployments };
  if (server.kind === 'datastore') return { kind: 'datastore', ...shared, database: null, cache: isCache(server.technology) };
  return { kind: 'infrastructure', ...shared };
}

/** The node of one logical database. */
export function storeNode(store: StoreRef, evidence: NonEmpty<Evidence>): DatastoreNode {
  const named = store.database === null ? [] : [`${store.name}-${store.database}`, store.database];
  const kind = isObjectStore(store.technology) ? [store.technology.replace(/^.*_/, '')] : [];
  return {
    kind: 'datastore',
    id: store.id,
    name: store.name,
    aliases: [...new Set([...named, ...(store.server?.aliases ?? []), ...kind])].filter((a) => a !== store.name),
    technology: store.technology,
    database: store.database,
    cache: isCache(store.technology),
    ...(store.privateTo === undefined ? {} : { privateTo: store.privateTo }),
    evidence,
  };
}

/** Id of a table in a store. */
export function tableId(store: StoreRef, schema: string | null, name: string): NodeId {
  return `table:${store.id.slice('datastore:'.length)}/${schema === null ? '' : `${schema}/`}${name}`;
}

/** The node of a table; its owner is decided when all its users are known. */
export function tableNode(store: StoreRef, schema: string | null, name: string, technical: boolean, evidence: NonEmpty<Evidence>): TableNode {
  return {
    kind: 'table',
    id: tableId(store, schema, name),
    name,
    aliases: [],
    datastore: store.id,
    ...(schema === null ? {} : { schema }),
    owner: null,
    technical,
    evidence,
  };
}

/** The node of a channel. */
export function channelNode(channel: ChannelRef, evidence: NonEmpty<Evidence>): ChannelNode {
  return { kind: 'channel', id: channel.id, name: channel.name, aliases: channel.aliases, technology: channel.technology, evidence };
}

/** The node of a third party, named by its host. */
export function externalNode(host: string, evidence: NonEmpty<Evidence>): ExternalNode {
  return { kind: 'external', id: `external:${host}`, name: host, aliases: [], evidence };
}

/** The node of a package that several services use; `path` is its folder. */
export function libraryNode(name: string, path: string, evidence: NonEmpty<Evidence>): LibraryNode {
  return { kind: 'library', id: `library:${name}`, name, aliases: [], path, evidence };
}

/** Whether a text is an address at all: a URL, a host with a port, or a known host. */
export function looksLikeAddress(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/\s]/i.test(text)) return true;
  return /^[a-z0-9][a-z0-9._-]*:\d{2,5}(\/|$)/i.test(text) && readAddress(text).host !== null;
}
