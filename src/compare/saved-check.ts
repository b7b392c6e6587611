import * as v from 'valibot';
import type { Comparison, GraphChange } from '../core/comparison.js';
import type { GraphNode, SystemGraph } from '../core/graph.js';
import type { FileCoverage, Finding, Summary } from '../core/report.js';
import { UsageError } from '../core/usage-error.js';
import { edge, edgeOf, filled, list, location, node, nodeOf, text, whole, words } from './saved-parts.js';

/** What a saved check knows of a report: all a comment needs. */
export interface SavedCheck {
  readonly toolVersion: string;
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly comparison?: Comparison;
  /** The changed neighbourhood alone. */
  readonly graph: SystemGraph;
  readonly files: FileCoverage;
}

const finding = v.object({
  ruleId: v.pipe(text(100), v.regex(/^[a-z]+(-[a-z]+)*$/)),
  severity: v.picklist(['error', 'warn', 'info']),
  messageId: text(100),
  message: text(10_000),
  data: v.record(text(100), v.union([text(10_000), v.number(), words])),
  services: words,
  nodes: words,
  locations: v.pipe(list(location, 5000), v.minLength(1)),
  path: v.nullable(words),
  fingerprint: text(200),
  help: text(500),
  cause: v.optional(text(2000)),
  notes: v.optional(list(text(2000), 5000)),
});

const savedSchema = v.object({
  schemaVersion: v.literal(1),
  tool: v.object({ name: v.literal('archlint'), version: v.pipe(text(100), v.regex(/^[\w.+-]+$/)) }),
  summary: v.object({ services: whole, calls: whole, errors: whole, warnings: whole, infos: whole, suppressed: whole, baselined: whole }),
  findings: list(finding, 50_000),
  suppressed: list(finding, 50_000),
  files: v.optional(v.object({ listed: whole, read: whole, skipped: list(v.object({ reason: text(100), count: whole }), 100) })),
  comparison: v.optional(
    v.object({
      against: v.object({ kind: v.picklist(['ref', 'baseline', 'snapshot', 'worktree']), name: text(1000) }),
      fixed: list(finding, 50_000),
      unchanged: list(finding, 50_000),
      change: v.optional(
        v.object({
          addedNodes: list(node, 20_000),
          removedNodes: list(node, 20_000),
          renamedNodes: list(v.object({ from: text(2000), to: text(2000) }), 20_000),
          addedEdges: list(edge, 50_000),
          removedEdges: list(edge, 50_000),
          newlyShared: words,
          noLongerShared: words,
          neighbourhood: v.optional(v.object({ nodes: list(node, 1000), edges: list(edge, 5000) })),
        }),
      ),
    }),
  ),
});

type Saved = v.InferOutput<typeof savedSchema>;

/**
 * Reads what `check --format json` wrote, perhaps in another job and by a stranger: everything is checked, nothing is trusted but its shape. `file` is for
 * messages. Throws `UsageError` that says what is wrong and how to make such a file.
 */
export function readSavedCheck(file: string, content: string): SavedCheck {
  const how = 'make it with archlint check --since REF --format json';
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    throw new UsageError(`${file} is no JSON: ${how}`);
  }
  const parsed = v.safeParse(savedSchema, data, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UsageError(`${file} is no report of archlint check: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}; ${how}`);
  }
  const saved = parsed.output;
  const change = saved.comparison?.change;
  return {
    toolVersion: saved.tool.version,
    summary: saved.summary,
    findings: saved.findings.map(findingOf),
    suppressed: saved.suppressed.map(findingOf),
    graph: graphOf(change?.neighbourhood),
    files: {
      listed: saved.files?.listed ?? 0,
      read: saved.files?.read ?? 0,
      skipped: Object.fromEntries((saved.files?.skipped ?? []).map((row) => [row.reason, row.count])),
      diagnostics: [],
    },
    ...(saved.comparison === undefined ? {} : { comparison: comparisonOf(saved.comparison) }),
  };
}

function findingOf(row: Saved['findings'][number]): Finding {
  const { notes, cause, locations, ...rest } = row;
  return { ...rest, locations: filled(locations), ...(cause === undefined ? {} : { cause }), ...(notes === undefined ? {} : { notes }) };
}

function comparisonOf({ against, fixed, unchanged, change }: NonNullable<Saved['comparison']>): Comparison {
  return {
    against,
    fixed: fixed.map(findingOf),
    unchanged: unchanged.map(findingOf),
    stale: [],
    ...(change === undefined ? {} : { change: changeOf(change) }),
  };
}

function changeOf(change: NonNullable<NonNullable<Saved['comparison']>['change']>): GraphChange {
  const nodes = new Map([...change.addedNodes, ...change.removedNodes, ...(change.neighbourhood?.nodes ?? [])].map((one) => [one.id, nodeOf(one)]));
  const named = (ids: readonly string[]): GraphNode[] => ids.flatMap((id) => nodes.get(id) ?? []);
  return {
    addedNodes: change.addedNodes.map(nodeOf),
    removedNodes: change.removedNodes.map(nodeOf),
    renamedNodes: change.renamedNodes,
    addedEdges: change.addedEdges.map(edgeOf),
    removedEdges: change.removedEdges.map(edgeOf),
    newlyShared: named(change.newlyShared),
    noLongerShared: named(change.noLongerShared),
  };
}

type Neighbourhood = NonNullable<NonNullable<NonNullable<Saved['comparison']>['change']>['neighbourhood']>;

function graphOf(around: Neighbourhood | undefined): SystemGraph {
  return {
    nodes: (around?.nodes ?? []).map(nodeOf),
    edges: (around?.edges ?? []).map(edgeOf),
    releases: [],
    unresolved: [],
    coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 },
    suppressions: [],
  };
}
