import type { Container, EnvEntry, PortMapping } from '../../../core/fact.js';
import { literal, template, type Term } from '../../../core/term.js';
import { parseDotenv } from '../../../parse/dotenv.js';
import { markUnknown, termOfText } from '../../../parse/marks.js';
import { redact, redactWords } from '../../../parse/redact.js';
import { booleanOf, entriesOf, get, itemsOf, itemsOrOne, type TreeEntry, textOf, textsOf } from '../../../parse/tree.js';
import { type GroupPort, type Scope, termIn } from './scope.js';

/** Where a task stands. */
export interface TaskPlace {
  readonly file: string;
  readonly scope: Scope;
  /** The only task of its group has all the group's ports. */
  readonly alone: boolean;
}

/** A task as a container: of drivers with images by `image`, of others by its command. One that runs before the others is `init`. */
export function containerOf({ key, line, value }: TreeEntry, place: TaskPlace): Container {
  const { file } = place;
  const scope = { ...place.scope, names: { ...place.scope.names, NOMAD_TASK_NAME: key } };
  const config = get(value, 'config');
  const image = textOf(get(config, 'image'));
  const entrypoint = [...textsOf(get(config, 'entrypoint')), ...textsOf(get(config, 'command'))];
  const command = itemsOf(get(config, 'args')).flatMap((item) => textOf(item) ?? []);
  const before = textOf(get(value, 'lifecycle', 'hook')) === 'prestart' && booleanOf(get(value, 'lifecycle', 'sidecar')) !== true;
  const listed = new Set(textsOf(get(config, 'ports')));
  const ports = scope.ports.filter((p) => place.alone || listed.has(p.label));
  return {
    name: key,
    ...(image === undefined ? {} : { image: termIn(image, scope) }),
    ...(entrypoint.length > 0 && { entrypoint: redactWords(entrypoint) }),
    ...(command.length > 0 && { command: redactWords(command) }),
    env: [...templatesOf(file, value, scope), ...envOf(file, value, scope)],
    envFrom: [],
    mounts: mountsOf(file, config),
    ports: ports.flatMap((p) => portOf(p, { file, line })),
    init: before,
    at: { file, line },
  };
}

function envOf(file: string, task: TreeEntry['value'], scope: Scope): EnvEntry[] {
  return itemsOrOne(get(task, 'env')).flatMap((block) =>
    entriesOf(block).map(({ key, line, value }) => {
      const text = textOf(value);
      const kept = text === undefined ? undefined : redact(key, termIn(text, scope));
      return { name: key, ...(kept && { value: kept }), at: { file, line } };
    }),
  );
}

/** Templates that become variables: `NAME=value` lines, in which a look-up of a service stands for its registered name. */
function templatesOf(file: string, task: TreeEntry['value'], scope: Scope): EnvEntry[] {
  return itemsOrOne(get(task, 'template')).flatMap((block) => {
    const data = get(block, 'data');
    const text = textOf(data);
    if (data?.kind !== 'scalar' || text === undefined || booleanOf(get(block, 'env')) !== true) return [];
    const first = data.textLine ?? data.line;
    return parseDotenv(file, filledTemplate(text)).entries.map(({ name, value, line }) => {
      const kept = redact(name, withScope(value, scope));
      return { name, ...(kept && { value: kept }), at: { file, line: first + line - 1 } };
    });
  });
}

const lookup =
  /\{\{-?\s*(?:range|with)\s+(?:\$?\w+\s*:?=\s*)?(?:nomadService|service|connect)\s+(?:\d+\s+\([^)]{0,100}\)\s+)?"([\w.|-]{1,100})"[^}]{0,100}\}\}([^{]{0,500}(?:\{\{[^}]{0,100}\}\}[^{]{0,500}){0,10}?)\{\{-?\s*end\s*-?\}\}/g;

/** Of the template language only look-ups of services are known; lines stay where they are. */
function filledTemplate(text: string): string {
  const lines = (part: string): string => part.replace(/[^\n]/g, '');
  return text
    .slice(0, 50_000)
    .replace(lookup, (whole, name: string, body: string) => {
      const host = `${(name.split('|')[0] ?? '').split('.').at(-1) ?? ''}.service.consul`;
      const made = body
        .replace(/:\{\{\s*\.Port\s*\}\}/g, '')
        .replace(/\{\{\s*\.(Address|ServiceAddress)\s*\}\}/g, host)
        .trim();
      return made + lines(whole).slice(lines(made).length);
    })
    .replace(/\{\{[^}]{0,300}\}\}/g, (action) => markUnknown(action.slice(2, -2).trim(), 'dynamic') + lines(action));
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

/** `volumes = ["local/app.conf:/etc/app.conf"]` and `mount { source, target }`. */
function mountsOf(file: string, config: TreeEntry['value'] | undefined): Container['mounts'] {
  const short = itemsOf(get(config, 'volumes')).flatMap((item) => {
    const [source = '', target = ''] = (textOf(item) ?? '').split(':');
    return target === '' ? [] : [{ source, target, at: { file, line: item.line } }];
  });
  const long = ['mount', 'mounts']
    .flatMap((key) => itemsOrOne(get(config, key)))
    .flatMap((node) => {
      const source = textOf(get(node, 'source'));
      const target = textOf(get(node, 'target'));
      return source === undefined || target === undefined ? [] : [{ source, target, at: { file, line: node.line } }];
    });
  return [...short, ...long];
}

function portOf({ label, fixed, to }: GroupPort, at: Container['at']): PortMapping[] {
  const inner = to ?? fixed;
  if (inner === undefined) return [];
  return [{ container: literal(inner), ...(fixed === undefined ? {} : { host: literal(fixed) }), name: label, at }];
}
