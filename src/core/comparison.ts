import type { Edge, GraphNode } from './graph.js';
import type { Location } from './location.js';
import type { Finding } from './report.js';

/** What a comparison holds the report against: a git revision, a baseline file, or an earlier snapshot. */
export interface ComparedWith {
  readonly kind: 'ref' | 'baseline' | 'snapshot';
  /** As the user named it: `origin/main`, `.archlint-baseline.json`. */
  readonly name: string;
}

/** How the graph differs; nodes and edges are equal when their ids and kinds are, whatever their lines. */
export interface GraphChange {
  readonly addedNodes: readonly GraphNode[];
  readonly removedNodes: readonly GraphNode[];
  readonly addedEdges: readonly Edge[];
  readonly removedEdges: readonly Edge[];
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
  /** Found before and not any more; their lines are those of the earlier state. */
  readonly fixed: readonly Finding[];
  /** Found before and still. */
  readonly unchanged: readonly Finding[];
  /** Absent where only findings are known of the earlier state (a baseline). */
  readonly change?: GraphChange;
  readonly stale: readonly StaleEntry[];
}
