import type { Severity } from '../../../core/rule.js';
import { alarms, changes, strokes } from './colours.js';
import type { Drawing, DrawnLine, Manner } from './drawing.js';
import { severityOf } from './marks.js';

/** One stroke of a legend with its meaning. */
export interface LegendEntry {
  readonly text: string;
  readonly colour: string;
  readonly style: 'solid' | 'dashed' | 'dotted';
  readonly width: number;
}

const manners: readonly (readonly [Manner, string])[] = [
  ['call', 'synchronous call'],
  ['route', 'route'],
  ['message', 'message'],
  ['access', 'data'],
  ['import', 'import'],
  ['use', 'use'],
  ['order', 'start-up order'],
  ['change', 'changed together'],
];
const severities: readonly (readonly [Severity, string])[] = [
  ['error', 'error'],
  ['warn', 'warning'],
  ['info', 'info'],
];

/** The strokes of a drawing that need a word: those in use, manners only where there are several. */
export function legendOf(drawing: Drawing): readonly LegendEntry[] {
  const entry = (text: string, colour: string, more: Partial<LegendEntry> = {}): LegendEntry => ({ text, colour, style: 'solid', width: 1, ...more });
  const has = (test: (line: DrawnLine) => boolean): boolean => drawing.lines.some(test);
  const shown = manners.filter(([manner]) => has((line) => line.manner === manner && line.mark === undefined && line.change === undefined));
  const grave = new Set([...drawing.nodes, ...drawing.lines, ...drawing.frames].flatMap((one) => (one.mark ? [severityOf(one.mark)] : [])));
  return [
    ...(shown.length > 1 || shown[0]?.[0] === 'change'
      ? shown.map(([manner, text]) => entry(text, strokes[manner], manner === 'change' ? { style: 'dotted', width: 2 } : {}))
      : []),
    ...(has((line) => line.certainty === 'inferred') ? [entry('by a name alone', strokes.call, { style: 'dashed' })] : []),
    ...(has((line) => line.certainty === 'observed' && line.manner !== 'change') ? [entry('seen in traces', strokes.call, { style: 'dotted' })] : []),
    ...severities
      .filter(([severity]) => grave.has(severity))
      .map(([severity, text]) => entry(text, alarms[severity].stroke, { width: alarms[severity].width })),
    ...(has((line) => line.change === 'added') ? [entry('added', changes.added, { width: 4 })] : []),
    ...(has((line) => line.change === 'removed') ? [entry('removed', changes.removed, { width: 2, style: 'dashed' })] : []),
  ];
}
