import type { Comparison } from './comparison.js';
import type { Diagnostic } from './extraction.js';
import type { SystemGraph } from './graph.js';
import type { Location, NonEmpty } from './location.js';
import type { RuleMeta, Severity } from './rule.js';

/** A judged violation: what users see. Never without a location. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly messageId: string;
  readonly message: string;
  readonly data: Readonly<Record<string, string | number | readonly string[]>>;
  readonly services: readonly string[];
  readonly nodes: readonly string[];
  readonly locations: NonEmpty<Location>;
  readonly path: readonly string[] | null;
  readonly fingerprint: string;
  /** Page in the documentation. */
  readonly help: string;
  readonly cause?: string;
  readonly notes?: readonly string[];
  /** Set on suppressed findings. */
  readonly suppressedBy?: { readonly kind: 'comment' | 'configuration'; readonly reason: string; readonly at?: Location };
}

export interface Summary {
  readonly services: number;
  readonly calls: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  readonly baselined: number;
}

/** What was read and what was not. */
export interface FileCoverage {
  readonly listed: number;
  readonly read: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything a reporter may know. */
export interface Report {
  readonly toolVersion: string;
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly graph: SystemGraph;
  readonly files: FileCoverage;
  readonly rules: Readonly<Record<string, RuleMeta>>;
  /** Set where the report is held against an earlier state: `findings` are then the new ones. */
  readonly comparison?: Comparison;
  /** Wall-clock milliseconds by stage; only with --timing, never in machine output. */
  readonly timing?: Readonly<Record<string, number>>;
}
