// The accuracy table, as text and as Markdown, and the pooled rows under it.

const measures = ['services', 'calls', 'events', 'stores', 'tables'];

/** One row over several: right, wrong and missed rows are added up, then precision, recall and F1 are taken. */
export function pool(name, rows) {
  const pooled = { system: `pooled: ${name}`, seconds: rows.reduce((sum, row) => sum + row.seconds, 0) };
  for (const measure of measures) {
    const want = total(rows, (row) => row[measure].want);
    const tp = total(rows, (row) => row[measure].tp);
    const wrong = total(rows, (row) => row[measure].fp.length);
    const p = tp + wrong > 0 ? tp / (tp + wrong) : null;
    const r = want > 0 ? tp / want : null;
    pooled[measure] = { want, tp, p, r, f1: p !== null && r !== null && p + r > 0 ? (2 * p * r) / (p + r) : want + wrong > 0 ? 0 : null };
  }
  pooled.flags = {
    want: total(rows, (row) => row.flags.want),
    found: total(rows, (row) => row.flags.found),
    right: total(rows, (row) => row.flags.right),
    false: rows.flatMap((row) => row.flags.false),
    later: total(rows, (row) => row.flags.later),
  };
  return pooled;
}

/** Precision, recall and F1 in columns, for a terminal. */
export function textTable(rows) {
  const head = ['system', ...measures.map((measure) => `${measure} P/R/F1`), 'red flags found', 'false', 'seconds'];
  const cells = rows.map((row) => [
    row.system,
    ...measures.map((measure) => [row[measure].p, row[measure].r, row[measure].f1].map(figure).join(' ')),
    found(row),
    falseShare(row),
    row.seconds.toFixed(1),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)));
  return [head, ...cells].map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')).join('\n');
}

/** The table of README: F1 with precision and recall behind it. */
export function markdownTable(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => {
    const name = row.system.startsWith('pooled') ? `**${row.system}**` : row.system;
    return line([
      name,
      (row.languages ?? []).join(', '),
      ...measures.map((measure) => (row[measure].f1 === null ? '–' : `${figure(row[measure].f1)} (${figure(row[measure].p)} / ${figure(row[measure].r)})`)),
      found(row),
      falseShare(row),
    ]);
  });
  return `${[line(['system', 'languages', ...measures, 'red flags found', 'false findings']), line(['---', '---', ...measures.map(() => '---:'), '---:', '---:']), ...body].join('\n')}\n`;
}

const total = (rows, of) => rows.reduce((sum, row) => sum + of(row), 0);
const figure = (x) => (x === null ? '-' : x.toFixed(2));
const found = (row) => `${row.flags.found} of ${row.flags.want}`;
const falseShare = (row) => `${row.flags.false.length} of ${row.flags.right + row.flags.false.length}`;
