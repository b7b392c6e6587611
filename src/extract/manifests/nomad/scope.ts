import type { Upstream } from '../../../core/workload.js';
import { literal, template, type Term } from '../../../core/term.js';
import { entriesOf, get, type TreeNode, textOf } from '../../../parse/tree.js';

/** A port of a group's network. */
export interface GroupPort {
  readonly label: string;
  /** Fixed on the node. */
  readonly fixed?: string;
  /** Inside the group's network. */
  readonly to?: string;
  /** The one task that lists it. */
  readonly task?: string;
}

/** What the expressions of a group's texts can mean. */
export interface Scope {
  readonly variables: ReadonlyMap<string, string>;
  readonly ports: readonly GroupPort[];
  readonly upstreams: readonly Upstream[];
  /** The tasks have networks of their own, not one in common. */
  readonly apart: boolean;
  /** Names of the job, group and task, as Nomad sets them. */
  readonly names: Readonly<Record<string, string>>;
}

/** Defaults of variables and plain locals: `var.tag`, `local.image`. */
export function variablesOf(root: TreeNode): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of entriesOf(get(root, 'variable'))) {
    const text = textOf(get(value, 'default'));
    if (text !== undefined) found.set(`var.${key}`, text);
  }
  for (const { key, value } of entriesOf(get(root, 'locals'))) {
    const text = textOf(value);
    if (text !== undefined) found.set(`local.${key}`, text);
  }
  return found;
}

const node = 'host.docker.internal';

/**
 * A text with its expressions: variables are filled in, upstreams and ports of the group become addresses of this machine (`NOMAD_UPSTREAM_ADDR_x`,
 * `NOMAD_ADDR_label`), the node's own address stays a setting with the node's name as fallback. What else there is stays unknown.
 */
export function termIn(text: string, scope: Scope, depth = 0): Term {
  if (!text.includes('${') || depth > 5 || text.length > 10_000) return literal(text);
  const parts: Term[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\$\{|\$\{([^{}]{1,200})\}/g)) {
    parts.push(literal(text.slice(end, match.index)));
    parts.push(match[1] === undefined ? literal('${') : expression(match[1].trim(), scope, depth));
    end = match.index + match[0].length;
  }
  return template([...parts, literal(text.slice(end))]);
}

function expression(text: string, scope: Scope, depth: number): Term {
  const variable = scope.variables.get(text);
  if (variable !== undefined) return termIn(variable, scope, depth + 1);
  const named = scope.names[text];
  if (named !== undefined) return literal(named);
  const address = addressOf(text, scope);
  if (address !== undefined) return { k: 'setting', name: text, from: 'env', fallback: literal(address) };
  return { k: 'unknown', text: `\${${text}}`, why: 'dynamic' };
}

/** The address that a variable of Nomad stands for: of an upstream, a port of the group or the node; undefined for other expressions. */
export function addressOf(text: string, scope: Scope): string | undefined {
  if (/^attr\.unique\.(network\.ip-address|hostname)$|^node\.unique\.name$/.test(text)) return node;
  const [, upstream, part = '', name = ''] = /^NOMAD_(UPSTREAM_|HOST_)?(ADDR|IP|PORT)_(.+)$/.exec(text) ?? [];
  if (name === '') return undefined;
  if (upstream === 'UPSTREAM_') return partOf(part, '127.0.0.1', scope.upstreams.find((u) => plain(u.name) === plain(name))?.port.toString());
  const port = scope.ports.find((p) => plain(p.label) === plain(name) || (p.task !== undefined && plain(`${p.task}_${p.label}`) === plain(name)));
  const inside = scope.apart && port?.task !== undefined ? port.task : '127.0.0.1';
  return partOf(part, upstream === 'HOST_' || port?.fixed !== undefined ? node : inside, port?.fixed ?? port?.to);
}

function partOf(part: string, host: string, port: string | undefined): string | undefined {
  if (part === 'IP') return host;
  return port === undefined ? undefined : part === 'PORT' ? port : `${host}:${port}`;
}

/** Variables are spelled with underscores. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '_');
