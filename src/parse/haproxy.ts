/** A section of an HAProxy configuration: `frontend web`, `backend orders`, `defaults`. */
export interface HaproxySection {
  readonly kind: string;
  /** Empty where it has none. */
  readonly name: string;
  readonly line: number;
  readonly statements: readonly HaproxyLine[];
}
/** One line: words without quotes; `${NAME}` of the environment as written. */
export interface HaproxyLine {
  readonly line: number;
  readonly words: readonly string[];
}

const sections: ReadonlySet<string> = new Set(
  'global defaults frontend backend listen userlist peers mailers program resolvers ring http-errors cache fcgi-app log-forward crt-store traces'.split(' '),
);
const maxLines = 100_000;

/** An HAProxy configuration by sections; what stands before the first is left out (`orphan` is its line). Never throws: every line is read by itself. */
export function parseHaproxy(text: string): { readonly sections: readonly HaproxySection[]; readonly orphan?: number } {
  const found: (HaproxySection & { statements: HaproxyLine[] })[] = [];
  let orphan: number | undefined;
  const lines = text.split(/\r?\n/).slice(0, maxLines);
  for (const [i, written] of lines.entries()) {
    const line = i + 1;
    const words = wordsOf(written);
    const [first, name] = words;
    if (first === undefined || first.startsWith('.')) continue;
    if (sections.has(first)) found.push({ kind: first, name: name ?? '', line, statements: [] });
    else if (found.length === 0) orphan ??= line;
    else found.at(-1)?.statements.push({ line, words });
  }
  return { sections: found, ...(orphan !== undefined && { orphan }) };
}

const pieces = /\\.?|"(?:[^"\\]|\\.)*"?|'[^']*'?|[ \t]+|#.*|[^\\"' \t#]+/g;

/** Words of a line: `"` and `'` hold blanks, `\` takes the next character as it is, `#` begins a comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [piece] of line.matchAll(pieces)) {
    if (piece.startsWith('#')) break;
    if (/^[ \t]/.test(piece)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + plain(piece);
  }
  if (word !== undefined) words.push(word);
  return words;
}

function plain(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1).replace(/'$/, '');
  const bare = piece.startsWith('"') ? piece.slice(1).replace(/"$/, '') : piece;
  return bare.replace(/\\([ #"'\\])/g, '$1');
}
