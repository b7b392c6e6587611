import type { Edge, EdgeKind, GraphNode } from '../core/graph.js';
import { defineRule, type GraphView, type OptionObject, type Violation } from '../core/rule.js';
import { ownLines, proofOf } from '../graph/index.js';

const kinds: readonly EdgeKind[] = ['calls', 'routes', 'publishes', 'consumes', 'accesses', 'starts-after', 'imports', 'uses'];

/** Edges that a house forbids itself. */
export const restrictedEdge = defineRule({
  id: 'restricted-edge',
  meta: {
    category: 'hygiene',
    since: '0.1.0',
    summary: 'A dependency that the configuration forbids',
    why: 'Some dependencies are wrong in one house only: the shop must not call the back office, nobody but billing may use its database, front ends talk to gateways alone. Written down as a rule they are found in the pull request that brings them in.',
    fix: "Take the way that the policy's `reason` names, or talk to those who made the policy.",
    severity: { minimal: 'off', recommended: 'error', strict: 'error' },
    options: {
      forbid: {
        type: 'objects',
        default: [],
        looser: 'fewer',
        description: 'Policies: no edge may lead from what `from` names to what `to` names',
        fields: {
          from: { required: true, description: 'A glob over node names or ids (`web-*`, `datastore:*`), or `team:x`, `context:x`, `role:x`' },
          to: { required: true, description: 'As `from`' },
          kind: { required: false, choices: kinds, description: 'Only edges of this kind; without it, any' },
          reason: { required: true, description: 'Why; the finding says it' },
        },
      },
    },
    messages: { forbidden: '{{from}} {{kinds}} {{to}}, which is forbidden: {{reasons}}' },
  },
  *check(graph, options) {
    const policies = (options.forbid as readonly OptionObject[]).map(policyOf);
    const pairs = new Map<string, { edges: Edge[]; reasons: Set<string> }>();
    for (const edge of policies.length === 0 ? [] : graph.edges()) {
      const broken = policies.filter((policy) => forbids(graph, policy, edge));
      if (broken.length === 0) continue;
      const key = JSON.stringify([edge.from, edge.to]);
      const pair = pairs.get(key) ?? { edges: [], reasons: new Set<string>() };
      pair.edges.push(edge);
      for (const { reason } of broken) pair.reasons.add(reason);
      pairs.set(key, pair);
    }
    for (const pair of pairs.values()) {
      const violation = describe(graph, pair);
      if (violation) yield violation;
    }
  },
});

interface Policy {
  readonly from: (node: GraphNode) => boolean;
  readonly to: (node: GraphNode) => boolean;
  readonly kind: string | undefined;
  readonly reason: string;
}

function policyOf({ from = '', to = '', kind, reason = '' }: OptionObject): Policy {
  return { from: matcher(from), to: matcher(to), kind, reason };
}

/** `team:@org/x`, `team:group:default/x` and `team:x` are one team. */
function matcher(pattern: string): (node: GraphNode) => boolean {
  const said = /^(team|context|role):(.*)$/.exec(pattern);
  if (said === null) return (node) => fits(pattern, node.name) || fits(pattern, node.id);
  const [, what, value = ''] = said;
  const shortName = (team: string): string => team.slice(team.lastIndexOf('/') + 1).replace(/^@|^group:/, '');
  return (node) => {
    if (node.kind !== 'service') return false;
    const own = what === 'team' ? node.team : what === 'context' ? node.context : node.role;
    return own !== null && (what === 'team' ? fits(shortName(value), shortName(own)) : fits(value, own));
  };
}

/** Whether a text fits a glob of `*` (any text) and `?` (one character). Linear but for the number of stars. */
function fits(glob: string, text: string): boolean {
  let [g, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (g < glob.length && glob[g] === '*') {
      star = g++;
      mark = t;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++mark;
    } else return false;
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

function forbids(graph: GraphView, policy: Policy, edge: Edge): boolean {
  const [from, to] = [graph.node(edge.from), graph.node(edge.to)];
  if (!from || !to || from.id === to.id || edge.when !== undefined) return false;
  return (policy.kind === undefined || policy.kind === edge.kind) && policy.from(from) && policy.to(to);
}

function describe(graph: GraphView, { edges, reasons }: { edges: readonly Edge[]; reasons: ReadonlySet<string> }): Violation | undefined {
  const [from, to] = [graph.node(edges[0]?.from ?? ''), graph.node(edges[0]?.to ?? '')];
  const proof = proofOf([{ of: `${from?.name} → ${to?.name}`, lines: edges.flatMap((edge) => ownLines(edge.evidence)) }]);
  if (!from || !to || !proof) return undefined;
  return {
    messageId: 'forbidden',
    data: { from: from.name, to: to.name, kinds: [...new Set(edges.map((edge) => edge.kind))], reasons: [...reasons] },
    nodes: [from.id, to.id],
    services: [from, to].flatMap((node) => (node.kind === 'service' || node.kind === 'gateway' ? [node.name] : [])),
    ...proof,
    path: null,
    inferred: edges.every((edge) => edge.certainty === 'inferred'),
  };
}
