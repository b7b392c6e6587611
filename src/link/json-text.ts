import { compareText } from '../core/location.js';
import type { Abs } from './abstract.js';
import { text, unknown } from './abstract.js';
import { entriesOf } from './contents.js';
import type { Machine } from './machine.js';

/** An object as JSON with sorted keys, where all of it is known; a text stays. */
export function jsonText(machine: Machine, value: Abs): Abs[] {
  if (value.t === 'text') return [value];
  const json = jsonOf(machine, value, 0);
  return [json === null ? (value.t === 'setting' || value.t === 'concat' ? value : unknown('pattern')) : text(json)];
}

function jsonOf(machine: Machine, value: Abs, depth: number): string | null {
  if (value.t === 'text') return JSON.stringify(value.text);
  const pairs = depth < 4 && (value.t === 'record' || value.t === 'fields') ? entriesOf(machine, value) : null;
  if (!pairs) return null;
  const shown = [...pairs]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, item]) => {
      const inner = item()[0];
      const json = inner ? jsonOf(machine, inner, depth + 1) : null;
      return json === null ? null : `${JSON.stringify(key)}:${json}`;
    });
  return shown.includes(null) ? null : `{${shown.join(',')}}`;
}
