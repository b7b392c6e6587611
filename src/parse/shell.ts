/** One command of a shell line: its words without quotes, and where its first word stands. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Offset of the first word in the text. */
  readonly offset: number;
}

interface Token {
  readonly text: string;
  readonly operator: boolean;
  readonly offset: number;
}

/** Words of a command as a shell (or compose) splits them: quotes and backslashes go, variables stay, operators are words. */
export function shellWords(text: string): string[] {
  return tokens(text).map((token) => token.text);
}

/** The simple commands of a shell text, split at `&&`, `||`, `;`, `|`, `&`, parentheses and line ends; comments are left out. */
export function shellCommands(text: string): ShellCommand[] {
  const commands: { words: string[]; offset: number }[] = [];
  let current: { words: string[]; offset: number } | undefined;
  for (const token of tokens(text)) {
    if (token.operator) current = undefined;
    else if (current) current.words.push(token.text);
    else {
      current = { words: [token.text], offset: token.offset };
      commands.push(current);
    }
  }
  return commands;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let i = 0;
  while (i < text.length) {
    const char = text[i] ?? '';
    if (char === '\n' || char === ';') found.push({ text: ';', operator: true, offset: i++ });
    else if (/\s/.test(char)) i += 1;
    else if (char === '\\' && text[i + 1] === '\n') i += 2;
    else if (char === '#') i = lineEnd(text, i);
    else if (/[&|()]/.test(char)) {
      const length = text[i + 1] === char && char !== '(' && char !== ')' ? 2 : 1;
      found.push({ text: text.slice(i, i + length), operator: true, offset: i });
      i += length;
    } else {
      const word = wordAt(text, i);
      found.push({ text: word.text, operator: false, offset: i });
      i = word.end;
    }
  }
  return found;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A word: bare, single-quoted and double-quoted pieces without a gap; `$( … )` and `${ … }` are kept whole. */
function wordAt(text: string, from: number): { text: string; end: number } {
  let word = '';
  let i = from;
  while (i < text.length) {
    const char = text[i] ?? '';
    if (char === "'") {
      const end = text.indexOf("'", i + 1);
      word += text.slice(i + 1, end < 0 ? text.length : end);
      i = end < 0 ? text.length : end + 1;
    } else if (char === '"') {
      const quoted = doubleQuoted(text, i + 1);
      word += quoted.text;
      i = quoted.end;
    } else if (char === '\\') {
      if (text[i + 1] !== '\n') word += text[i + 1] ?? '';
      i += 2;
    } else if (char === '$' && (text[i + 1] === '(' || text[i + 1] === '{')) {
      const end = closing(text, i + 1);
      word += text.slice(i, end);
      i = end;
    } else if (/[\s;&|()]/.test(char)) break;
    else {
      word += char;
      i += 1;
    }
  }
  return { text: word, end: i };
}

function doubleQuoted(text: string, from: number): { text: string; end: number } {
  let word = '';
  let i = from;
  for (; i < text.length && text[i] !== '"'; i += 1) {
    if (text[i] === '\\' && /["\\$`\n]/.test(text[i + 1] ?? '')) i += 1;
    word += text[i] ?? '';
  }
  return { text: word, end: i + 1 };
}

/** End (exclusive) of the bracket that opens at `from`; the end of the text where it never closes. */
function closing(text: string, from: number): number {
  const open = text[from];
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === open) depth += 1;
    else if (text[i] === close) depth -= 1;
    if (depth === 0) return i + 1;
  }
  return text.length;
}
