import type { StaleEntry } from '../core/comparison.js';
import type { GraphNode, NodeId } from '../core/graph.js';
import { compareText } from '../core/location.js';
import type { Finding } from '../core/report.js';
import { nodesKey } from './findings.js';
import { possibleIds } from './identity.js';

/** An accepted finding, by what stays the same of it when lines move. */
export interface BaselineEntry {
  readonly ruleId: string;
  readonly messageId: string;
  readonly services: readonly string[];
  readonly nodes: readonly NodeId[];
  readonly fingerprint: string;
  /** Line of the file that holds it. */
  readonly line: number;
}

export interface BaselineMatch {
  readonly accepted: readonly Finding[];
  /** Not in the baseline. */
  readonly rest: readonly Finding[];
  /** Entries that no finding meets. */
  readonly unmet: readonly BaselineEntry[];
}

/**
 * Holds findings against a baseline: by fingerprint, or by rule, message and nodes where an entry names a node by what is now one of its aliases. Goes in:
 * the findings and the nodes of the graph they are about.
 */
export function matchBaseline(entries: readonly BaselineEntry[], findings: readonly Finding[], nodes: readonly GraphNode[]): BaselineMatch {
  const ids = possibleIds(nodes);
  const byFingerprint = new Map<string, BaselineEntry[]>();
  const byNodes = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    note(byFingerprint, `${entry.ruleId} ${entry.fingerprint}`, entry);
    if (entry.nodes.some((id) => (ids.get(id) ?? id) !== id)) note(byNodes, nodesKey(entry, ids), entry);
  }
  const met = new Set<BaselineEntry>();
  const accepted = new Set<Finding>();
  for (const finding of findings) {
    const own = [...(byFingerprint.get(`${finding.ruleId} ${finding.fingerprint}`) ?? []), ...(byNodes.get(nodesKey(finding, new Map())) ?? [])];
    for (const entry of own) met.add(entry);
    if (own.length > 0) accepted.add(finding);
  }
  return {
    accepted: findings.filter((finding) => accepted.has(finding)),
    rest: findings.filter((finding) => !accepted.has(finding)),
    unmet: entries.filter((entry) => !met.has(entry)),
  };
}

function note<K, V>(target: Map<K, V[]>, key: K, value: V): void {
  const values = target.get(key);
  if (values) values.push(value);
  else target.set(key, [value]);
}

/** Unmet entries of rules that ran, as a report shows them: of other rules nothing is known. */
export function staleEntries(unmet: readonly BaselineEntry[], ran: (ruleId: string) => boolean, file: string): readonly StaleEntry[] {
  return unmet.filter(({ ruleId }) => ran(ruleId)).map(({ ruleId, services, fingerprint, line }) => ({ ruleId, services, fingerprint, at: { file, line } }));
}

/** The entries that accept these findings, sorted, each once. */
export function entriesOf(findings: readonly Finding[]): readonly BaselineEntry[] {
  const entries = findings.map(({ ruleId, messageId, services, nodes, fingerprint }): BaselineEntry => {
    const names = (list: readonly string[]): readonly string[] => [...new Set(list)].sort(compareText);
    return { ruleId, messageId, services: names(services), nodes: names(nodes), fingerprint, line: 0 };
  });
  return sortedEntries(entries);
}

/** Entries by rule, services, nodes and fingerprint; each fingerprint once. */
export function sortedEntries(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const key = (entry: BaselineEntry): string => [entry.ruleId, entry.services.join('\n'), entry.nodes.join('\n'), entry.fingerprint].join('\u0000');
  return [...new Map(entries.map((entry) => [`${entry.ruleId} ${entry.fingerprint}`, entry])).values()].sort((a, b) => compareText(key(a), key(b)));
}
