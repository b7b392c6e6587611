import type { PortMapping } from '../../../core/workload.js';
import { literal, type Term } from '../../../core/term.js';
import { interpolate, splitOutsideVariables } from '../../../parse/interpolate.js';
import { get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';

const maxRange = 100;

/** `ports:` in short and long form and `expose:`, ranges written out (at most 100 of each). */
export function portsOf(file: string, ports: TreeNode | undefined, expose: TreeNode | undefined): PortMapping[] {
  const published = itemsOf(ports).flatMap((item) => (item.kind === 'map' ? longForm(file, item) : shortForm(file, textOf(item) ?? '', item.line)));
  const exposed = itemsOf(expose).flatMap((item) =>
    range(withoutProtocol(textOf(item) ?? '')).map((container) => ({ container, at: { file, line: item.line } })),
  );
  const known = new Set(published.map((port) => JSON.stringify(port.container)));
  return [...published, ...exposed.filter((port) => !known.has(JSON.stringify(port.container)))];
}

/** `[[hostIp:][host]:]container[/protocol]`, each perhaps a range or a variable. */
function shortForm(file: string, text: string, line: number): PortMapping[] {
  const bracketed = /^\[([0-9a-fA-F:.]+)\]:(.*)$/.exec(text);
  const parts = splitOutsideVariables(withoutProtocol(bracketed ? (bracketed[2] ?? '') : text), ':');
  const container = parts.pop() ?? '';
  const host = parts.pop();
  const hostIp = bracketed?.[1] ?? (parts.length > 0 ? parts.join(':') : undefined);
  return mappings(file, line, container, host, hostIp, undefined);
}

function longForm(file: string, node: TreeNode): PortMapping[] {
  const target = textOf(get(node, 'target'));
  if (target === undefined) return [];
  return mappings(file, node.line, target, textOf(get(node, 'published')), textOf(get(node, 'host_ip')), textOf(get(node, 'name')));
}

function mappings(
  file: string,
  line: number,
  container: string,
  host: string | undefined,
  hostIp: string | undefined,
  name: string | undefined,
): PortMapping[] {
  const containers = range(container);
  const hosts = host === undefined || host === '' ? [] : range(host);
  return containers.map((port, index) => {
    // A single container port with a host range gets any of them: the first stands for it.
    const published = hosts.length === 0 ? undefined : (hosts[index] ?? hosts[0]);
    return { container: port, ...(published && { host: published }), ...(hostIp && { hostIp }), ...(name !== undefined && { name }), at: { file, line } };
  });
}

function withoutProtocol(text: string): string {
  return text.replace(/\/(tcp|udp|sctp)$/i, '').trim();
}

function range(text: string): Term[] {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  if (!match) return text === '' ? [] : [interpolate(text)];
  const first = Number(match[1]);
  const count = Math.min(Math.max(0, Number(match[2]) - first + 1), maxRange);
  return Array.from({ length: count }, (_, index) => literal(String(first + index)));
}
