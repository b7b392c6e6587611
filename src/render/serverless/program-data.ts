/**
 * The object that a configuration program exports (`export default { … }`, `module.exports = { … }`, a constant that is), written as a flow map of YAML of the same
 * length, so that lines stay: comments and casts are blanked, texts in backticks are quoted. Undefined where it exports no object as it stands. Linear in the text.
 */
export function dataOf(text: string): string | undefined {
  const begin = beginOf(text);
  if (begin === undefined) return undefined;
  const out: string[] = [text.slice(0, begin).replace(/[^\n]/g, ' ')];
  let depth = 0;
  let i = begin;
  while (i < text.length) {
    const char = text[i] ?? '';
    const token = tokenAt(text, i);
    out.push(token.out);
    i += token.length;
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    if (depth === 0) break;
  }
  return depth === 0 ? out.join('') : undefined;
}

/** Where the exported object begins: at the export itself, else at the constant that it names. */
function beginOf(text: string): number | undefined {
  const exported = /(?:^|\n)\s*(?:export\s+default|module\.exports\s*=|export\s*=)\s*(\{|[A-Za-z_$][\w$]*)/.exec(text);
  if (exported === null) return undefined;
  const what = exported[1] ?? '';
  if (what === '{') return exported.index + exported[0].length - 1;
  const constant = new RegExp(`(?:const|let|var)\\s+${what.replace(/\$/g, '\\$')}\\b[^={]{0,200}=\\s*\\{`).exec(text);
  return constant === null ? undefined : constant.index + constant[0].length - 1;
}

function tokenAt(text: string, i: number): { readonly out: string; readonly length: number } {
  const char = text[i] ?? '';
  if (text.startsWith('//', i)) return blank(text, i, until(text, i, '\n'));
  if (text.startsWith('/*', i)) return blank(text, i, Math.min(until(text, i + 2, '*/') + 2, text.length));
  if (char === '"' || char === "'" || char === '`') return quoted(text, i, char);
  const cast = /^\s+(?:as|satisfies)\s+[\w.]+(?:<[^<>]*>)?(?:\[\])?/.exec(text.slice(i, i + 120));
  if (cast !== null) return blank(text, i, i + cast[0].length);
  return { out: char, length: 1 };
}

function until(text: string, from: number, end: string): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at;
}

function blank(text: string, from: number, to: number): { out: string; length: number } {
  return { out: text.slice(from, to).replace(/[^\n]/g, ' '), length: to - from };
}

/** A text as YAML's double-quoted one; its line ends are kept outside of it. */
function quoted(text: string, begin: number, quote: string): { out: string; length: number } {
  let value = '';
  let i = begin + 1;
  for (; i < text.length && text[i] !== quote; i += 1) {
    if (text[i] === '\\') i += 1;
    value += text[i] ?? '';
  }
  const lines = value.split('\n').length - 1;
  const plain = quote === '`' ? value.replace(/\$\{[^}]*\}/g, '') : value;
  return { out: JSON.stringify(plain) + '\n'.repeat(lines), length: i + 1 - begin };
}
