import { literal, template, type Term } from '../../../core/term.js';
import { termOfText } from '../../../parse/marks.js';
import type { NginxDirective } from '../../../parse/nginx.js';

/** What nginx's own variables are known to hold, by name without `$`. */
export type Variables = ReadonlyMap<string, Term>;

const environmentName = /^[A-Z_][A-Z0-9_]*$/;
const piece = /\$\{(\w+)\}|\$(\w+)|\{\{(.{0,300}?)\}\}/g;
const maxLength = 2_000;
const maxParts = 100;

/** A word with its variables filled: those that the configuration sets, `${NAME}` of the environment, and unknown where a request decides. */
export function wordTerm(text: string, variables: Variables): Term {
  const parts: Term[] = [];
  let end = 0;
  for (const match of text.matchAll(piece)) {
    parts.push(termOfText(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const name = match[1] ?? match[2];
    parts.push(name === undefined ? actionTerm((match[3] ?? '').replace(/^-|-$/g, '').trim(), match[0]) : variableTerm(name, match[0], variables));
  }
  return bounded(template([...parts, termOfText(text.slice(end))]));
}

/** `set $a $a$a;` doubles a text each time it is written. */
function bounded(term: Term): Term {
  let length = 0;
  let parts = 0;
  const fits = (part: Term): boolean => {
    parts += 1;
    length += part.k === 'literal' ? part.text.length : 0;
    if (parts > maxParts || length > maxLength) return false;
    if (part.k === 'template') return part.parts.every(fits);
    return part.k === 'choice' ? part.of.every(fits) : true;
  };
  return fits(term) ? term : { k: 'unknown', text: '…', why: 'too-many' };
}

function variableTerm(name: string, written: string, variables: Variables): Term {
  const known = variables.get(name);
  if (known !== undefined) return known;
  if (environmentName.test(name) && /[A-Z]/.test(name)) return { k: 'setting', name, from: 'env' };
  return { k: 'unknown', text: written, why: 'dynamic' };
}

/** `{{ env "X" }}` of Consul template and Nomad, `{{ .Env.X }}` of dockerize and gomplate, with and without a default. */
function actionTerm(action: string, written: string): Term {
  const env = /^(?:env|getenv|mustEnv)\s+"([A-Za-z_]\w*)"(?:\s+"([^"]*)")?$/.exec(action) ?? /^\.Env\.([A-Za-z_]\w*)$/.exec(action);
  if (env !== null) return { k: 'setting', name: env[1] ?? '', from: 'env', ...(env[2] === undefined ? {} : { fallback: literal(env[2]) }) };
  const fallback = /^default\s+\.Env\.([A-Za-z_]\w*)\s+"([^"]*)"$/.exec(action);
  if (fallback !== null) return { k: 'setting', name: fallback[1] ?? '', from: 'env', fallback: literal(fallback[2] ?? '') };
  return { k: 'unknown', text: written, why: 'dynamic' };
}

/** Variables that `map`, `split_clients` and `geo` blocks define: any of their values. */
export function mappedVariables(block: readonly NginxDirective[], outer: Variables): Variables {
  const found = new Map(outer);
  for (const directive of block.filter((d) => d.block !== undefined && (d.name === 'map' || d.name === 'split_clients' || d.name === 'geo'))) {
    const name = directive.args.at(-1)?.text.replace(/^\$\{?|\}$/g, '') ?? '';
    const rows = (directive.block ?? []).filter((row) => row.args.length > 0 && row.name !== 'include');
    const values = [...new Set(rows.map((row) => row.args[0]?.text ?? ''))].filter((text) => text !== '');
    if (values.length > 0) found.set(name, choice(values.slice(0, 32).map((text) => wordTerm(text, found))));
  }
  return found;
}

/** Variables after the `set` directives of a block, those in `if` being possible. */
export function setVariables(block: readonly NginxDirective[], outer: Variables): Variables {
  const found = new Map(outer);
  const apply = (directives: readonly NginxDirective[], possible: boolean): void => {
    for (const { name, args, block: inner } of directives) {
      if (name === 'if' && inner !== undefined) apply(inner, true);
      if (name !== 'set' || args[0] === undefined || args[1] === undefined) continue;
      const key = args[0].text.replace(/^\$\{?|\}$/g, '');
      const value = wordTerm(args[1].text, found);
      const before = found.get(key);
      found.set(key, possible && before !== undefined ? choice([before, value]) : value);
    }
  };
  apply(block, false);
  return found;
}

const choice = (of: readonly Term[]): Term => bounded(of.length === 1 && of[0] !== undefined ? of[0] : { k: 'choice', of, because: 'branch' });
