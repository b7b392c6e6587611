import * as v from 'valibot';
import type { Edge, GraphNode } from '../core/graph.js';
import { UsageError } from '../core/usage-error.js';
import { edge, edgeOf, list, node, nodeOf, text } from './saved-parts.js';

const savedSchema = v.object({
  schemaVersion: v.literal(1),
  tool: v.object({ name: v.literal('archlint'), version: text(100) }),
  nodes: list(node, 200_000),
  edges: list(edge, 1_000_000),
});

/** Nodes and edges of a graph that was written to a file. */
export interface SavedGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

/** Reads what `graph --format json` wrote: only its shape is trusted. `file` is for messages. Throws `UsageError` that says what is wrong and how to make such a file. */
export function readSavedGraph(file: string, content: string): SavedGraph {
  const how = 'Make it with archlint graph --format json.';
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    throw new UsageError(`${file} is no JSON. ${how}`);
  }
  const parsed = v.safeParse(savedSchema, data, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UsageError(`${file} is no graph of archlint: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}. ${how}`);
  }
  const { nodes, edges } = parsed.output;
  const known = new Set(nodes.map(({ id }) => id));
  const loose = edges.find(({ from, to }) => !known.has(from) || !known.has(to));
  if (loose) throw new UsageError(`${file} has an edge from ${loose.from} to ${loose.to}, but not both nodes. ${how}`);
  return { nodes: nodes.map(nodeOf), edges: edges.map(edgeOf) };
}
