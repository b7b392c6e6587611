import type { ReleaseSet, ServiceNode } from '../core/graph.js';
import { compareText, type Evidence, nonEmpty } from '../core/location.js';
import { joinNames } from '../core/message.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import {
  coChangeThresholds,
  type CoDeploySet,
  coDeploySets,
  couplingService,
  noteOf,
  ownLines,
  type ProofGroup,
  proofOf,
  releaseKindName,
} from '../graph/index.js';

/** Lines of start-up order shown beside the evidence. */
const maxStartLines = 5;

/** Services that are released as one. */
export const lockstepDeploy = defineRule({
  id: 'lockstep-deploy',
  meta: {
    category: 'deployment',
    since: '0.1.0',
    summary: 'Services are released as one: in one pod, under one version, by one pipeline or always in the same commits',
    why: 'Independent release is what services are for. Services that can only go out together pay for the network between them and get nothing for it: every release needs every team, and a rollback takes back everything.\n\nOne kind of evidence is a warning; two kinds, one of them a pipeline, releases or history, are an error where each covers at least half of the services.\n\nA pipeline ties what one job publishes or deploys. Elements of a matrix, steps that run only when their own files change, and jobs for one service go out alone; so does, whatever a job does that takes all, a service with a pipeline of its own.\n\nHistory counts the changes of the main line in the twelve months before the newest one. Two services count as changing together where that is frequent (the options below) and significant: at least one and a half times as often as independent services of these rates would, and with a probability under 1 % by Fisher\u2019s exact test, corrected for the number of pairs. Bots, lock files, formatting, releases, first imports and changes of more than half of the services do not count.',
    fix: 'Give each service its own version and its own way into production, keep interfaces compatible over one release at least, and merge services that still change together every time.',
    whenNot: 'A small team may release a monorepo as one on purpose: suppress the rule with that reason, or turn it off.',
    references: ['https://microservices.io/patterns/decomposition/service-per-team.html'],
    severity: { minimal: 'error', recommended: 'error', strict: 'error' },
    options: {
      minShared: { type: 'integer', default: 8, minimum: 3, looser: 'higher', description: 'History: changes that touch both services, at the least.' },
      minChanges: { type: 'integer', default: 15, minimum: 3, looser: 'higher', description: 'History: changes of each of the two services, at the least.' },
      minConfidence: {
        type: 'integer',
        default: 50,
        minimum: 1,
        looser: 'higher',
        description: 'History: shared changes in per cent of those of the service that changes less, at the least.',
      },
    },
    messages: {
      releasedTogether: '{{count}} services go out together ({{kinds}}): {{services}}[[; no pipeline of its own: {{withoutPipeline}}]]',
    },
  },
  *check(graph, options) {
    for (const group of coDeploySets(graph, coChangeThresholds(options))) {
      const violation = describeGroup(graph, group);
      if (violation) yield violation;
    }
  },
});

function describeGroup(graph: GraphView, group: CoDeploySet): Violation | undefined {
  const services = group.services.flatMap((id) => couplingService(graph, id) ?? []).sort((a, b) => compareText(a.name, b.name));
  const nodes = nonEmpty(services.map((service) => service.id));
  const { kinds, sets } = group;
  const proof = proofOf(sets.map(proofGroup));
  if (!nodes || !proof) return undefined;
  const names = services.map((service) => service.name);
  const starts = startOrder(graph, services);
  const beside = [...ownPipelines(graph, services), ...starts.slice(0, maxStartLines)].flatMap(({ note, line }) => (line ? [{ note, line }] : []));
  return {
    messageId: 'releasedTogether',
    data: {
      count: services.length,
      services: names,
      kinds: [...new Set(sets.map(releaseKindName))],
      evidenceKinds: kinds,
      anchors: [...new Set(sets.map((set) => set.anchor))],
      reasons: sets.flatMap((set) => reasonsOf(graph, set)),
      withoutPipeline: withoutPipeline(graph, group, services),
      startOrder: starts.map(({ text }) => text),
    },
    nodes,
    services: names,
    locations: [...proof.locations, ...beside.map(({ line: { file, line } }) => ({ file, line }))],
    notes: [...proof.notes, ...beside.map(({ note }) => note)],
    path: null,
    identity: [group.anchor],
    ...(group.certain ? {} : { severity: 'warn' as const }),
  };
}

/** The kind stands before a set's first line, what ties them; the other lines say themselves whose they are. */
function proofGroup(set: ReleaseSet): ProofGroup {
  const [first] = set.evidence;
  const of = releaseKindName(set);
  return { of, lines: set.evidence, noteOf: (line) => (line === first ? noteOf(of, line) : line.text) };
}

/** Why each of a set, or each pair of it, belongs to it. */
function reasonsOf(graph: GraphView, set: ReleaseSet): readonly string[] {
  const kind = releaseKindName(set);
  if (set.evidenceKind === 'history') return set.evidence.flatMap((line, i) => (i % 2 === 0 ? [`${kind}: ${line.text}`] : []));
  const names = set.services.map((id) => graph.node(id)?.name ?? id).sort(compareText);
  return [`${kind}: ${set.title}: ${names.join(', ')}`];
}

/** Services of a group that one pipeline delivers which have none of their own, where others do. */
function withoutPipeline(graph: GraphView, group: CoDeploySet, services: readonly ServiceNode[]): readonly string[] {
  const own = new Set((graph.system.ownPipelines ?? []).map(({ service }) => service));
  if (own.size === 0 || !group.kinds.includes('pipeline')) return [];
  return services.filter(({ id }) => !own.has(id)).map(({ name }) => name);
}

interface Beside {
  readonly text: string;
  readonly note: string;
  readonly line: Evidence | undefined;
}

/** What speaks for going alone, in one line: who has a pipeline of its own, and the first of them. */
function ownPipelines(graph: GraphView, services: readonly ServiceNode[]): readonly Beside[] {
  const own = (graph.system.ownPipelines ?? []).filter(({ service }) => services.some(({ id }) => id === service));
  const [first] = own;
  if (first === undefined) return [];
  const names = joinNames(services.filter(({ id }) => own.some(({ service }) => service === id)).map(({ name }) => name));
  const as = own.length > 1 ? `${names} have one, as here: ` : `${names}: `;
  return [{ text: names, note: `own pipeline: ${as}${first.evidence.text}`, line: first.evidence }];
}

/** Who waits for whom inside a group. */
function startOrder(graph: GraphView, services: readonly ServiceNode[]): readonly Beside[] {
  const names = new Map(services.map((service) => [service.id, service.name]));
  return services.flatMap((service) =>
    graph
      .outgoing(service.id, 'starts-after')
      .filter((edge) => edge.when === undefined && edge.to !== service.id && names.has(edge.to))
      .map((edge) => {
        const text = `${service.name} after ${names.get(edge.to)}`;
        return { text, note: `start-up order: ${text}, no evidence by itself`, line: ownLines(edge.evidence)[0] };
      }),
  );
}
