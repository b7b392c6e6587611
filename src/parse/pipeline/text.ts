import { literal, template, type Term } from '../../core/term.js';
import type { Variables } from './model.js';

const maxText = 4_000;
/** Names of the shell have no dash, which begins a default there; parts of dotted names may. */
const reference = /\$(?:\{([A-Za-z_]\w*(?:\.[\w-]+)*|\d|[@*])((?::?[-=?+]|%%?|##?)[^{}]*)?\}|([A-Za-z_]\w*|\d|[@*]))/g;

/**
 * Puts the values of variables into a text: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME%%:*}` and the like. References inside values are
 * followed. What is not known stays, spelled `${NAME}` (with its default).
 */
export function fillText(text: string, variables: Variables, open: ReadonlySet<string> = new Set()): string {
  if (!text.includes('$') || text.length > maxText) return text;
  const filled = text.replace(reference, (_, braced: string | undefined, operation: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    const value = open.has(name) ? undefined : variables.get(name);
    if (value === undefined) return `\${${name}${operation === undefined ? '' : fillText(operation, variables, open)}}`;
    const whole = fillText(value, variables, new Set([...open, name]));
    return operation === undefined ? whole : (operated(whole, fillText(operation, variables, open)) ?? `\${${name}${operation}}`);
  });
  return filled.length > maxText ? text : filled;
}

/** Shell operations on a value; undefined where they are not followed. */
function operated(value: string, operation: string): string | undefined {
  if (/^:?[-=?]/.test(operation)) return value === '' && operation.startsWith(':') ? operation.slice(2) : value;
  if (/^:?\+/.test(operation)) return operation.replace(/^:?\+/, '');
  const [, sign = '', pattern = ''] = /^(%%?|##?)(.*)$/.exec(operation) ?? [];
  if (sign.startsWith('%') && /^[^*?[\]]+\*?$/.test(pattern)) {
    const mark = pattern.replace('*', '');
    if (!pattern.endsWith('*')) return value.endsWith(mark) ? value.slice(0, -mark.length) : value;
    const at = sign === '%%' ? value.indexOf(mark) : value.lastIndexOf(mark);
    return at < 0 ? value : value.slice(0, at);
  }
  if (sign.startsWith('#') && /^\*?[^*?[\]]+$/.test(pattern)) {
    const mark = pattern.replace('*', '');
    if (!pattern.startsWith('*')) return value.startsWith(mark) ? value.slice(mark.length) : value;
    const at = sign === '##' ? value.lastIndexOf(mark) : value.indexOf(mark);
    return at < 0 ? value : value.slice(at + mark.length);
  }
  return undefined;
}

/** Whether a text is known as a whole: no reference, command substitution or template in it. */
export function isKnown(text: string): boolean {
  return !/[$`]|\{\{/.test(text);
}

/** A filled text as a term: what is still open is a setting of whoever runs the pipeline; what a program would have to compute is unknown. */
export function textTerm(text: string): Term {
  const parts: Term[] = [];
  let plain = '';
  for (let i = 0; i < text.length; ) {
    const end = holeEnd(text, i);
    if (end === undefined) {
      plain += text[i];
      i += 1;
      continue;
    }
    parts.push(literal(plain), openTerm(text.slice(i, end)));
    plain = '';
    i = end;
  }
  return template([...parts, literal(plain)]);
}

/** Where the reference, substitution or template that begins here ends (exclusive). */
function holeEnd(text: string, at: number): number | undefined {
  const two = text.slice(at, at + 2);
  if (two === '${' || two === '$(') return closed(text, at + 1);
  if (two === '{{') return after(text, '}}', at);
  if (text[at] === '`') return after(text, '`', at + 1);
  const bare = text[at] === '$' ? /^\$(?:[A-Za-z_]\w*|\d|[@*])/.exec(text.slice(at, at + 200)) : null;
  return bare ? at + bare[0].length : undefined;
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}

function closed(text: string, from: number): number {
  const [open, close] = text[from] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === open) depth += 1;
    else if (text[i] === close && --depth === 0) return i + 1;
  }
  return text.length;
}

function openTerm(hole: string): Term {
  const inner = hole.startsWith('${') ? hole.slice(2, -1) : hole.slice(1);
  const [, name = '', fallback] = /^([A-Za-z_]\w*(?:\.[\w-]+)*|\d|[@*])(?::?-(.*))?$/s.exec(inner) ?? [];
  if (name === '' || hole.startsWith('$(')) return { k: 'unknown', text: hole, why: 'dynamic' };
  return { k: 'setting', name, from: 'env', ...(fallback !== undefined && { fallback: textTerm(fallback) }) };
}
