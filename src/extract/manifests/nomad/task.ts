import type { Container, EnvEntry, PortMapping } from '../../../core/workload.js';
import { literal } from '../../../core/term.js';
import { redact, redactWords } from '../../../parse/redact.js';
import { booleanOf, entriesOf, get, itemsOf, itemsOrOne, type TreeEntry, textOf, textsOf } from '../../../parse/tree.js';
import { type GroupPort, type Scope, termIn } from './scope.js';
import { type Rendered, settingsOf } from './templates.js';

/** Where a task stands. */
export interface TaskPlace {
  readonly file: string;
  readonly scope: Scope;
  /** The only task of its group has all the group's ports. */
  readonly alone: boolean;
  /** Names that are this task's alone. */
  readonly hostnames: readonly string[];
  /** Templates of the task that are whole files. */
  readonly rendered: readonly Rendered[];
}

/** A task's scope: the group's, with the task's own name. */
export function scopeOfTask(key: string, scope: Scope): Scope {
  return { ...scope, names: { ...scope.names, NOMAD_TASK_NAME: key } };
}

/** A task as a container: of drivers with images by `image`, of others by its command. One that runs before the others is `init`. */
export function containerOf({ key, line, value }: TreeEntry, place: TaskPlace): Container {
  const { file } = place;
  const scope = scopeOfTask(key, place.scope);
  const config = get(value, 'config');
  const image = textOf(get(config, 'image'));
  const entrypoint = [...textsOf(get(config, 'entrypoint')), ...textsOf(get(config, 'command'))];
  const command = itemsOf(get(config, 'args')).flatMap((item) => textOf(item) ?? []);
  const before = textOf(get(value, 'lifecycle', 'hook')) === 'prestart' && booleanOf(get(value, 'lifecycle', 'sidecar')) !== true;
  const listed = new Set(textsOf(get(config, 'ports')));
  const ports = scope.ports.filter((p) => place.alone || p.task === key || listed.has(p.label));
  return {
    name: key,
    ...(image === undefined ? {} : { image: termIn(image, scope) }),
    ...(entrypoint.length > 0 && { entrypoint: redactWords(entrypoint) }),
    ...(command.length > 0 && { command: redactWords(command) }),
    env: [...settingsOf(file, value, scope), ...envOf(file, value, scope)],
    envFrom: [],
    mounts: mountsOf(file, config, place.rendered),
    ...(place.hostnames.length > 0 && { hostnames: place.hostnames }),
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

/** `volumes = ["local/app.conf:/etc/app.conf"]` and `mount { source, target }`; what a template makes is known by the template's own name. */
function mountsOf(file: string, config: TreeEntry['value'] | undefined, rendered: readonly Rendered[]): Container['mounts'] {
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
  return [...short, ...long].map((mount) => {
    const made = rendered.find((r) => r.destination === mount.source || r.destination.startsWith(`${mount.source.replace(/\/$/, '')}/`));
    return made === undefined ? mount : { ...mount, source: `${made.owner}/${mount.source}` };
  });
}

function portOf({ label, fixed, to }: GroupPort, at: Container['at']): PortMapping[] {
  const inner = to ?? fixed;
  if (inner === undefined) return [];
  return [{ container: literal(inner), ...(fixed === undefined ? {} : { host: literal(fixed) }), name: label, at }];
}
