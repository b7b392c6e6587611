import { Graphviz } from '@hpcc-js/wasm-graphviz';

/** DOT as Graphviz's own parser reads it. */
export interface DotGraph {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Attributes by the node's name. */
  readonly nodes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** The attributes, with `tail -> head` as `ends`, in the order of the text. */
  readonly edges: readonly Readonly<Record<string, string>>[];
  /** Labels of the clusters with the names in them, inner clusters' included. */
  readonly clusters: readonly { readonly label: string; readonly nodes: readonly string[] }[];
  /** Subgraphs with a rank. */
  readonly ranks: Readonly<Record<string, readonly string[]>>;
}

interface DotJson {
  readonly objects?: readonly {
    readonly name: string;
    readonly nodes?: readonly number[];
    readonly label?: string;
    readonly rank?: string;
    readonly _gvid: number;
  }[];
  readonly edges?: readonly Readonly<Record<string, string>>[];
}

/** Parses with the Graphviz that draws the pictures. Throws where the text is no valid DOT. */
export async function parseDot(text: string): Promise<DotGraph> {
  const graphviz = await Graphviz.load();
  const parsed = JSON.parse(graphviz.layout(text, 'dot_json', 'dot')) as DotJson & Record<string, unknown>;
  const objects = parsed.objects ?? [];
  const nodes = objects.filter((object) => object.nodes === undefined && !('subgraphs' in object));
  const name = (index: unknown): string => objects.find((object) => object._gvid === Number(index))?.name ?? '';
  const inside = (ids: readonly number[] | undefined): readonly string[] => (ids ?? []).map(name).toSorted();
  return {
    attributes: parsed,
    nodes: new Map(nodes.map((node) => [node.name, node as unknown as Record<string, string>])),
    edges: (parsed.edges ?? []).map((edge) => ({ ...edge, ends: `${name(edge.tail)} -> ${name(edge.head)}` })),
    clusters: objects.flatMap((object) => (object.name.startsWith('cluster_') ? [{ label: object.label ?? '', nodes: inside(object.nodes) }] : [])),
    ranks: Object.fromEntries(objects.flatMap((object) => (object.rank === undefined ? [] : [[object.rank, inside(object.nodes)]]))),
  };
}
