import type { ChannelPoint, ForwardFact } from '../core/workload.js';
import type { Evidence } from '../core/location.js';
import type { Term } from '../core/term.js';

/** A channel that a queue or topic gets its messages from, with the lines that say so. */
export interface Upstream {
  readonly point: ChannelPoint;
  readonly evidence: readonly Evidence[];
}

const maxHops = 6;

/** The channels whose messages a platform passes on to this one, first to last; those that get theirs from none other. Empty where nothing does. */
export function upstreamOf(technology: string, name: string, forwards: readonly ForwardFact[], hops = 0): Upstream[] {
  if (hops > maxHops) return [];
  return forwards
    .filter((f) => f.to.technology === technology && textOf(f.to.name) === name)
    .flatMap((f) => {
      const line: Evidence = { ...f.at, foundBy: f.foundBy, text: `${shown(f.from)} → ${name}`, role: 'definition' };
      const further = upstreamOf(f.from.technology, textOf(f.from.name) ?? '', forwards, hops + 1);
      return further.length > 0 ? further.map((u) => ({ ...u, evidence: [...u.evidence, line] })) : [{ point: f.from, evidence: [line] }];
    });
}

/** The text of a name that a manifest says as a whole. */
export function textOf(term: Term | undefined): string | undefined {
  return term?.k === 'literal' ? term.text : undefined;
}

function shown(point: ChannelPoint): string {
  return textOf(point.name) ?? textOf(point.key) ?? textOf(point.exchange) ?? point.technology;
}
