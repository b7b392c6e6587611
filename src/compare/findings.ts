import type { NodeId } from '../core/graph.js';
import { compareText } from '../core/location.js';
import type { Finding } from '../core/report.js';
import type { Severity } from '../core/rule.js';

/** Findings of one state: those that stand and those that are suppressed. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

export interface FindingChange {
  /** Standing now and not before, or graver than before. */
  readonly added: readonly Finding[];
  /** Standing before, and gone. One that is suppressed now is not, nor one that has grown: a chain by a hop, a set by a member. */
  readonly fixed: readonly Finding[];
  readonly unchanged: readonly Finding[];
  /** Suppressed now and not before; `known` where they stood before. */
  readonly newlySuppressed: readonly { readonly finding: Finding; readonly known: boolean }[];
}

/**
 * Parts the findings of two states by identity: the fingerprint, or rule, message and nodes where a node has got another id since. The lists keep the order
 * that findings come in. `partners`: later ids by earlier ids.
 */
export function compareFindings(before: Found, after: Found, partners: ReadonlyMap<NodeId, NodeId>): FindingChange {
  const standing = new Known(before.findings, partners);
  const suppressedBefore = new Known(before.suppressed, partners);
  const now = new Known([...after.findings, ...after.suppressed], new Map());
  const unchanged = after.findings.filter((finding) => {
    const earlier = standing.partnerOf(finding);
    return earlier !== undefined && rank[finding.severity] <= rank[earlier.severity];
  });
  const same = new Set(unchanged);
  const added = after.findings.filter((finding) => !same.has(finding));
  const gone = before.findings.filter((finding) => now.partnerOf(finding, partners) === undefined);
  return {
    added,
    fixed: gone.filter((finding) => !added.some((later) => hasGrownInto(finding, later, partners))),
    unchanged,
    newlySuppressed: after.suppressed
      .filter((finding) => suppressedBefore.partnerOf(finding) === undefined)
      .map((finding) => ({ finding, known: standing.partnerOf(finding) !== undefined })),
  };
}

/** Whether a finding about several nodes stands in a larger one of its rule. */
function hasGrownInto(finding: Finding, later: Finding, partners: ReadonlyMap<NodeId, NodeId>): boolean {
  if (finding.ruleId !== later.ruleId || finding.nodes.length < 2 || later.nodes.length <= finding.nodes.length) return false;
  const held = new Set(later.nodes);
  return finding.nodes.every((id) => held.has(partners.get(id) ?? id));
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warn: 1, error: 2 };

/** Findings by what identifies them. */
class Known {
  private readonly byFingerprint: ReadonlyMap<string, Finding>;
  private readonly byNodes: ReadonlyMap<string, Finding>;

  constructor(
    findings: readonly Finding[],
    private readonly partners: ReadonlyMap<NodeId, NodeId>,
  ) {
    // Of findings with one fingerprint the gravest counts: they come in order of severity.
    const backwards = [...findings].reverse();
    this.byFingerprint = new Map(backwards.map((finding) => [finding.fingerprint, finding]));
    this.byNodes = new Map(backwards.flatMap((finding) => (finding.nodes.length === 0 ? [] : [[nodesKey(finding, partners), finding] as const])));
  }

  /** The finding that is this one in its state; `renamed`: later ids by earlier ids, where this one is the earlier. */
  partnerOf(finding: Finding, renamed: ReadonlyMap<NodeId, NodeId> = new Map()): Finding | undefined {
    const exact = this.byFingerprint.get(finding.fingerprint);
    if (exact !== undefined) return exact;
    const other = this.byNodes.get(nodesKey(finding, renamed));
    return other !== undefined && (isRenamed(other, this.partners) || isRenamed(finding, renamed)) ? other : undefined;
  }
}

const isRenamed = (finding: Finding, partners: ReadonlyMap<NodeId, NodeId>): boolean => finding.nodes.some((id) => (partners.get(id) ?? id) !== id);

/** What identifies a finding in words of another state: rule, message and nodes under the names they have there. */
export function nodesKey(finding: Pick<Finding, 'ruleId' | 'messageId' | 'nodes'>, partners: ReadonlyMap<NodeId, NodeId>): string {
  return JSON.stringify([finding.ruleId, finding.messageId, [...new Set(finding.nodes.map((id) => partners.get(id) ?? id))].sort(compareText)]);
}
