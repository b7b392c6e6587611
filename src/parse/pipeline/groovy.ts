/** A word (with its dots), a string without quotes or another character of Groovy. */
export interface Groovy {
  readonly kind: 'word' | 'string' | 'mark';
  /** References in double-quoted strings as `${name}`; in single-quoted ones a `$` is the shell's. */
  readonly text: string;
  readonly offset: number;
}

/** The tokens of a Groovy (or Gradle) text; comments are left out. Linear in its length. */
export function groovyTokens(text: string): Groovy[] {
  const tokens: Groovy[] = [];
  let i = 0;
  while (i < text.length) {
    const char = text[i] ?? '';
    const two = text.slice(i, i + 2);
    if (/\s/.test(char)) i += 1;
    else if (two === '//' || (char === '#' && i === 0)) i = after(text, '\n', i);
    else if (two === '/*') i = after(text, '*/', i + 2);
    else if (char === '"' || char === "'") {
      const string = stringAt(text, i);
      tokens.push({ kind: 'string', text: string.text, offset: string.begin });
      i = string.end;
    } else if (/[A-Za-z_$]/.test(char)) {
      const word = /^[\w$]+(?:\??\.[A-Za-z_]\w*)*/.exec(text.slice(i, i + 300))?.[0] ?? char;
      tokens.push({ kind: 'word', text: word.replaceAll('?.', '.'), offset: i });
      i += word.length;
    } else if (char === '.' && /^\.[A-Za-z_]\w*/.test(text.slice(i, i + 2))) {
      const word = /^\.[A-Za-z_]\w*/.exec(text.slice(i, i + 100))?.[0] ?? char;
      tokens.push({ kind: 'word', text: word, offset: i });
      i += word.length;
    } else {
      const mark = two === '->' || two === '==' || two === '&&' || two === '||' ? two : char;
      tokens.push({ kind: 'mark', text: mark, offset: i });
      i += mark.length;
    }
  }
  return tokens;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

/** `begin` is where the string's own text begins. */
function stringAt(text: string, at: number): { readonly text: string; readonly begin: number; readonly end: number } {
  const quote = text[at] ?? '"';
  const triple = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const begin = at + triple.length;
  let out = '';
  let i = begin;
  for (; i < text.length && !text.startsWith(triple, i); i += 1) {
    if (text[i] === '\\' && i + 1 < text.length) {
      const next = text[i + 1] ?? '';
      // A line that a backslash continues stays one for the shell; an escaped dollar is the shell's.
      out += next === '\n' ? '\\\n' : next === 'n' ? '\n' : next === 't' ? '\t' : next;
      i += 1;
    } else if (triple === quote && text[i] === '\n') break;
    else out += text[i];
  }
  return { text: out.replace(/\$\{(?:env|params)\.(\w+)\}/g, '${$1}'), begin, end: Math.min(text.length, i + triple.length) };
}
