import { template, type Term } from '../core/term.js';
import { closingBraces } from './braces.js';
import { termOfText } from './marks.js';
import type { TreeNode } from './tree.js';

/** One dotted setting of a configuration file, as written there. */
export interface Property {
  /** `spring.datasource.url`, `routes[0].uri`. */
  readonly key: string;
  readonly text: string;
  readonly line: number;
}

/** A document of a file: properties files separate them by `#---`, YAML by `---`. */
export type PropertyDocument = readonly Property[];

const maxProperties = 5_000;
const maxDepth = 60;
/** Longer texts hold no addresses; they stay as they are. */
const maxLength = 10_000;

/** A `.properties` text: `key=value`, `key: value`, `key value`, escapes, lines continued by `\`. At most 5,000 entries; never fails. */
export function parseProperties(text: string): PropertyDocument[] {
  const documents: Property[][] = [[]];
  const lines = text.split(/\r\n|\n|\r/);
  let count = 0;
  for (let i = 0; i < lines.length && count < maxProperties; i += 1) {
    const first = i;
    let line = (lines[i] ?? '').trimStart();
    if (/^[#!]---\s*$/.test(line)) documents.push([]);
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (isContinued(line) && i + 1 < lines.length && line.length < maxLength) {
      i += 1;
      line = line.slice(0, -1) + (lines[i] ?? '').trimStart();
    }
    const entry = keyAndValue(line);
    if (entry.key === '') continue;
    documents.at(-1)?.push({ ...entry, line: first + 1 });
    count += 1;
  }
  return documents.filter((d) => d.length > 0);
}

function isContinued(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

function keyAndValue(line: string): { key: string; text: string } {
  let end = 0;
  while (end < line.length && !/[=:\s]/.test(line[end] ?? '')) end += line[end] === '\\' ? 2 : 1;
  const rest = line.slice(end).trimStart();
  return { key: unescaped(line.slice(0, end)), text: unescaped(/^[=:]/.test(rest) ? rest.slice(1).trimStart() : rest) };
}

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: '\n', r: '\r', t: '\t', f: '\f' }[code] ?? code;
  });
}

/**
 * The scalars of a YAML or JSON tree under dotted keys (`a.b[0].c`); keys that hold dots stay as written. At most 5,000, nesting of more
 * than 60 levels is left out.
 */
export function flattenTree(root: TreeNode | undefined): Property[] {
  const found: Property[] = [];
  if (root !== undefined) flattenInto(found, root, '', root.line, 0);
  return found;
}

function flattenInto(found: Property[], node: TreeNode, path: string, line: number, depth: number): void {
  if (depth > maxDepth || found.length >= maxProperties) return;
  if (node.kind === 'scalar') {
    if (path !== '') found.push({ key: path, text: node.text, line });
  } else if (node.kind === 'list') for (const [i, item] of node.items.entries()) flattenInto(found, item, `${path}[${i}]`, item.line, depth + 1);
  else for (const entry of node.entries) flattenInto(found, entry.value, path === '' ? entry.key : `${path}.${bare(entry.key)}`, entry.line, depth + 1);
}

/** `"[a.b]"` is how a map's key is written that holds what is no letter. */
function bare(key: string): string {
  return /^\[.+\]$/.test(key) ? key.slice(1, -1) : key;
}

/**
 * The text of a setting with its placeholders: `${a.b}`, `${A:default}`, nested to any depth below 20, become settings (`from: 'config'`);
 * `\${` is text; expressions of a language (`#{…}`, `@build.property@`) are unknown.
 */
export function placeholders(text: string): Term {
  return placeholdersIn(text, 0);
}

function placeholdersIn(text: string, nesting: number): Term {
  if (/^\s*#\{/.test(text) || /^@[\w.-]+@$/.test(text)) return { k: 'unknown', text: text.slice(0, 60), why: 'dynamic' };
  if (!text.includes('${') || nesting > 20 || text.length > maxLength) return termOfText(text);
  const closings = closingBraces(text);
  const parts: Term[] = [];
  let plain = '';
  let i = 0;
  while (i < text.length) {
    const end = text.startsWith('${', i) && text[i - 1] !== '\\' ? (closings.get(i) ?? -1) : -1;
    if (end < 0) {
      if (!text.startsWith('\\${', i)) plain += text[i] ?? '';
      i += 1;
      continue;
    }
    parts.push(termOfText(plain), placeholder(text.slice(i + 2, end), nesting));
    plain = '';
    i = end + 1;
  }
  return template([...parts, termOfText(plain)]);
}

function placeholder(inside: string, nesting: number): Term {
  const colon = inside.indexOf(':');
  const name = (colon < 0 ? inside : inside.slice(0, colon)).trim();
  if (name === '' || name.includes('${')) return { k: 'unknown', text: `\${${inside.slice(0, 60)}}`, why: 'dynamic' };
  const written = colon < 0 ? undefined : inside.slice(colon + 1).replace(/^`(.*)`$/s, '$1');
  return { k: 'setting', name, from: 'config', ...(written === undefined ? {} : { fallback: placeholdersIn(written, nesting + 1) }) };
}
