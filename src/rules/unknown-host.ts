import { compareText } from '../core/location.js';
import type { DanglingHost } from '../core/graph.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { gatewayUnit, proofOf } from '../graph/index.js';

/** Names in settings that lead to nothing. */
export const unknownHost = defineRule({
  id: 'unknown-host',
  meta: {
    category: 'addresses',
    since: '0.1.0',
    summary: 'A deployed setting names a host of the system that nothing deployed answers to',
    why: 'The name was changed, or its service taken away, and the setting was left behind. The call fails when it is first made, which may be long after the deployment.\n\nOnly names that can mean nothing else are judged: names of one label and Kubernetes names (`.svc`), and names inside the system that look like three or more deployed ones. Names of the Internet are never flagged.',
    fix: 'Correct the name, deploy what it names, or take the setting away.',
    whenNot:
      'Where only a part of the system is scanned, names of the rest are unknown: scan all of it, or suppress the finding. Common off-the-shelf servers (`redis`, `kafka`) are often deployed by others and are not flagged.',
    severity: { minimal: 'off', recommended: 'warn', strict: 'warn' },
    options: {},
    messages: { unknownHost: '{{service}} is deployed with {{settings}}, which names {{host}}: nothing deployed has that name' },
  },
  *check(graph) {
    const groups = new Map<string, DanglingHost[]>();
    for (const one of graph.system.dangling ?? []) {
      if (one.when !== undefined) continue;
      const key = JSON.stringify([one.node, one.host]);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    for (const key of [...groups.keys()].sort(compareText)) {
      const violation = describe(graph, groups.get(key) ?? []);
      if (violation) yield violation;
    }
  },
});

function describe(graph: GraphView, group: readonly DanglingHost[]): Violation | undefined {
  const [first] = group;
  const unit = first && gatewayUnit(graph, first.node);
  const proof = proofOf([{ of: unit?.name ?? '', lines: group.flatMap((one) => one.evidence.slice(0, 1)) }]);
  if (!first || !unit || !proof) return undefined;
  return {
    messageId: 'unknownHost',
    data: { service: unit.name, host: first.host, settings: [...new Set(group.map((one) => one.setting))].sort(compareText) },
    nodes: [unit.id],
    services: [unit.name],
    ...proof,
    path: null,
    identity: [unit.id, first.host],
  };
}
