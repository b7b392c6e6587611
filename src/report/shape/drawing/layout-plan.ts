import type { Drawing } from './drawing.js';

/** How Graphviz should lay a drawing out, so that the time it takes stays bounded. */
export interface LayoutPlan {
  readonly engine: 'dot' | 'sfdp';
  /** `inline`: the layout makes room for them; `beside`: they are put where there is room afterwards. */
  readonly labels: 'inline' | 'beside' | 'none';
  readonly attributes: Readonly<Record<string, string>>;
}

/** More than this takes too long: sfdp needs some ten seconds for 3,000 nodes and 10,000 lines. */
const mostNodes = 3000;
const mostLines = 10_000;

/** Why a drawing cannot be laid out, and what to do; undefined where it can. */
export function tooLarge(drawing: Drawing): string | undefined {
  const [nodes, lines] = [drawing.nodes.length, drawing.lines.length];
  if (nodes <= mostNodes && lines <= mostLines) return undefined;
  return `${nodes} nodes and ${lines} lines are more than can be laid out (${mostNodes} and ${mostLines}): draw less with --focus NODE or --level services, or leave out --group-by none`;
}

const bounded = (nslimit: string, mclimit: string): Readonly<Record<string, string>> => ({ nslimit, nslimit1: nslimit, mclimit });

/**
 * Measured on random graphs, whose lines cross more than those of any system: 120 lines with labels in their way take half a second, 300 half a minute, but one
 * second with the labels put afterwards; from there on the routing of curves takes most of the time.
 */
export function layoutPlan(drawing: Drawing): LayoutPlan {
  const [nodes, lines] = [drawing.nodes.length, drawing.lines.length];
  if (nodes > 700 || lines > 1200) return cloud;
  if (lines <= 150) return { engine: 'dot', labels: 'inline', attributes: {} };
  if (lines <= 300) return { engine: 'dot', labels: 'beside', attributes: bounded('2', '0.5') };
  return { engine: 'dot', labels: 'none', attributes: { ...bounded('0.5', '0.1'), splines: 'line' } };
}

/** The layout for what has no readable order any more. */
export const cloud: LayoutPlan = {
  engine: 'sfdp',
  labels: 'none',
  attributes: { layout: 'sfdp', overlap: 'scalexy', repulsiveforce: '3', quadtree: 'fast' },
};
