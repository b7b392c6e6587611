import type { NodeId, ReleaseSet, ServiceNode } from '../core/graph.js';
import { compareText, type Evidence, type NonEmpty, nonEmpty } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { couplingService, noteOf, ownLines, proofOf } from '../graph/index.js';

/** Kinds of evidence as people read them, in the order they are shown. */
const kindNames = {
  pod: 'one pod',
  version: 'one version',
  pipeline: 'one pipeline',
  release: 'released together',
  history: 'changed together',
} as const;
type Kind = ReleaseSet['evidenceKind'];
const kindOrder: readonly Kind[] = ['pod', 'version', 'pipeline', 'release', 'history'];
/** What shows that they do go out together, not only that they are packed or numbered together. */
const decisive: ReadonlySet<Kind> = new Set(['pipeline', 'release', 'history']);
/** Lines of start-up order shown beside the evidence. */
const maxStartLines = 5;

interface Member {
  readonly set: ReleaseSet;
  readonly services: ReadonlySet<NodeId>;
}

/** Services that are released as one. */
export const lockstepDeploy = defineRule({
  id: 'lockstep-deploy',
  meta: {
    category: 'deployment',
    since: '0.1.0',
    summary: 'Services are released as one: in one pod, under one version, by one pipeline or always in the same commits',
    why: 'Independent release is what services are for. Services that can only go out together pay for the network between them and get nothing for it: every release needs every team, and a rollback takes back everything.\n\nOne kind of evidence is a warning; two kinds, one of them a pipeline, releases or history, are an error.',
    fix: 'Give each service its own version and its own way into production, keep interfaces compatible over one release at least, and merge services that still change together every time.',
    whenNot: 'A small team may release a monorepo as one on purpose: suppress the rule with that reason, or turn it off.',
    references: ['https://microservices.io/patterns/decomposition/service-per-team.html'],
    severity: { minimal: 'error', recommended: 'error', strict: 'error' },
    options: {},
    messages: {
      releasedTogether: '{{count}} services go out together ({{kinds}}): {{services}}',
    },
  },
  *check(graph) {
    const members = graph.releases.flatMap((set): Member[] => {
      const services = new Set(set.services.filter((id) => couplingService(graph, id)));
      return services.size > 1 ? [{ set, services }] : [];
    });
    for (const group of groupBySet(members)) {
      const violation = describeGroup(graph, group);
      if (violation) yield violation;
    }
  },
});

interface Group {
  readonly services: ReadonlySet<NodeId>;
  readonly members: NonEmpty<Member>;
}

/** One group for each set of services that no other set contains, with every set it contains. Sets that only overlap stay apart. */
function groupBySet(members: readonly Member[]): readonly Group[] {
  const byServices = new Map(members.map((member) => [[...member.services].sort(compareText).join(' '), member.services]));
  const largest = [...byServices.values()].filter(
    (services) => ![...byServices.values()].some((other) => other.size > services.size && isSubset(services, other)),
  );
  return largest
    .sort((a, b) => b.size - a.size || compareText([...a].sort(compareText).join(' '), [...b].sort(compareText).join(' ')))
    .flatMap((services) => {
      const parts = nonEmpty(
        members.filter((member) => isSubset(member.services, services)).sort((a, b) => b.services.size - a.services.size || compareSets(a.set, b.set)),
      );
      return parts ? [{ services, members: parts }] : [];
    });
}

const isSubset = (a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>): boolean => [...a].every((id) => b.has(id));

const compareSets = (a: ReleaseSet, b: ReleaseSet): number =>
  kindOrder.indexOf(a.evidenceKind) - kindOrder.indexOf(b.evidenceKind) || compareText(a.anchor, b.anchor) || compareText(a.title, b.title);

function describeGroup(graph: GraphView, group: Group): Violation | undefined {
  const services = [...group.services].flatMap((id) => couplingService(graph, id) ?? []).sort((a, b) => compareText(a.name, b.name));
  const nodes = nonEmpty(services.map((service) => service.id));
  const kinds = kindOrder.filter((kind) => group.members.some(({ set }) => set.evidenceKind === kind));
  const sets = [...group.members].sort((a, b) => compareSets(a.set, b.set));
  const proof = proofOf(sets.map(({ set }) => ({ of: `${kindNames[set.evidenceKind]} (${set.title})`, lines: set.evidence })));
  if (!nodes || !proof) return undefined;
  const starts = startOrder(graph, services);
  const shown = starts.flatMap(({ line }) => (line ? [line] : [])).slice(0, maxStartLines);
  const certain = kinds.length > 1 && kinds.some((kind) => decisive.has(kind));
  return {
    messageId: 'releasedTogether',
    data: {
      count: services.length,
      services: services.map((service) => service.name),
      kinds: kinds.map((kind) => kindNames[kind]),
      evidenceKinds: kinds,
      anchors: [...new Set(sets.map(({ set }) => set.anchor))],
      startOrder: starts.map(({ text }) => text),
    },
    nodes,
    services: services.map((service) => service.name),
    locations: [...proof.locations, ...shown.map(({ file, line }) => ({ file, line }))],
    notes: [...proof.notes, ...shown.map((line) => noteOf('start-up order, no evidence by itself', line))],
    path: null,
    identity: [group.members[0].set.anchor],
    ...(certain ? {} : { severity: 'warn' as const }),
  };
}

/** Who waits for whom inside a group. */
function startOrder(graph: GraphView, services: readonly ServiceNode[]): readonly { text: string; line: Evidence | undefined }[] {
  const names = new Map(services.map((service) => [service.id, service.name]));
  return services.flatMap((service) =>
    graph
      .outgoing(service.id, 'starts-after')
      .filter((edge) => edge.when === undefined && edge.to !== service.id && names.has(edge.to))
      .map((edge) => ({ text: `${service.name} after ${names.get(edge.to)}`, line: ownLines(edge.evidence)[0] })),
  );
}
