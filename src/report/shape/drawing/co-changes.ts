import type { NodeId } from '../../../core/graph.js';
import type { CoChange, HistoryEvidence } from '../../../core/history.js';
import type { DrawnLine } from './drawing.js';

/** As often as independent services, times this, and a probability of chance under that: what lockstep-deploy calls significant. */
const minLift = 1.5;
const maxP = 0.01;

/** Pairs that change together more often than by chance, as lines without direction: `17 of 20` changes of the one that changes less. */
export function coChangeLines(history: HistoryEvidence | undefined, shown: ReadonlySet<NodeId>): readonly DrawnLine[] {
  return (history?.coChanges ?? []).filter((pair) => pair.lift > minLift && pair.p < maxP && shown.has(pair.a) && shown.has(pair.b)).map(lineOf);
}

function lineOf({ a, b, shared, changesOfA, changesOfB, confidence, lift }: CoChange): DrawnLine {
  return {
    from: a,
    to: b,
    manner: 'change',
    certainty: 'observed',
    words: new Map([[`${shared} of ${Math.min(changesOfA, changesOfB)} changes`, 1]]),
    tip: `${shared} shared of ${changesOfA} and ${changesOfB} changes, ${lift.toFixed(1)} times chance`,
    weight: confidence,
  };
}
