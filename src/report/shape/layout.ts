import type { Paint } from '../options.js';

/** Wide (two cells) by Unicode's East Asian Width W and F, in the blocks that names come from. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const combining = /\p{M}/u;

/** Terminal cells that a text without escapes takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** Pads with spaces to a width in cells; longer text stays as it is. */
export function padCells(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Shortens to a width in cells, with an ellipsis. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Breaks at spaces into lines of at most `width` cells. A longer word stays whole, so that paths remain clickable. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

/** Breaks inside words too, after one of `/ - _ . ,` where possible: for table cells. */
function wrapHard(text: string, width: number): readonly string[] {
  return wrap(text, width).flatMap((line) => breakWord(line, Math.max(4, width)));
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = word;
  while (displayWidth(rest) > width) {
    const head = [...clip(rest, width + 1)].slice(0, -1).join('');
    const border = Math.max(...['/', '-', '_', '.', ','].map((mark) => head.lastIndexOf(mark))) + 1;
    const cut = border > head.length / 2 ? border : head.length;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}

/** A cell: text without escapes, painted after it is laid out. Several lines are several paragraphs. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

/**
 * Lays rows out in aligned columns, two spaces apart; the widest columns shrink and wrap until a row fits `columns` cells.
 * The first row is taken as it comes: paint it for a heading.
 */
export function table(rows: readonly (readonly Cell[])[], columns: number, indent = 0): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(0, ...rows.flatMap((row) => (row[i]?.text ?? '').split('\n').map(displayWidth))));
  shrink(widths, columns - indent - 2 * (count - 1));
  return rows.flatMap((row) => tableRow(row, widths, indent));
}

function shrink(widths: number[], available: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - available;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= 10) return;
    widths[widths.indexOf(widest)] = widest - 1;
    over -= 1;
  }
}

function tableRow(row: readonly Cell[], widths: readonly number[], indent: number): readonly string[] {
  const cells = row.map((cell, i) => ({ paint: cell.paint, lines: cell.text.split('\n').flatMap((line) => wrapHard(line, widths[i] ?? 10)) }));
  const height = Math.max(0, ...cells.map((cell) => cell.lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = cells.map((cell, i) => {
      const text = cell.lines[line] ?? '';
      const padding = ' '.repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(text)));
      return (cell.paint && text !== '' ? cell.paint(text) : text) + padding;
    });
    return (' '.repeat(indent) + parts.join('  ')).trimEnd();
  });
}

/** `1 call`, `2 calls`, `0 calls`; an irregular plural can be given. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
