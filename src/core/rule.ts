import type { Edge, GraphNode, NodeId, ReleaseSet, SystemGraph } from './graph.js';
import type { Location, NonEmpty } from './location.js';

export type Severity = 'error' | 'warn' | 'info';
export type Preset = 'minimal' | 'recommended' | 'strict';
export type SeverityOrOff = Severity | 'off';

/** The graph as rules see it: read-only questions, answered in sorted order. */
export interface GraphView {
  readonly system: SystemGraph;
  node(id: NodeId): GraphNode | undefined;
  nodes<K extends GraphNode['kind']>(kind: K): readonly Extract<GraphNode, { kind: K }>[];
  edges(kind?: Edge['kind']): readonly Edge[];
  outgoing(id: NodeId, kind?: Edge['kind']): readonly Edge[];
  incoming(id: NodeId, kind?: Edge['kind']): readonly Edge[];
  readonly releases: readonly ReleaseSet[];
}

/** What a rule says. It knows neither its configured severity nor how it will be printed. */
export interface Violation {
  readonly messageId: string;
  readonly data: Readonly<Record<string, string | number | readonly string[]>>;
  /** Node ids the finding is about; with rule and messageId they make the fingerprint. */
  readonly nodes: NonEmpty<NodeId>;
  /** Service names, most to blame first. */
  readonly services: readonly string[];
  readonly locations: NonEmpty<Location>;
  /** Node names in call order, for chains and cycles. */
  readonly path: readonly string[] | null;
  /** Fingerprint parts in place of `nodes` (lockstep-deploy: the anchor). */
  readonly identity?: readonly string[];
  /** The severity the contract names for this case where it differs from the rule's own (`readers only: warn`); a configured severity below it wins. */
  readonly severity?: Severity;
  /** Rests on an inferred edge: judged one level lower. */
  readonly inferred?: boolean;
  /** Human formats put findings of one cause into one block. */
  readonly cause?: string;
  /** One line per element of `locations`, saying what it shows. */
  readonly notes?: readonly string[];
}

/** Option of a rule, for validation, documentation and the JSON Schema. */
export interface RuleOption {
  readonly type: 'integer' | 'boolean' | 'string' | 'strings' | 'objects';
  readonly default: OptionValue;
  readonly description: string;
  readonly minimum?: number;
  /** Which change of the value lets more pass: a higher number, a longer list, … Absent: any change may. */
  readonly looser?: 'higher' | 'lower' | 'on' | 'off' | 'more' | 'fewer';
  readonly choices?: readonly string[];
  /** Keys of each object of a list of objects; their values are texts. */
  readonly fields?: Readonly<Record<string, OptionField>>;
}
export interface OptionField {
  readonly description: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
}
export type OptionValue = number | boolean | string | readonly string[] | readonly OptionObject[];
export type OptionObject = Readonly<Record<string, string>>;

export interface RuleMeta {
  readonly category: 'data' | 'calls' | 'deployment' | 'gateways' | 'addresses' | 'libraries' | 'messaging' | 'hygiene';
  readonly since: string;
  /** One sentence without full stop. */
  readonly summary: string;
  /** Markdown: why it hurts, how to mend it, when not to use the rule. */
  readonly why: string;
  readonly fix: string;
  readonly whenNot?: string;
  /** False where no comment and no setting suppresses a finding of it. */
  readonly suppressible?: false;
  readonly references?: readonly string[];
  readonly severity: Readonly<Record<Preset, SeverityOrOff>>;
  readonly options: Readonly<Record<string, RuleOption>>;
  /** Placeholders in double braces are filled from `data`. */
  readonly messages: Readonly<Record<string, string>>;
}

export type RuleOptions = Readonly<Record<string, OptionValue>>;

export interface Rule {
  readonly id: string;
  readonly meta: RuleMeta;
  check(graph: GraphView, options: RuleOptions): Iterable<Violation>;
}

/** Identity function that gives a rule its type while it is written. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
