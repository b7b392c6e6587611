/** Stands around an expression in a text. */
export const hole = '\u0001';
const dollar = '\u0002';

/**
 * An object, list or text that a program declares, written as a flow map of YAML of the same length, so that lines stay: comments and casts are blanked, texts are quoted, names
 * are bare words. `name`: the exported or declared constant; `default` for what `export default`, `module.exports =` or `export =` gives. `folder` stands for
 * `__dirname`. Undefined where there is none as it stands. Linear in the text.
 */
export function dataOf(text: string, name = 'default', folder = '.'): string | undefined {
  const begin = beginOf(text, name);
  if (begin === undefined) return undefined;
  const out: string[] = [text.slice(0, begin).replace(/[^\n]/g, ' ')];
  let depth = 0;
  for (let i = begin; i < text.length; ) {
    const char = text[i] ?? '';
    const token = tokenAt(text, i, folder);
    out.push(token.out);
    i += token.length;
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    if (depth === 0) return out.join('');
  }
  return undefined;
}

/** Modules that a program imports names from: local name to module and name there (`default`, `*`). Types among them do no harm. */
export function importsOf(text: string): ReadonlyMap<string, { readonly module: string; readonly name: string }> {
  const found = new Map<string, { module: string; name: string }>();
  const lists =
    /\b(?:import|const|let|var)\s{1,40}(?:type\s{1,40})?([\w$]+)?\s{0,40},?\s{0,40}(?:\{([^{}]{0,4000})\})?\s{0,40}(?:from\s{0,40}|=\s{0,40}require\(\s{0,40})["']([^"'\n]{1,300})["']/g;
  for (const [, single, list, module = ''] of text.matchAll(lists)) {
    if (single !== undefined) found.set(single, { module, name: 'default' });
    for (const [name, local] of namesIn(list ?? '')) found.set(local, { module, name });
  }
  return found;
}

/** What a module exports of others: exported name to module and name there; `*` for all of it. */
export function reexportsOf(text: string): readonly { readonly exported: string; readonly module: string; readonly name: string }[] {
  const lists = /\bexport\s{1,40}(?:\{([^{}]{0,4000})\}|\*)\s{0,40}from\s{0,40}["']([^"'\n]{1,300})["']/g;
  return [...text.matchAll(lists)].flatMap(([, list, module = '']) =>
    list === undefined ? [{ exported: '*', module, name: '*' }] : namesIn(list).map(([name, exported]) => ({ exported, module, name })),
  );
}

/** `a`, `a as b`, `a: b`. */
function namesIn(list: string): (readonly [name: string, local: string])[] {
  return list.split(',').flatMap((part) => {
    const [, name, local] = /^\s*(?:type\s+)?([\w$]+)(?:\s*(?:\bas\b|:)\s*([\w$]+))?\s*$/.exec(part) ?? [];
    return name === undefined ? [] : [[name, local ?? name] as const];
  });
}

function beginOf(text: string, name: string): number | undefined {
  if (name !== 'default') return constantOf(text, name);
  const exported = /^[ \t]{0,40}(?:export\s{1,40}default|module\.exports\s{0,40}=|export\s{0,40}=)\s{0,40}(\{|[A-Za-z_$][\w$]*)/m.exec(text);
  if (exported === null) return undefined;
  const what = exported[1] ?? '';
  return what === '{' ? exported.index + exported[0].length - 1 : constantOf(text, what);
}

function constantOf(text: string, name: string): number | undefined {
  const constant = new RegExp(`\\b(?:const|let|var)\\s{1,40}${name.replace(/\$/g, '\\$')}\\b[^={;]{0,200}=\\s{0,40}([{["'\`])`).exec(text);
  return constant === null ? undefined : constant.index + constant[0].length - 1;
}

function tokenAt(text: string, i: number, folder: string): { readonly out: string; readonly length: number } {
  const char = text[i] ?? '';
  if (text.startsWith('//', i)) return blank(text, i, until(text, i, '\n'));
  if (text.startsWith('/*', i)) return blank(text, i, Math.min(until(text, i + 2, '*/') + 2, text.length));
  if (char === '"' || char === "'" || char === '`') return quoted(text, i, char, folder);
  const cast = /\s/.test(char) ? /^\s+(?:as|satisfies)\s+[\w.]+(?:<[^<>]*>)?(?:\[\])?/.exec(text.slice(i, i + 120)) : null;
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

/** A text as YAML's double-quoted one; its line ends are kept outside of it. Expressions in it stand between holes, but for the program's own folder. */
function quoted(text: string, begin: number, quote: string, folder: string): { out: string; length: number } {
  let value = '';
  let i = begin + 1;
  for (; i < text.length && text[i] !== quote; i += 1) {
    const escaped = text[i] === '\\';
    if (escaped) i += 1;
    // An escaped dollar begins no expression.
    value += escaped && text[i] === '$' ? dollar : (text[i] ?? '');
  }
  const lines = value.split('\n').length - 1;
  const plain =
    quote === '`' ? value.replace(/\$\{([^{}]*)\}/g, (_, inner: string) => (inner.includes('__dirname') ? folder : `${hole}${inner.trim()}${hole}`)) : value;
  return { out: JSON.stringify(plain.replaceAll(dollar, '$')) + '\n'.repeat(lines), length: i + 1 - begin };
}
