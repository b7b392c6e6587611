import type { EnvEntry } from '../../../core/workload.js';
import { template, type Term } from '../../../core/term.js';
import { parseDotenv } from '../../../parse/dotenv.js';
import { markUnknown, termOfText } from '../../../parse/marks.js';
import { redact } from '../../../parse/redact.js';
import { booleanOf, get, itemsOrOne, type TreeEntry, type TreeNode, textOf } from '../../../parse/tree.js';
import { addressOf, type Scope, termIn } from './scope.js';

/** A file that a template makes, as other tasks' programs read it. */
export interface Rendered {
  /** What sets it apart from templates of other tasks. */
  readonly owner: string;
  /** Relative to the task's folder: `local/app.conf`. */
  readonly destination: string;
  readonly text: string;
  /** Line of the job's file on which the text begins. */
  readonly line: number;
}

const maxLength = 50_000;

/** Templates that become files with a known name, their look-ups filled in as far as they are known. */
export function filesOf(task: TreeNode, owner: string, scope: Scope): Rendered[] {
  return templatesIn(task).flatMap(({ block, text, line }) => {
    const destination = (textOf(get(block, 'destination')) ?? '').replace(/^\$\{NOMAD_TASK_DIR\}/, 'local').replace(/^\$\{NOMAD_SECRETS_DIR\}/, 'secrets');
    if (booleanOf(get(block, 'env')) === true || destination === '' || destination.includes('$')) return [];
    return [{ owner, destination, line, text: filledTemplate(text, (name) => addressOf(name, scope) ?? unknown(name)) }];
  });
}

/** Templates that become variables: `NAME=value` lines, in which a look-up of a service stands for its registered name. */
export function settingsOf(file: string, task: TreeNode, scope: Scope): EnvEntry[] {
  return templatesIn(task).flatMap(({ block, text, line: first }) => {
    if (booleanOf(get(block, 'env')) !== true) return [];
    return parseDotenv(
      file,
      filledTemplate(text, (name) => `\${${name}}`),
    ).entries.map(({ name, value, line }) => {
      const kept = redact(name, withScope(value, scope));
      return { name, ...(kept && { value: kept }), at: { file, line: first + line - 1 } };
    });
  });
}

function templatesIn(task: TreeEntry['value']): { block: TreeNode; text: string; line: number }[] {
  return itemsOrOne(get(task, 'template')).flatMap((block) => {
    const data = get(block, 'data');
    const text = textOf(data);
    return data?.kind !== 'scalar' || text === undefined ? [] : [{ block, text: text.slice(0, maxLength), line: data.textLine ?? data.line }];
  });
}

const lookup =
  /\{\{-?\s*(?:range|with)\s+(?:\$?\w+\s*:?=\s*)?(?:nomadService|service|connect)\s+(?:\d+\s+\([^)]{0,100}\)\s+)?"([\w.|-]{1,100})"[^}]{0,100}\}\}([^{]{0,500}(?:\{\{[^}]{0,100}\}\}[^{]{0,500}){0,10}?)\{\{-?\s*end\s*-?\}\}/g;

/** In one word: whoever reads the text may take it apart at its spaces. */
const unknown = (what: string): string => markUnknown(what.trim().replace(/\s+/g, '.'), 'dynamic');

/** Of the template language only look-ups of services and of variables (`env "NOMAD_IP_web"`) are known; lines stay where they are. */
function filledTemplate(text: string, variable: (name: string) => string): string {
  const lines = (part: string): string => part.replace(/[^\n]/g, '');
  return text
    .replace(lookup, (whole, name: string, body: string) => {
      const host = `${(name.split('|')[0] ?? '').split('.').at(-1) ?? ''}.service.consul`;
      const made = body
        .replace(/:\{\{\s*\.Port\s*\}\}/g, '')
        .replace(/\{\{\s*\.(Address|ServiceAddress)\s*\}\}/g, host)
        .trim();
      return made + lines(whole).slice(lines(made).length);
    })
    .replace(/\{\{-?\s*env\s+"([\w.-]{1,100})"\s*-?\}\}/g, (_, name: string) => variable(name))
    .replace(/\{\{[^}]{0,300}\}\}/g, (action) => unknown(action.slice(2, -2)) + lines(action));
}

/** Marks of the template and expressions of the job in one value. */
function withScope(term: Term, scope: Scope): Term {
  if (term.k === 'literal') {
    const marked = termOfText(term.text);
    return marked.k === 'literal' ? termIn(marked.text, scope) : withScope(marked, scope);
  }
  if (term.k === 'setting') return termIn(`\${${term.name}}`, scope);
  return term.k === 'template' ? template(term.parts.map((p) => withScope(p, scope))) : term;
}
