import mermaid from 'mermaid';

/** A flowchart as Mermaid's own parser reads it. */
export interface Flowchart {
  /** Text of each node with entities decoded and ` / ` for a line break, by id. */
  readonly nodes: ReadonlyMap<string, string>;
  /** `from -stroke-> to: text`, by the texts of the ends, in the order of the text. */
  readonly edges: readonly string[];
  /** Title and the texts of the nodes of each subgraph, in the order of the text. */
  readonly frames: readonly { readonly title: string; readonly nodes: readonly string[] }[];
  readonly classes: ReadonlyMap<string, readonly string[]>;
}

interface FlowDatabase {
  getVertices(): Map<string, { id: string; text?: string; classes: string[] }>;
  getEdges(): { start: string; end: string; text?: string; stroke?: string }[];
  getSubGraphs(): { title: string; nodes: string[]; id: string }[];
}

/** Mermaid keeps entities in a form of its own until it draws: `ﬂ°°34¶ß` for `#34;`. */
const decoded = (text: string): string =>
  text
    .replace(/<br\/?>/g, ' / ')
    .replace(/ﬂ°°(\d+)¶ß|#(\d+);/g, (_, kept: string | undefined, plain: string | undefined) => String.fromCodePoint(Number(kept ?? plain)));

/** Mermaid lists its kinds of diagram when it first parses. */
const started = mermaid.parse('flowchart LR');

/** Parses with the package that GitHub and GitLab render with; needs the environment jsdom. Throws where the text is no valid flowchart. */
export async function parseFlowchart(text: string): Promise<Flowchart> {
  await started;
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  const db = diagram.db as unknown as FlowDatabase;
  const vertices = [...db.getVertices().values()];
  const nodes = new Map(vertices.map((vertex) => [vertex.id, decoded(vertex.text ?? '')]));
  const name = (id: string): string => nodes.get(id) ?? id;
  return {
    nodes,
    edges: db.getEdges().map((edge) => `${name(edge.start)} -${edge.stroke}-> ${name(edge.end)}: ${decoded(edge.text ?? '')}`),
    frames: db.getSubGraphs().map((frame) => ({ title: decoded(frame.title), nodes: frame.nodes.map(name) })),
    classes: new Map(vertices.map((vertex) => [name(vertex.id), vertex.classes])),
  };
}
