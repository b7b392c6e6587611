import type { Certainty, NodeId } from '../../../core/graph.js';
import type { NonEmpty } from '../../../core/location.js';
import type { Severity } from '../../../core/rule.js';

/** What a node is drawn as; each writer has a shape of its own for each. `folded`: a group that stands for its members. */
export type Look = 'service' | 'job' | 'frontend' | 'gateway' | 'datastore' | 'table' | 'channel' | 'external' | 'library' | 'infrastructure' | 'folded';

/** What a line means. `change` joins two that change together, in no direction. `message` runs as the message does: from publisher to channel, from channel to consumer. */
export type Manner = 'call' | 'route' | 'message' | 'access' | 'import' | 'use' | 'order' | 'change';

/** What findings say of a node or a line: each rule with the gravest severity it gives, the gravest first, then by name. Never empty. */
export type Mark = NonEmpty<{ readonly rule: string; readonly severity: Severity }>;

/** How a node or a line differs from an earlier state. */
export type Change = 'added' | 'removed';

export interface DrawnNode {
  /** The id of the graph's node; of a node that stands for several, one made of theirs. */
  readonly id: NodeId;
  readonly look: Look;
  /** One line for each name: several where the node stands for several equal ones. */
  readonly title: readonly string[];
  /** Technology, role or language, in small print. */
  readonly detail: string;
  /** What a pointer shows: ids. */
  readonly tip: string;
  /** Of a `folded` node: how many of each look it stands for. */
  readonly holds?: ReadonlyMap<Look, number>;
  /** The question was about it. */
  readonly asked?: boolean;
  readonly mark?: Mark;
  readonly change?: Change;
}

export interface DrawnLine {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly manner: Manner;
  /** The strongest of the edges that it stands for. */
  readonly certainty: Certainty;
  /** What alone enables it: an option, overlay or profile. Absent if one of its edges needs none. */
  readonly when?: string;
  /** Protocol or kind of access of each edge that it stands for, with the number of such edges; the empty word where there is none. */
  readonly words: ReadonlyMap<string, number>;
  /** What a pointer shows: the line of code, or how many. */
  readonly tip: string;
  /** How strong it is, from 0 to 1, where that is not the number of its edges. */
  readonly weight?: number;
  readonly mark?: Mark;
  readonly change?: Change;
}

/** Nodes framed together: a team, a context, a folder, or the tables of one data store. Frames may hold frames. */
export interface Frame {
  readonly kind: 'group' | 'store';
  readonly title: string;
  readonly nodes: readonly NodeId[];
  readonly frames: readonly Frame[];
  readonly mark?: Mark;
  readonly change?: Change;
}

/**
 * A picture before it is text, in words that every format of a drawing shares. Nodes are in the order of their ids, lines in that of their ends and manner.
 * Notes are sentences for the reader of the picture: what was left out, and how to see it.
 */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly DrawnLine[];
  readonly frames: readonly Frame[];
  readonly notes: readonly string[];
}
