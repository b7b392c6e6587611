import { markUnknown } from '../../../parse/marks.js';
import { get, textOf, type TreeNode } from '../../../parse/tree.js';

const maxDepth = 10;
const maxText = 4_000;

/** A text with its references to other resources filled: `{orders.bindings.http.url}`, `{db.connectionString}`, `{key.value}`. */
export function filled(text: string, resources: TreeNode | undefined, depth = 0): string {
  if (depth > maxDepth) return markUnknown('a circle of references', 'too-many');
  if (!text.includes('{')) return text;
  return text
    .replace(
      /\{([\w-]{1,100})\.([\w.-]{1,200})\}/g,
      (_, name: string, path: string) => referred(name, path, resources, depth) ?? markUnknown(`${name}.${path}`, 'parameter'),
    )
    .slice(0, maxText);
}

function referred(name: string, path: string, resources: TreeNode | undefined, depth: number): string | undefined {
  const resource = get(resources, name);
  if (resource === undefined) return undefined;
  const [first, binding = '', property = ''] = path.split('.');
  if (first === 'bindings') return bindingValue(name, get(resource, 'bindings', binding), property);
  const given = textOf(get(resource, first ?? ''));
  if (first === 'connectionString' || first === 'value') return given === undefined ? undefined : filled(given, resources, depth + 1);
  return undefined;
}

function bindingValue(name: string, binding: TreeNode | undefined, property: string): string | undefined {
  const scheme = textOf(get(binding, 'scheme')) ?? 'http';
  const port = textOf(get(binding, 'targetPort')) ?? textOf(get(binding, 'port'));
  if (property === 'url') return `${scheme}://${name}${port === undefined ? '' : `:${port}`}`;
  if (property === 'host') return name;
  if (property === 'scheme') return scheme;
  if (property === 'hostandport') return port === undefined ? name : `${name}:${port}`;
  return property === 'port' || property === 'targetPort' ? port : undefined;
}
