import type { Fact } from '../../../core/fact.js';
import { parseHcl } from '../../../parse/hcl.js';
import { parseJson } from '../../../parse/json.js';
import { entriesOf, get, itemsOf, itemsOrOne, textOf, type TreeEntry, type TreeMap, type TreeNode } from '../../../parse/tree.js';
import { dynamicFacts, type Origin } from './dynamic.js';
import { readMiddleware } from './middlewares.js';
import { readRule } from './rules.js';

interface Label {
  readonly key: string;
  readonly text: string;
  readonly line: number;
}

/** Labels of compose and Swarm services, and tags of the services of Nomad and Consul, that speak to Traefik. */
export function labelFacts(file: string, text: string, compose?: TreeNode): Fact[] {
  if (!/traefik\./.test(text)) return [];
  if (compose !== undefined) return entriesOf(get(compose, 'services')).flatMap((entry) => composeFacts(file, entry));
  const root = file.endsWith('.json') ? parseJson(file, text).root : parseHcl(file, text).root;
  return root === undefined ? [] : taggedServices(root, 0).flatMap(({ name, line, labels }) => factsOf(labels, { file, gateway, own: { host: name, line } }));
}

const gateway = { by: 'controller', name: 'traefik' } as const;

function composeFacts(file: string, { key, line, value }: TreeEntry): Fact[] {
  const labels = [...labelsOf(get(value, 'labels')), ...labelsOf(get(value, 'deploy', 'labels'))];
  return factsOf(labels, { file, gateway, stack: file, own: { host: key, line } });
}

/** `key: value` maps and `key=value` lists. */
function labelsOf(node: TreeNode | undefined): Label[] {
  const pairs = entriesOf(node).map(({ key, line, value }) => ({ key, line, text: textOf(value) ?? '' }));
  return [...pairs, ...itemsOf(node).flatMap((item) => labelOf(textOf(item) ?? '', item.line))];
}

function labelOf(text: string, line: number): Label[] {
  const equals = text.indexOf('=');
  return equals < 0 ? [] : [{ key: text.slice(0, equals).trim(), text: text.slice(equals + 1), line }];
}

const maxDepth = 12;

/** `service` blocks with tags, however deep in a job. */
function taggedServices(node: TreeNode, depth: number): { name: string; line: number; labels: readonly Label[] }[] {
  if (depth > maxDepth) return [];
  const inside =
    node.kind === 'map'
      ? node.entries.flatMap(({ value }) => taggedServices(value, depth + 1))
      : node.kind === 'list'
        ? node.items.flatMap((item) => taggedServices(item, depth + 1))
        : [];
  const own = itemsOrOne(get(node, 'service')).flatMap((service) => {
    const name = textOf(get(service, 'name'));
    const labels = itemsOf(get(service, 'tags')).flatMap((tag) => labelOf(textOf(tag) ?? '', tag.line));
    return name === undefined || !labels.some(({ key }) => key.startsWith('traefik.'))
      ? []
      : [{ name, line: get(service, 'name')?.line ?? service.line, labels }];
  });
  return [...own, ...inside];
}

function factsOf(all: readonly Label[], origin: Origin): Fact[] {
  // A dollar sign is doubled in compose files.
  const labels = all.filter(({ key }) => /^traefik\./i.test(key)).map((label) => ({ ...label, text: label.text.replaceAll('$$', '$') }));
  const enabled = labels.find(({ key }) => key.toLowerCase() === 'traefik.enable')?.text;
  if (labels.length === 0 || enabled === 'false') return [];
  return [...dynamicFacts(treeOf(labels), origin), ...firstVersion(labels, origin)];
}

/** Dotted keys as a tree: `traefik.http.routers.api.rule` is `http: { routers: { api: { rule } } }`. */
function treeOf(labels: readonly Label[]): TreeMap {
  interface Branch {
    line: number;
    text: string | null;
    readonly below: Map<string, Branch>;
  }
  const root: Branch = { line: labels[0]?.line ?? 1, text: null, below: new Map() };
  for (const { key, text, line } of labels) {
    let branch = root;
    for (const step of key.split('.').slice(1, 12)) {
      const next = branch.below.get(step) ?? { line, text: null, below: new Map<string, Branch>() };
      branch.below.set(step, next);
      branch = next;
    }
    branch.text = text;
  }
  const node = (branch: Branch): TreeNode =>
    branch.below.size === 0
      ? { kind: 'scalar', line: branch.line, text: branch.text ?? '', value: branch.text }
      : { kind: 'map', line: branch.line, entries: [...branch.below].map(([key, below]) => ({ key, line: below.line, value: node(below) })) };
  const made = node(root);
  return made.kind === 'map' ? made : { kind: 'map', line: root.line, entries: [] };
}

/** `traefik.frontend.rule`, `traefik.port` and their fellows of version 1. */
function firstVersion(labels: readonly Label[], origin: Origin): Fact[] {
  const named = (key: string): Label | undefined => labels.find((label) => label.key.toLowerCase() === `traefik.${key}`);
  const rule = named('frontend.rule');
  const { own, file } = origin;
  if (rule === undefined || own === undefined) return [];
  const auth = labels.find(({ key }) => /^traefik\.frontend\.auth\.(basic|forward)/i.test(key));
  const limit = labels.find(({ key }) => /^traefik\.frontend\.ratelimit/i.test(key));
  const port = named('port')?.text;
  const entries = [
    ...(auth ? [{ key: /forward/i.test(auth.key) ? 'forwardAuth' : 'basicAuth', line: auth.line, value: scalar(auth) }] : []),
    ...(limit ? [{ key: 'rateLimit', line: limit.line, value: scalar(limit) }] : []),
  ];
  const { chain: _, forwards: __, ...guards } = readMiddleware(file, { kind: 'map', line: rule.line, entries });
  const read = readRule(rule.text);
  const paths = read.paths.length === 0 ? [{ path: null, pathKind: 'prefix' as const, strips: false }] : read.paths;
  const { stack } = origin;
  return paths.map(({ path, pathKind, strips }) => ({
    kind: 'route',
    at: { file, line: rule.line },
    foundBy: 'traefik',
    technology: 'traefik',
    gateway: origin.gateway,
    source: file,
    ...(stack === undefined ? {} : { stack }),
    hosts: read.hosts,
    path,
    pathKind,
    methods: read.methods,
    protocol: 'http',
    targets: [{ address: { k: 'literal', text: port === undefined ? own.host : `${own.host}:${port}` }, at: { file, line: own.line } }],
    forwards: strips && path !== null ? [{ front: path, by: '' }] : [],
    ...guards,
    policies: [],
  }));
}

const scalar = ({ line, text }: Label): TreeNode => ({ kind: 'scalar', line, text, value: text });
