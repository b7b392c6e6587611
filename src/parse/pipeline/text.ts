import { literal, template, type Term } from '../../core/term.js';
import type { Variables } from './model.js';

const maxText = 4_000;
const reference = /\$(?:\{([A-Za-z_][\w.-]*|\d|[@*])((?::?[-=?+]|%%?|##?)[^{}]*)?\}|([A-Za-z_]\w*|\d|[@*]))/g;

/**
 * Puts the values of variables into a text: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME%%:*}` and the like. References inside values are
 * followed. What is not known stays, spelled `${NAME}` (with its default).
 */
export function fillText(text: string, variables: Variables, open: ReadonlySet<string> = new Set()): string {
  if (!text.includes('$') || text.length > maxText) return text;
  const filled = text.replace(reference, (_, braced: string | undefined, operation: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    const value = open.has(name) ? undefined : variables.get(name);
    if (value === undefined) return `\${${name}${operation ?? ''}}`;
    const whole = fillText(value, variables, new Set([...open, name]));
    return operation === undefined ? whole : (operated(whole, operation) ?? `\${${name}${operation}}`);
  });
  return filled.length > maxText ? text : filled;
}

/** Shell operations on a value; undefined where they are not followed. */
function operated(value: string, operation: string): string | undefined {
  if (/^:?[-=?]/.test(operation)) return value;
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

const hole = /\$\{([^{}]*)\}|\$\([^()]*(?:\([^()]*\)[^()]*)*\)|`[^`]*`|\{\{.*?\}\}|\$(?:[A-Za-z_]\w*|\d|[@*])/g;

/** A filled text as a term: what is still open is a setting of whoever runs the pipeline; what a program would have to compute is unknown. */
export function textTerm(text: string): Term {
  const parts: Term[] = [];
  let end = 0;
  for (const match of text.matchAll(hole)) {
    parts.push(literal(text.slice(end, match.index)), openTerm(match[0], match[1]));
    end = match.index + match[0].length;
  }
  return template([...parts, literal(text.slice(end))]);
}

function openTerm(whole: string, inner: string | undefined): Term {
  const [, name = '', fallback] = /^([A-Za-z_][\w.-]*?|\d|[@*])(?::?-(.*))?$/.exec(inner ?? whole.replace(/^\$/, '')) ?? [];
  if (name === '') return { k: 'unknown', text: whole, why: 'dynamic' };
  return { k: 'setting', name, from: 'env', ...(fallback !== undefined && { fallback: literal(fallback) }) };
}
