import type { Extraction } from '../core/extraction.js';
import type { Rendering } from '../core/rendered.js';

/** Moves every place of an extraction that lies in the rendering to where its line comes from. A line beyond the last is the last. */
export function relocate(extraction: Extraction, rendering: Rendering): Extraction {
  return moved(extraction, rendering) as Extraction;
}

function moved(value: unknown, rendering: Rendering): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, rendering));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, rendering)]));
  if (copy['file'] !== rendering.file || typeof copy['line'] !== 'number') return copy;
  const at = rendering.lines[Math.min(copy['line'], rendering.lines.length) - 1];
  return at === undefined ? copy : { ...copy, file: at.file, line: at.line };
}
