import type { Location } from '../../core/location.js';
import type { Palette } from '../options.js';
import { term } from './escape.js';
import { clip, displayWidth, padCells, wrap } from './layout.js';

/** One line about a place in a file: words before it and after it. */
export interface PlaceRow extends Location {
  readonly label: string;
  readonly text: string;
}

const maxLabel = 30;
const maxPlace = 52;
const maxText = 200;
const minText = 24;

/**
 * Lays out rows `label  file:line  text` with aligned columns. A text that does not fit goes on below its place, wrapped; a label or place wider than its
 * column takes a line of its own; `minLabel` aligns several calls. File names stay whole. All parts are escaped for a terminal here.
 */
export function placeRows(rows: readonly PlaceRow[], indent: number, columns: number, palette: Palette, minLabel = 0): readonly string[] {
  const clean = rows.map((row) => ({ label: term(row.label), place: `${term(row.file)}:${row.line}`, text: clip(term(row.text), maxText) }));
  const labelWidth = Math.max(
    minLabel,
    widest(
      clean.map((row) => row.label),
      maxLabel,
    ),
  );
  const placeWidth = widest(
    clean.map((row) => row.place),
    Math.max(20, Math.min(maxPlace, columns - indent - labelWidth - 4 - minText)),
  );
  const placeAt = indent + (labelWidth > 0 ? labelWidth + 2 : 0);
  const textAt = placeAt + placeWidth + 2;
  const below = placeAt + 2 + minText <= columns ? placeAt + 2 : indent + 2;
  const lines: string[] = [];
  for (const row of clean) {
    let head = ' '.repeat(indent);
    if (displayWidth(row.label) > labelWidth) {
      lines.push(head + row.label);
      head = ' '.repeat(placeAt);
    } else if (labelWidth > 0) head += `${padCells(row.label, labelWidth)}  `;
    const fits = displayWidth(row.place) <= placeWidth && textAt + displayWidth(row.text) <= columns;
    if (row.text === '') lines.push(head + palette.cyan(row.place));
    else if (fits) lines.push(`${head + palette.cyan(row.place) + ' '.repeat(placeWidth - displayWidth(row.place))}  ${row.text}`);
    else {
      lines.push(head + palette.cyan(row.place));
      lines.push(...wrap(row.text, columns - below).map((line) => ' '.repeat(below) + line));
    }
  }
  return lines;
}

/** Width of the widest text that still fits the limit. */
function widest(texts: readonly string[], limit: number): number {
  return Math.max(0, ...texts.map(displayWidth).filter((width) => width <= limit));
}
