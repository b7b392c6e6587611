import type { Diagnostic } from '../core/extraction.js';
import { literal, type Term } from '../core/term.js';
import { interpolate } from './interpolate.js';

export interface DotenvEntry {
  readonly name: string;
  readonly value: Term;
  readonly line: number;
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:=|:\s)\s*(.*)$/;

/**
 * A .env file: `NAME=value` lines with quotes (also over several lines), `export`, comments, `${OTHER}` outside single quotes. Names may
 * repeat, the last wins. Lines that are nothing of this are reported, once a file.
 */
export function parseDotenv(file: string, text: string): { entries: DotenvEntry[]; diagnostics: Diagnostic[] } {
  const lines = text.split(/\r\n|\n|\r/);
  const entries: DotenvEntry[] = [];
  const odd: number[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const match = assignment.exec(line);
    if (!match) {
      if (!/^\s*(export|unset|set)\b/.test(line)) odd.push(i + 1);
      continue;
    }
    const rest = (match[2] ?? '').trim();
    const quoted = readQuoted(rest, lines, i);
    entries.push({ name: match[1] ?? '', value: quoted?.value ?? unquoted(rest), line: i + 1 });
    if (quoted) i = quoted.last;
  }
  const [first] = odd;
  const message = `${odd.length === 1 ? 'The line is' : `${odd.length} lines are`} no NAME=value and not read. Correct the file.`;
  return { entries, diagnostics: first === undefined ? [] : [{ file, line: first, reason: 'unparsable', message }] };
}

function unquoted(rest: string): Term {
  return interpolate(rest.startsWith('#') ? '' : rest.replace(/\s+#.*$/, '').trimEnd());
}

const maxQuotedLines = 200;

/** A quoted value that begins at `rest`, perhaps ending on a later line; undefined where no quote opens or none closes. */
function readQuoted(rest: string, lines: readonly string[], first: number): { value: Term; last: number } | undefined {
  const quote = rest[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  let text = rest.slice(1);
  for (let last = first; last < Math.min(lines.length, first + maxQuotedLines); last += 1) {
    if (last > first) text += `\n${lines[last] ?? ''}`;
    const end = closingQuote(text, quote);
    if (end < 0) continue;
    const inner = text.slice(0, end);
    if (quote === "'") return { value: literal(inner), last };
    return { value: interpolate(inner.replace(/\\([nrt"$\\`])/g, (_, char: string) => ({ n: '\n', r: '\r', t: '\t', $: '$$' })[char] ?? char)), last };
  }
  return undefined;
}

function closingQuote(text: string, quote: string): number {
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '\\' && quote !== "'") i += 1;
    else if (text[i] === quote) return i;
  }
  return -1;
}
