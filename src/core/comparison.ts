import type { Edge, GraphNode, NodeId } from './graph.js';
import type { Location } from './location.js';
import type { Finding } from './report.js';

/** A state of a system: a git revision, a file with an earlier graph, the work tree; or what is known of one, a baseline file. */
export interface ComparedWith {
  readonly kind: 'ref' | 'baseline' | 'snapshot' | 'worktree';
  /** As the user named it: `origin/main`, `.archlint-baseline.json`. */
  readonly name: string;
}

type OutlineOf<N> = N extends GraphNode ? Omit<N, 'entries' | 'evidence' | 'ownerEvidence' | 'privateTo' | 'technical'> : never;
/** A node as the graph's JSON has it: what comparing needs. */
export type NodeOutline = OutlineOf<GraphNode>;
/** An edge as the graph's JSON has it. */
export type EdgeOutline = Omit<Edge, 'domain' | 'migrationOnly' | 'sites'>;

/** How the graph differs; nodes and edges are equal when their ids and kinds are, whatever their lines. Everything is sorted by id. */
export interface GraphChange<N = GraphNode, E = Edge> {
  readonly addedNodes: readonly N[];
  readonly removedNodes: readonly N[];
  readonly addedEdges: readonly E[];
  /** Their ends bear the ids that the nodes have now, where they still exist. */
  readonly removedEdges: readonly E[];
  /** Nodes that an alias or their folder shows to be the same under another id. */
  readonly renamedNodes: readonly { readonly from: NodeId; readonly to: NodeId }[];
  /** Tables and data stores that several services use now and one or none before, and the reverse. */
  readonly newlyShared: readonly N[];
  readonly noLongerShared: readonly N[];
}

/** A baseline entry that no finding meets any more. */
export interface StaleEntry {
  readonly ruleId: string;
  readonly services: readonly string[];
  readonly fingerprint: string;
  readonly at: Location;
}

/**
 * A report held against an earlier state. `Report.findings` are then the new findings alone: they decide the exit code. The three lists of
 * findings are disjoint and in the order of a report's findings.
 */
export interface Comparison {
  readonly against: ComparedWith;
  /** The later state, where it is not the work tree. */
  readonly later?: ComparedWith;
  /** Found before and not any more; their lines are those of the earlier state. */
  readonly fixed: readonly Finding[];
  /** Found before and still. */
  readonly unchanged: readonly Finding[];
  /** Absent where only findings are known of the earlier state (a baseline). */
  readonly change?: GraphChange;
  readonly stale: readonly StaleEntry[];
}
