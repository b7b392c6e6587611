import { parseJson } from '../parse/json.js';
import type { TreeNode } from '../parse/tree.js';
import { parseYaml } from '../parse/yaml.js';
import { ConfigError } from './errors.js';

/** Steps into a configuration: keys and list indexes. */
export type ConfigPath = readonly (string | number)[];

/** A configuration's text as plain data that remembers its lines. */
export interface ConfigSource {
  readonly value: unknown;
  /** Line of what the path leads to, or of the last part of it that is there. */
  lineOf(path: ConfigPath): number;
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads the text of a configuration file, JSON or YAML by its name. `within`: the key of a larger file that holds it. Throws `ConfigError` for what
 * cannot be read.
 */
export function parseConfigText(file: string, text: string, within?: string): ConfigSource {
  const root = file.endsWith('.json') ? jsonRoot(file, text) : yamlRoot(file, text);
  const node = within === undefined ? root : root?.kind === 'map' ? root.entries.find((entry) => entry.key === within)?.value : undefined;
  return { value: node === undefined ? null : plain(node, file), lineOf: (path) => lineOf(node, path) };
}

function jsonRoot(file: string, text: string): TreeNode | undefined {
  const { root, diagnostics } = parseJson(file, text);
  refuseBroken(file, diagnostics);
  return root;
}

function yamlRoot(file: string, text: string): TreeNode | undefined {
  const { documents, diagnostics } = parseYaml(file, text);
  refuseBroken(file, diagnostics);
  const second = documents[1];
  if (second) throw new ConfigError(file, second.line, 'holds more than one YAML document', 'Keep one configuration in the file.');
  return documents[0]?.root;
}

function refuseBroken(file: string, diagnostics: readonly { readonly line: number; readonly message: string }[]): void {
  const first = diagnostics[0];
  if (!first) return;
  throw new ConfigError(file, first.line, first.message.split('. ', 1)[0] ?? '', 'Correct the file.');
}

function plain(node: TreeNode, file: string): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item) => plain(item, file));
  const entries = node.entries.map(({ key, line, value }): [string, unknown] => {
    if (forbiddenKeys.has(key)) throw new ConfigError(file, line, `has the key "${key}", which no configuration can use`, 'Rename it.');
    return [key, plain(value, file)];
  });
  return Object.fromEntries(entries);
}

function lineOf(node: TreeNode | undefined, path: ConfigPath): number {
  let line = node?.line ?? 1;
  let current = node;
  for (const step of path) {
    if (current?.kind === 'map') {
      const entry = current.entries.find(({ key }) => key === step);
      if (!entry) return line;
      line = entry.line;
      current = entry.value;
    } else if (current?.kind === 'list') {
      const item: TreeNode | undefined = current.items[Number(step)];
      if (!item) return line;
      line = item.line;
      current = item;
    } else return line;
  }
  return line;
}
