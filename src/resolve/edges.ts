import type { Access } from '../core/library.js';
import type { AddressSource, Edge, EdgeSite, NodeId, SiteRoute } from '../core/graph.js';
import { type Evidence, type NonEmpty, compareLocations, compareText, nonEmpty } from '../core/location.js';

/** One observation that two nodes are joined. */
export interface EdgeDraft extends Pick<Edge, 'from' | 'to' | 'kind' | 'protocol' | 'certainty' | 'access' | 'when' | 'migrationOnly'> {
  readonly evidence: NonEmpty<Evidence>;
  readonly address?: AddressSource;
  readonly method?: string | null;
  readonly path?: string | null;
  readonly entries?: readonly string[];
  readonly inLoop?: boolean;
  readonly timeout?: number;
  readonly domain?: readonly Evidence[];
  readonly route?: SiteRoute;
  readonly via?: NodeId;
}

/** Collects observations; `mergeEdges` makes edges of them. */
export type EdgeBook = EdgeDraft[];

/**
 * Merges observations into edges: one for each pair, kind and protocol. Declared beats inferred; an unconditional
 * observation frees the edge of its `when`; reads and writes add up; each call site stays one site with all its entries.
 */
export function mergeEdges(drafts: EdgeBook): Edge[] {
  const groups = new Map<string, EdgeDraft[]>();
  for (const draft of drafts) {
    const key = [draft.from, draft.to, draft.kind, draft.protocol ?? ''].join('\n');
    const at = groups.get(key);
    if (at === undefined) groups.set(key, [draft]);
    else at.push(draft);
  }
  return [...groups.values()]
    .flatMap(mergeGroup)
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.kind, b.kind) || compareText(a.protocol ?? '', b.protocol ?? ''));
}

function mergeGroup(all: readonly EdgeDraft[]): Edge[] {
  const always = all.filter((d) => d.when === undefined);
  const counted = always.length > 0 ? always : all;
  const running = counted.filter((d) => d.migrationOnly !== true);
  const group = running.length > 0 ? running : counted;
  const [first] = group;
  if (first === undefined) return [];
  const declared = group.filter((d) => d.certainty !== 'inferred');
  const shown = declared.length > 0 ? declared : group;
  const sites = nonEmpty(mergeSites(shown));
  if (sites === undefined) return [];
  const evidence = orderEvidence(sites);
  const access = group.reduce<Access | undefined>((a, d) => addAccess(a, d.access), undefined);
  const domain = distinctEvidence(group.flatMap((d) => d.domain ?? [])).sort(compareLocations);
  return [
    {
      from: first.from,
      to: first.to,
      kind: first.kind,
      ...(first.protocol === undefined ? {} : { protocol: first.protocol }),
      certainty: declared.length > 0 ? (declared[0]?.certainty ?? 'declared') : 'inferred',
      ...(access === undefined ? {} : { access }),
      ...(always.length === 0 && first.when !== undefined ? { when: [...new Set(all.flatMap((d) => d.when ?? []))].sort(compareText).join(', ') } : {}),
      ...(running.length === 0 ? { migrationOnly: true } : {}),
      sites,
      evidence,
      ...(first.kind === 'imports' ? { domain } : {}),
    },
  ];
}

/** What two accesses are together; unknown gives way to anything known. */
function addAccess(a: Access | undefined, b: Access | undefined): Access | undefined {
  if (a === undefined || a === 'unknown') return b ?? a;
  if (b === undefined || b === 'unknown' || a === b) return a;
  return 'readwrite';
}

function mergeSites(drafts: readonly EdgeDraft[]): EdgeSite[] {
  const sites = new Map<string, EdgeSite>();
  for (const draft of drafts) {
    const site: EdgeSite = {
      evidence: draft.evidence,
      ...(draft.address === undefined ? {} : { address: draft.address }),
      method: draft.method ?? null,
      path: draft.path ?? null,
      entries: [...new Set(draft.entries ?? [])].sort(compareText),
      inLoop: draft.inLoop ?? false,
      ...(draft.timeout === undefined ? {} : { timeout: draft.timeout }),
      ...(draft.route === undefined ? {} : { route: draft.route }),
      ...(draft.via === undefined ? {} : { via: draft.via }),
    };
    const at = draft.evidence[0];
    const key = [at.file, at.line, at.foundBy, site.method, site.path, site.address?.kind, site.address?.text, site.via].join('\n');
    const before = sites.get(key);
    sites.set(key, before === undefined ? site : joinSites(before, site));
  }
  return [...sites.values()].sort(compareSites);
}

function joinSites(a: EdgeSite, b: EdgeSite): EdgeSite {
  const [head, ...tail] = a.evidence;
  return {
    ...a,
    evidence: [head, ...distinctEvidence([...tail, ...b.evidence]).filter((e) => !sameEvidence(e, head))],
    entries: [...new Set([...a.entries, ...b.entries])].sort(compareText),
    inLoop: a.inLoop || b.inLoop,
    ...(a.route === undefined ? {} : { route: joinRoutes(a.route, b.route ?? a.route) }),
  };
}

/** One route as two stacks run it. */
function joinRoutes(a: SiteRoute, b: SiteRoute): SiteRoute {
  return { ...a, hosts: [...new Set([...a.hosts, ...b.hosts])].sort(compareText), stacks: [...new Set([...a.stacks, ...b.stacks])].sort(compareText) };
}

function compareSites(a: EdgeSite, b: EdgeSite): number {
  return (
    compareLocations(a.evidence[0], b.evidence[0]) ||
    compareText(a.method ?? '', b.method ?? '') ||
    compareText(a.path ?? '', b.path ?? '') ||
    compareText(a.address?.text ?? '', b.address?.text ?? '') ||
    compareText(a.address?.kind ?? '', b.address?.kind ?? '') ||
    compareText(a.via ?? '', b.via ?? '')
  );
}

const rank = (e: Evidence): number => ['', 'wrapper', 'setting', 'deployment', 'definition'].indexOf(e.role ?? '');

/** The services' own sites first, then wrappers, settings, deployments and definitions. */
function orderEvidence(sites: NonEmpty<EdgeSite>): NonEmpty<Evidence> {
  const [first] = sites[0].evidence;
  const all = distinctEvidence(sites.flatMap((s) => s.evidence)).filter((e) => !sameEvidence(e, first));
  return [first, ...all.sort((a, b) => rank(a) - rank(b) || compareLocations(a, b) || compareText(a.text, b.text))];
}

/** Evidence without repeated lines of one role. */
export function distinctEvidence(items: readonly Evidence[]): Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const e of items) {
    const key = `${e.file}\n${e.line}\n${e.role ?? ''}`;
    if (!seen.has(key)) seen.set(key, e);
  }
  return [...seen.values()];
}

function sameEvidence(a: Evidence, b: Evidence): boolean {
  return a.file === b.file && a.line === b.line && (a.role ?? '') === (b.role ?? '');
}
