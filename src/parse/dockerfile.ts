import { DockerfileParser } from 'dockerfile-ast';
import type { Diagnostic } from '../core/extraction.js';

/** A stretch of an instruction's text on one line of the file. */
export interface DockerText {
  readonly text: string;
  readonly line: number;
}

export interface DockerInstruction {
  /** Upper case: `FROM`, `ENV`, `RUN` … */
  readonly keyword: string;
  readonly line: number;
  /** `--from=build` and the like, without dashes; a flag without value has an empty one. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows the flags, continuation lines joined, comments left out. */
  readonly text: string;
  /** The line on which an offset of `text` stands. */
  lineAt(offset: number): number;
  /** Elements of the JSON form (`CMD ["node", "main.js"]`). */
  readonly json?: readonly string[];
  /** Lines of here-documents, end marks included. */
  readonly heredoc: readonly DockerText[];
}

/** A Dockerfile as its instructions in order. Goes in: the path (for diagnostics only) and the text. Never throws. */
export function parseDockerfile(file: string, text: string): { instructions: DockerInstruction[]; escapeCharacter: string; diagnostics: Diagnostic[] } {
  try {
    const parsed = DockerfileParser.parse(text);
    const escapeCharacter = parsed.getEscapeCharacter();
    const lines = text.split(/\r\n|\n|\r/);
    const instructions = parsed.getInstructions().map((instruction) => {
      const { start, end } = instruction.getRange();
      return readInstruction(instruction.getKeyword(), lines.slice(start.line, end.line + 1), start.line + 1, escapeCharacter);
    });
    return { instructions, escapeCharacter, diagnostics: [] };
  } catch {
    const message = 'The Dockerfile cannot be read. Correct it or add it to `ignore`.';
    return { instructions: [], escapeCharacter: '\\', diagnostics: [{ file, line: 1, reason: 'unparsable', message }] };
  }
}

function readInstruction(keyword: string, lines: readonly string[], firstLine: number, escapeCharacter: string): DockerInstruction {
  const pieces: DockerText[] = [];
  let used = 0;
  for (const [index, line] of lines.entries()) {
    used = index + 1;
    const skipped = index > 0 && (/^\s*#/.test(line) || line.trim() === '');
    if (skipped) continue;
    const continued = line.trimEnd().endsWith(escapeCharacter);
    pieces.push({ text: continued ? line.trimEnd().slice(0, -1) : line, line: firstLine + index });
    if (!continued) break;
  }
  const heredoc = lines.slice(used).map((text, index) => ({ text, line: firstLine + used + index }));
  const joined = pieces.map((piece) => piece.text).join('');
  const head = /^\s*\w+\s*/.exec(joined)?.[0] ?? '';
  const { flags, length } = readFlags(joined.slice(head.length));
  const begin = head.length + length;
  const text = joined.slice(begin).trimEnd();
  const json = jsonForm(text);
  return {
    keyword: keyword.toUpperCase(),
    line: firstLine,
    flags,
    text,
    lineAt: (offset) => lineOf(pieces, begin + offset, firstLine),
    ...(json && { json }),
    heredoc,
  };
}

function lineOf(pieces: readonly DockerText[], offset: number, firstLine: number): number {
  let rest = offset;
  for (const piece of pieces) {
    if (rest < piece.text.length) return piece.line;
    rest -= piece.text.length;
  }
  return pieces.at(-1)?.line ?? firstLine;
}

function readFlags(text: string): { flags: Map<string, string>; length: number } {
  const flags = new Map<string, string>();
  let length = 0;
  for (let match = /^--([\w-]+)(?:=(\S*))?\s+/.exec(text); match; match = /^--([\w-]+)(?:=(\S*))?\s+/.exec(text.slice(length))) {
    flags.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
    length += match[0].length;
  }
  return { flags, length };
}

function jsonForm(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A word of an ENV, ARG, LABEL or EXPOSE instruction. */
export interface DockerWord {
  /** Without quotes; a `$` that stands for itself is doubled, so that `interpolate` leaves it. */
  readonly text: string;
  readonly offset: number;
}

/** Splits at white space outside quotes, as ENV and ARG do: `A="x y" B=\$1` are two words. */
export function dockerWords(text: string, escapeCharacter: string): DockerWord[] {
  const words: DockerWord[] = [];
  let word: string | undefined;
  let begin = 0;
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push({ text: word, offset: begin });
      word = undefined;
      continue;
    }
    if (word === undefined) {
      word = '';
      begin = i;
    }
    const next = text[i + 1];
    if (char === escapeCharacter && quote !== "'" && next !== undefined) {
      word += escaped(char, next, quote);
      i += 1;
    } else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else word += char === '$' && quote === "'" ? '$$' : char;
  }
  if (word !== undefined) words.push({ text: word, offset: begin });
  return words;
}

/** What an escape character and the one after it stand for. */
function escaped(escapeCharacter: string, next: string, quote: string): string {
  if (next === '$') return '$$';
  const kept = quote === '"' && !/["\\$`]/.test(next) && next !== escapeCharacter;
  return kept ? escapeCharacter + next : next;
}
