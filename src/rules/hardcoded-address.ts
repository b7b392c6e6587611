import type { AddressSource, Edge, GraphNode } from '../core/graph.js';
import { compareText, type Evidence } from '../core/location.js';
import { defineRule, type GraphView, type Severity, type Violation } from '../core/rule.js';
import { couplingService, proofOf } from '../graph/index.js';

/** Kinds of fixed addresses, the worst first. */
const kinds = ['fixedAddress', 'fixedName', 'fixedDefault'] as const;
type Kind = (typeof kinds)[number];

interface Sighting {
  readonly kind: Kind;
  readonly address: AddressSource;
  readonly firm: boolean;
}

/** Services that reach others by an address written into their code. */
export const hardcodedAddress = defineRule({
  id: 'hardcoded-address',
  meta: {
    category: 'addresses',
    since: '0.1.0',
    summary: "A service's code reaches another service by an IP address or a fixed host and port",
    why: 'The address is right in one environment only. Moving, scaling or testing the callee means changing, building and releasing the caller.',
    fix: "Read the address from the environment or configuration, or use the platform's service discovery; a name that its DNS resolves is better than an IP or a port of the host.",
    whenNot: 'A localhost default behind a setting is not flagged. A default that names a deployed service is reported as information only.',
    references: ['https://12factor.net/config'],
    severity: { minimal: 'off', recommended: 'warn', strict: 'warn' },
    options: {},
    messages: {
      fixedAddress: '{{caller}} reaches {{callee}} at {{addresses}}, fixed in its code',
      fixedName: "{{caller}} reaches {{callee}} at {{addresses}}, a fixed name that the platform's DNS resolves",
      fixedDefault: '{{caller}} reaches {{callee}} at {{addresses}} where its setting is missing',
    },
  },
  *check(graph) {
    const pairs = new Map<string, Edge[]>();
    for (const edge of [...graph.edges('calls'), ...graph.edges('routes')]) {
      if (edge.when !== undefined || edge.from === edge.to) continue;
      const pair = JSON.stringify([edge.from, edge.to]);
      pairs.set(pair, [...(pairs.get(pair) ?? []), edge]);
    }
    for (const pair of [...pairs.keys()].sort(compareText)) {
      const violation = judgePair(graph, pairs.get(pair) ?? []);
      if (violation) yield violation;
    }
  },
});

function judgePair(graph: GraphView, edges: readonly Edge[]): Violation | undefined {
  const caller = ends(graph, edges[0]?.from ?? '');
  const callee = ends(graph, edges[0]?.to ?? '');
  if (!caller || !callee) return undefined;
  const sightings = edges.flatMap((edge) =>
    edge.sites.flatMap((site) => sight(site.address, caller.kind === 'gateway' || site.route !== undefined, edge.certainty !== 'inferred')),
  );
  const kind = kinds.find((candidate) => sightings.some((sighting) => sighting.kind === candidate));
  const worst = sightings.filter((sighting) => sighting.kind === kind).sort((a, b) => compareAddresses(a.address, b.address));
  const lines = worst.map(({ address }): Evidence => ({ ...address.at, foundBy: '', text: address.text }));
  const proof = proofOf([{ of: `${caller.name} → ${callee.name}`, lines }]);
  if (!kind || !proof) return undefined;
  return {
    messageId: kind,
    data: { caller: caller.name, callee: callee.name, addresses: [...new Set(worst.map(({ address }) => address.text))] },
    nodes: [caller.id, callee.id],
    services: [caller.name, callee.name],
    ...proof,
    path: null,
    ...severityOf(kind),
    inferred: worst.every((sighting) => !sighting.firm),
  };
}

const severityOf = (kind: Kind): { severity?: Severity } => (kind === 'fixedAddress' ? {} : { severity: 'info' });

const compareAddresses = (a: AddressSource, b: AddressSource): number =>
  compareText(a.at.file, b.at.file) || a.at.line - b.at.line || compareText(a.text, b.text);

function ends(graph: GraphView, id: string): GraphNode | undefined {
  const node = graph.node(id);
  return node?.kind === 'gateway' ? node : couplingService(graph, id);
}

function sight(address: AddressSource | undefined, inConfiguration: boolean, firm: boolean): readonly Sighting[] {
  if (!address || (address.kind !== 'literal' && address.kind !== 'fallback')) return [];
  const host = parseHost(address.text);
  if (!host) return [];
  // A gateway's own file is configuration: only an IP in it is tied to one machine.
  if (inConfiguration) return host.ip && !host.loopback ? [{ kind: 'fixedAddress', address, firm }] : [];
  if (address.kind === 'fallback') return host.loopback ? [] : [{ kind: 'fixedDefault', address, firm }];
  return [{ kind: host.ip || host.port ? 'fixedAddress' : 'fixedName', address, firm }];
}

interface Host {
  readonly ip: boolean;
  readonly port: boolean;
  /** The caller's own machine. */
  readonly loopback: boolean;
}

/** Host part of a URL or of `host:port`; undefined where the text fixes no host (a path, a name with holes). */
function parseHost(text: string): Host | undefined {
  const authority = (text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[/?#,]/, 1)[0] ?? '').replace(/^.*@/, '');
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(.*))?$/i.exec(authority);
  const host = (parts?.[1] ?? '').toLowerCase();
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_.])?)$/.test(host)) return undefined;
  const ip = host.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)$/.test(host);
  return { ip, port: /^\d+$/.test(parts?.[2] ?? ''), loopback };
}
