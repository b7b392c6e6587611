import { dotHtml } from '../escape.js';
import type { Drawing } from './drawing.js';
import { type LegendEntry, legendOf } from './legend.js';

const entriesInRow = 8;

/** Legend and notes below a picture, as an HTML-like DOT label; an empty string label where there are none. */
export function dotFooter(drawing: Drawing): string {
  const entries = legendOf(drawing);
  const rows = Array.from({ length: Math.ceil(entries.length / entriesInRow) }, (_, i) => row(entries.slice(i * entriesInRow, (i + 1) * entriesInRow)));
  const notes = drawing.notes.map((note) => `<TR><TD ALIGN="LEFT" COLSPAN="${2 * entriesInRow}">${dotHtml(note)}</TD></TR>`);
  return rows.length + notes.length === 0 ? '""' : `<<TABLE BORDER="0" CELLSPACING="2" CELLPADDING="1">${[...rows, ...notes].join('')}</TABLE>>`;
}

/** A cell whose lower border alone is drawn is a stroke; the empty cell below it brings it to the middle of the line. */
function row(entries: readonly LegendEntry[]): string {
  const cells = entries.map(({ text, colour, style, width }) => {
    const stroke = `<TR><TD WIDTH="26" HEIGHT="4" BORDER="${width}" SIDES="B" STYLE="${style}" COLOR="${colour}"></TD></TR><TR><TD HEIGHT="4"></TD></TR>`;
    return `<TD><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">${stroke}</TABLE></TD><TD ALIGN="LEFT">${dotHtml(text)}  </TD>`;
  });
  return `<TR>${cells.join('')}</TR>`;
}
