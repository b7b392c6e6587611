import type { Coverage, Deployment, Edge, EdgeSite, GraphNode, Guard, NodeId, UnresolvedRow } from '../../core/graph.js';
import type { HistoryEvidence } from '../../core/history.js';
import { compareLocations, compareText, type Evidence, type Location } from '../../core/location.js';
import type { FileCoverage, Finding } from '../../core/report.js';

/** Version of both JSON outputs; raised only when a name changes its meaning. */
export const schemaVersion = 1;

/** How the pieces of a report stand in JSON output: fixed names in a fixed order, nothing internal. */
export function wireNode(node: GraphNode): Readonly<Record<string, unknown>> {
  const head = { id: node.id, kind: node.kind, name: node.name, aliases: node.aliases };
  switch (node.kind) {
    case 'service':
      return {
        ...head,
        path: node.path,
        language: node.language,
        role: node.role,
        team: node.team,
        context: node.context,
        ...(node.namespace === undefined ? {} : { namespace: node.namespace }),
        ...(node.role === 'gateway' ? wireDeployments(node.deployments) : {}),
      };
    case 'gateway':
      return { ...head, technology: node.technology, ...(node.class === undefined ? {} : { class: node.class }), ...wireDeployments(node.deployments) };
    case 'datastore':
      return { ...head, technology: node.technology, database: node.database, ...(node.cache ? { cache: true } : {}) };
    case 'table':
      return { ...head, datastore: node.datastore, ...(node.schema === undefined ? {} : { schema: node.schema }), ...tableOwner(node) };
    case 'library':
      return { ...head, path: node.path };
    case 'external':
      return head;
    default:
      return { ...head, technology: node.technology };
  }
}

function tableOwner(node: Extract<GraphNode, { kind: 'table' }>): Readonly<Record<string, unknown>> {
  if (node.owner === null) return {};
  return { owner: node.owner, ...(node.ownedBy === undefined ? {} : { ownedBy: node.ownedBy }) };
}

/** How often a gateway runs, where a platform runs it. */
function wireDeployments(deployments: readonly Deployment[] = []): Readonly<Record<string, unknown>> {
  if (deployments.length === 0) return {};
  return {
    deployments: deployments.map(({ platform, environment, workloadKind, replicas, autoscaled, at }) => ({
      platform,
      environment,
      kind: workloadKind,
      replicas,
      autoscaled,
      file: at.file,
      line: at.line,
    })),
  };
}

/** An edge with all its evidence. */
export function wireEdge(edge: Edge): Readonly<Record<string, unknown>> {
  return {
    from: edge.from,
    to: edge.to,
    kind: edge.kind,
    ...(edge.protocol === undefined ? {} : { protocol: edge.protocol }),
    ...(edge.access === undefined ? {} : { access: edge.access }),
    certainty: edge.certainty,
    ...(edge.when === undefined ? {} : { when: edge.when }),
    ...wireRoutes(edge.sites),
    ...wireVia(edge.sites),
    evidence: edge.evidence.map(wireEvidence),
  };
}

/** The routes of a gateway's configuration, each with what guards it. */
function wireRoutes(sites: readonly EdgeSite[]): Readonly<Record<string, unknown>> {
  const routes = sites.flatMap(({ route, evidence: [{ file, line }] }) => {
    if (route === undefined) return [];
    const { hosts, path, pathKind, methods, auth, rateLimit, weight, internal } = route;
    const seen = { hosts, path, pathKind, methods, auth: wireGuard(auth), rateLimit: wireGuard(rateLimit) };
    return [{ ...seen, ...(weight === undefined ? {} : { weight }), ...(internal === true ? { internal } : {}), file, line }];
  });
  return routes.length === 0 ? {} : { routes };
}

function wireGuard({ state, kind, at }: Guard<string>): Readonly<Record<string, unknown>> {
  return { state, ...(kind === undefined ? {} : { kind }), ...(at === undefined ? {} : { file: at.file, line: at.line }) };
}

/** The gateways through which calls arrive. */
function wireVia(sites: readonly EdgeSite[]): Readonly<Record<string, unknown>> {
  const via = [...new Set(sites.flatMap((site) => site.via ?? []))].sort(compareText);
  return via.length === 0 ? {} : { via };
}

/** One line of evidence. */
export function wireEvidence(evidence: Evidence): Readonly<Record<string, unknown>> {
  const { file, line, foundBy, text, role } = evidence;
  return { file, line, foundBy, text, ...(role === undefined ? {} : { role }) };
}

/** Unresolved rows, by file and line. */
export function wireUnresolved(rows: readonly UnresolvedRow[]): readonly Readonly<Record<string, unknown>>[] {
  return rows
    .toSorted(
      (a, b) => compareLocations(a, b) || compareText(a.service ?? '', b.service ?? '') || compareText(a.reason, b.reason) || compareText(a.text, b.text),
    )
    .map(({ service, reason, file, line, text }) => ({ service, reason, file, line, text }));
}

/** The four counts, in the order of the contract. */
export function wireCoverage({ interactions, resolved, external, unresolved }: Coverage): Readonly<Record<string, number>> {
  return { interactions, resolved, external, unresolved };
}

/** Pairs of shown services that changed together, with every number; null where no history was read. */
export function wireCoChanges(history: HistoryEvidence | undefined, shown: ReadonlySet<NodeId>): readonly Readonly<Record<string, unknown>>[] | null {
  if (history === undefined) return null;
  return history.coChanges
    .filter(({ a, b }) => shown.has(a) && shown.has(b))
    .map(({ a, b, shared, changesOfA, changesOfB, changes, confidence, lift, p, examples }) => ({
      services: [a, b],
      shared,
      changesOf: [changesOfA, changesOfB],
      changes,
      confidence,
      lift,
      p,
      commits: examples.map(({ commit }) => commit),
    }));
}

/** What of git's history was counted; null where none was read. */
export function wireHistory(history: HistoryEvidence | undefined): Readonly<Record<string, unknown>> | null {
  if (history === undefined) return null;
  const { months, commits, changes, leftOut, shallow } = history;
  return { months, commits, changes, leftOut: Object.fromEntries(Object.entries(leftOut).toSorted(([a], [b]) => compareText(a, b))), shallow };
}

/** What was read and what was skipped, by reason. */
export function wireFiles(files: FileCoverage): Readonly<Record<string, unknown>> {
  return {
    listed: files.listed,
    read: files.read,
    skipped: Object.entries(files.skipped)
      .filter(([, amount]) => amount > 0)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([reason, amount]) => ({ reason, count: amount })),
    diagnostics: files.diagnostics
      .toSorted((a, b) => compareLocations(a, b) || compareText(a.message, b.message))
      .map(({ file, line, reason, message }) => ({ file, line, reason, message })),
  };
}

/** A finding; `suppressedBy` stands where it has been suppressed. */
export function wireFinding(finding: Finding): Readonly<Record<string, unknown>> {
  const { ruleId, severity, messageId, message, data, services, nodes, path, fingerprint, help, cause, notes, suppressedBy } = finding;
  return {
    ruleId,
    severity,
    messageId,
    message,
    data,
    services,
    nodes,
    locations: finding.locations.map(wireLocation),
    path,
    fingerprint,
    help,
    ...(cause === undefined ? {} : { cause }),
    ...(notes === undefined ? {} : { notes }),
    ...(suppressedBy === undefined ? {} : { suppressedBy }),
  };
}

const wireLocation = ({ file, line }: Location): Location => ({ file, line });
