import { literal, template, type Term } from '../core/term.js';
import { closingBraces } from './braces.js';

/**
 * Compose and dotenv interpolation: `$VAR`, `${VAR}`, `${VAR:-x}`, `${VAR-x}`, `${VAR:?e}`, `${VAR?e}`, `${VAR:+x}`, `${VAR+x}` and `$$`
 * become a term whose settings are `from: 'env'` (of whoever deploys). Defaults may hold variables themselves. What is no variable stays text.
 */
export function interpolate(text: string): Term {
  return interpolateFrom(text, 0);
}

const maxNesting = 20;
/** Longer texts hold no addresses; they stay as they are. */
const maxLength = 20_000;

function interpolateFrom(text: string, nesting: number): Term {
  if (!text.includes('$') || nesting > maxNesting || text.length > maxLength) return literal(text);
  const closings = closingBraces(text);
  const parts: Term[] = [];
  let plain = '';
  let i = 0;
  while (i < text.length) {
    const variable = text[i] === '$' ? variableAt(text, i, closings.get(i), nesting) : undefined;
    if (variable === undefined) {
      plain += text[i];
      i += text[i] === '$' && text[i + 1] === '$' ? 2 : 1;
      continue;
    }
    parts.push(literal(plain), variable.term);
    plain = '';
    i = variable.end;
  }
  return template([...parts, literal(plain)]);
}

function variableAt(text: string, at: number, end: number | undefined, nesting: number): { term: Term; end: number } | undefined {
  const bare = /^\$([A-Za-z_]\w*)/.exec(text.slice(at, at + 200));
  if (bare) return { term: { k: 'setting', name: bare[1] ?? '', from: 'env' }, end: at + bare[0].length };
  const open = /^\$\{([A-Za-z_][\w.]*)(:?[-?+]|\})/.exec(text.slice(at, at + 300));
  if (!open) return undefined;
  const [whole, name = '', operator = '}'] = open;
  if (operator === '}') return { term: { k: 'setting', name, from: 'env' }, end: at + whole.length };
  if (end === undefined) return undefined;
  const word = text.slice(at + whole.length, end);
  return { term: operated(name, operator, word, nesting), end: end + 1 };
}

function operated(name: string, operator: string, word: string, nesting: number): Term {
  if (operator.endsWith('-')) return { k: 'setting', name, from: 'env', fallback: interpolateFrom(word, nesting + 1) };
  // `:+` gives the word where the variable is set and nothing where it is not; either may be deployed.
  if (operator.endsWith('+')) return { k: 'choice', of: [interpolateFrom(word, nesting + 1), literal('')], because: 'branch' };
  return { k: 'setting', name, from: 'env' };
}

/** One text for places that need one (paths, names): defaults are taken, other variables stay as `${NAME}`. */
export function plainText(term: Term): string {
  switch (term.k) {
    case 'literal':
      return term.text;
    case 'template':
      return term.parts.map(plainText).join('');
    case 'setting':
      return term.fallback ? plainText(term.fallback) : `\${${term.name}}`;
    case 'choice':
      return term.of[0] ? plainText(term.of[0]) : '';
    default:
      return '';
  }
}

/** Splits at a character outside `${…}`: `${PORT:-80}:80` has two parts at `:`. */
export function splitOutsideVariables(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '$' && text[i + 1] === '{') depth += 1;
    else if (text[i] === '}' && depth > 0) depth -= 1;
    else if (text[i] === separator && depth === 0) {
      parts.push(text.slice(begin, i));
      begin = i + 1;
    }
  }
  return [...parts, text.slice(begin)];
}
