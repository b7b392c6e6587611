import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { RenderResult } from '../../src/core/rendered.js';
import { discoverFiles } from '../../src/discover/index.js';
import { get, textOf, type TreeNode } from '../../src/parse/tree.js';
import { parseYaml } from '../../src/parse/yaml.js';
import { kustomize } from '../../src/render/kustomize/index.js';

/** A folder of fixtures, as the renderer sees it. */
export function renderFolder(folder: string): RenderResult {
  return kustomize.render(discoverFiles([folder], { ignore: [] }));
}

/** The objects that the renderings of one kustomization hold, in a form that two builds of the same thing share. */
export function objectsOfRoot({ renderings }: RenderResult, root: string): unknown[] {
  const texts = renderings.filter((r) => path.posix.dirname(r.file) === root).map((r) => r.text);
  return comparable(texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as unknown)));
}

/** The objects that `kubectl kustomize` makes of a folder. Throws what it says where it makes none. */
export function objectsOfKubectl(kubectl: string, folder: string): unknown[] {
  const text = execFileSync(kubectl, ['kustomize', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return comparable(parseAllDocuments(text).map((document) => document.toJS() as unknown));
}

/** Version of kustomize that a kubectl has built in, as a number; undefined where there is no kubectl. */
export function kustomizeVersion(kubectl: string): number | undefined {
  try {
    const said = parse(execFileSync(kubectl, ['version', '--client', '-o', 'yaml'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as {
      kustomizeVersion?: string;
    };
    return said.kustomizeVersion === undefined ? 2 : Number(/^v?(\d+)/.exec(said.kustomizeVersion)?.[1] ?? 2);
  } catch {
    return undefined;
  }
}

/** Sorted by name; hashes behind generated names cut, maps that hold nothing left out, list items that have a name in the order of their names. */
function comparable(objects: readonly unknown[]): unknown[] {
  const made = objects.filter((o) => o !== null).map(settled);
  const text = JSON.stringify(made);
  const hashed = new Set([...text.matchAll(/"name":"([a-z0-9.-]+)(-[bcdfghkmt2456789]{10})"/g)].map((m) => `${m[1]}${m[2]}`));
  const plain = [...hashed].reduce((all, name) => all.replaceAll(name, name.slice(0, -11)), text);
  const key = (o: unknown): string => {
    const { kind, metadata } = o as { kind: string; metadata: { name: string; namespace?: string } };
    return `${kind} ${metadata.namespace ?? ''} ${metadata.name}`;
  };
  return (JSON.parse(plain) as unknown[]).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function settled(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(settled);
    const name = (item: unknown): string | undefined => (typeof item === 'object' && item !== null ? (item as { name?: string }).name : undefined);
    return all.length > 0 && all.every((item) => typeof name(item) === 'string') ? all.sort((a, b) => ((name(a) ?? '') < (name(b) ?? '') ? -1 : 1)) : all;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, settled(inner)] as const);
  const kept = entries.filter(([, inner]) => inner !== null && !(typeof inner === 'object' && !Array.isArray(inner) && Object.keys(inner).length === 0));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Renderings as lines for expectations: one for each, then one for each text in it (`kind/name path = value @ file:line`), places as an extractor would find
 * them. Diagnostics are `file:line reason`.
 */
export function describeRenderings({ renderings }: RenderResult): string[] {
  return renderings.flatMap((r) => {
    const names = [...(r.names ?? [])].map(([now, base]) => ` ${now}=${base}`).join('');
    const head = `${r.file} of ${r.stack}${r.environment === undefined ? '' : ` in ${r.environment}`}${r.when === undefined ? '' : ` when ${r.when}`}${names === '' ? '' : `,${names}`}`;
    const { documents } = parseYaml(r.file, r.text);
    return [
      head,
      ...documents.flatMap(({ root }) => describeTree(root, `${textOf(get(root, 'kind'))}/${textOf(get(root, 'metadata', 'name'))} `, '', r.lines)),
    ];
  });
}

function describeTree(node: TreeNode, head: string, where: string, lines: RenderResult['renderings'][number]['lines']): string[] {
  if (node.kind === 'map') return node.entries.flatMap((e) => describeTree(e.value, head, where === '' ? e.key : `${where}.${e.key}`, lines));
  if (node.kind === 'list') return node.items.flatMap((item, i) => describeTree(item, head, `${where}.${i}`, lines));
  if (/^(?:apiVersion|kind)$/.test(where)) return [];
  const at = lines[node.line - 1];
  const body = node.text.includes('\n') ? lines[node.line] : undefined;
  const place = `${at?.file}:${at?.line}${body === undefined ? '' : `, text ${body.file}:${body.line}`}`;
  return [`  ${head}${where} = ${node.value === null ? 'null' : node.text.replaceAll('\n', '\\n')} @ ${place}`];
}
