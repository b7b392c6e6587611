import type { Severity } from '../../../core/rule.js';
import type { Change, Look, Manner } from './drawing.js';

/** Colours of a node: pale fill and dark text make a card that reads on a white and on a dark page. */
export interface Card {
  readonly fill: string;
  readonly stroke: string;
}

/** Text on cards, its small print, and text on the page itself. */
export const ink = '#1f2328';
export const smallInk = '#59636e';
export const pageInk = '#57606a';

/** Hues differ in lightness too, and every look has a shape of its own: nothing is told by colour alone. */
export const cards: Readonly<Record<Look, Card>> = {
  service: { fill: '#e9f0fa', stroke: '#56779f' },
  job: { fill: '#e9f0fa', stroke: '#56779f' },
  frontend: { fill: '#e4f1fb', stroke: '#3c86b8' },
  gateway: { fill: '#e5f3ea', stroke: '#4c8a62' },
  datastore: { fill: '#fbf0da', stroke: '#a87a24' },
  table: { fill: '#fffaf0', stroke: '#a87a24' },
  channel: { fill: '#f2ebfa', stroke: '#8463b5' },
  external: { fill: '#ffffff', stroke: '#737b85' },
  library: { fill: '#e2f3f1', stroke: '#2f8f83' },
  infrastructure: { fill: '#f3f4f6', stroke: '#9aa1a9' },
  folded: { fill: '#dfe8f4', stroke: '#3f5f88' },
};

/** Strokes stand on the page itself: tones with a contrast of three to one or more on white and on a dark page. */
export const strokes: Readonly<Record<Manner, string>> = {
  call: '#57728f',
  route: '#4c8a62',
  message: '#8463b5',
  access: '#a87a24',
  import: '#2f8f83',
  use: '#8b949e',
  order: '#a8afb6',
  change: '#b0568a',
};

/** What findings paint; thickness falls with the severity too. `ink`: for words on a card. */
export const alarms: Readonly<Record<Severity, { readonly stroke: string; readonly width: number; readonly ink: string }>> = {
  error: { stroke: '#d1242f', width: 3, ink: '#b3202a' },
  warn: { stroke: '#c77c02', width: 2.5, ink: '#875400' },
  info: { stroke: '#2f7ddb', width: 2, ink: '#1f5fae' },
};

/** Border of a frame that stands for a group. */
export const frameStroke = '#b6bec7';

/** What a change paints: added thick, removed dashed and pale, so that red is left to findings. */
export const changes: Readonly<Record<Change, string>> = { added: '#1f883d', removed: '#8b949e' };
