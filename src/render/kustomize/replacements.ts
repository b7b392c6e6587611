import { at, items, type Placed, scalar, text } from '../placed.js';
import { fieldPath, replacedAt, valueAt } from './field-path.js';
import { changed, isCalled, type Resource } from './resource.js';
import { giveUp } from './failure.js';
import { selector } from './selectors.js';

/** One entry of `replacements`: a field of one object (or a value given) is written into fields of others. */
export function replaced(resources: readonly Resource[], entry: Placed, partial: boolean): Resource[] {
  const value = sourceOf(resources, entry, partial);
  if (value === undefined) return [...resources];
  return items(at(entry, 'targets')).reduce<Resource[]>((all, target) => intoTarget(all, target, value), [...resources]);
}

function sourceOf(resources: readonly Resource[], entry: Placed, partial: boolean): Placed | undefined {
  const given = at(entry, 'sourceValue');
  if (given) return given;
  const source = at(entry, 'source');
  const [found, ...others] = resources.filter(selector(source));
  if (found === undefined || others.length > 0) {
    if (partial) return undefined;
    return giveUp((source ?? entry).at, `The source of a replacement is ${found === undefined ? 'no object' : 'several objects'}. Name exactly one.`);
  }
  const value = valueAt(found.node, fieldPath(text(at(source, 'fieldPath')) ?? 'metadata.name'));
  if (value === undefined) return giveUp((source ?? entry).at, 'The source of a replacement has no such field. Correct its path.');
  const delimiter = text(at(source, 'options', 'delimiter'));
  if (delimiter === undefined || value.kind !== 'scalar') return value;
  const part = value.text.split(delimiter)[Number(text(at(source, 'options', 'index')) ?? '0')];
  return scalar(part ?? '', value.at);
}

function intoTarget(resources: readonly Resource[], target: Placed, value: Placed): Resource[] {
  const selected = selector(at(target, 'select'));
  const rejected = items(at(target, 'reject')).map(selector);
  const paths = items(at(target, 'fieldPaths')).map((path) => fieldPath(text(path) ?? ''));
  const options = at(target, 'options');
  const create = text(at(options, 'create')) === 'true' ? value.at : undefined;
  return resources.map((resource) => {
    if (!selected(resource) || rejected.some((fits) => fits(resource))) return resource;
    const node = (paths.length > 0 ? paths : [['metadata', 'name']]).reduce<Placed>(
      (made, path) => replacedAt(made, path, (old) => written(old, value, options), create) ?? made,
      resource.node,
    );
    return changed(resource, node);
  });
}

/** With a delimiter only one part of the old text is replaced; an index beyond its parts puts the value before or behind them. */
function written(old: Placed | undefined, value: Placed, options: Placed | undefined): Placed {
  const delimiter = text(at(options, 'delimiter'));
  const before = text(old);
  if (delimiter === undefined || before === undefined || value.kind !== 'scalar')
    return old?.kind === 'scalar' && value.kind === 'scalar' && typeof old.value === 'string' ? scalar(value.text, value.at) : value;
  const parts = before.split(delimiter);
  const index = Number(text(at(options, 'index')) ?? '0');
  if (index < 0) parts.unshift(value.text);
  else if (index >= parts.length) parts.push(value.text);
  else parts[index] = value.text;
  return scalar(parts.join(delimiter), value.at);
}

/** `vars`: `$(NAME)` in any text of an object stands for a field of another. */
export function withVars(resources: readonly Resource[], vars: readonly Placed[]): Resource[] {
  const values = new Map<string, Placed>();
  for (const entry of vars) {
    const name = text(at(entry, 'name'));
    const kind = text(at(entry, 'objref', 'kind'));
    const of = text(at(entry, 'objref', 'name'));
    const namespace = text(at(entry, 'objref', 'namespace'));
    const found = resources.filter((r) => r.kind === kind && of !== undefined && isCalled(r, of, namespace));
    const value = valueAt(found[0]?.node, fieldPath(text(at(entry, 'fieldref', 'fieldpath')) ?? text(at(entry, 'fieldref', 'fieldPath')) ?? 'metadata.name'));
    if (name !== undefined && value?.kind === 'scalar' && found.length === 1) values.set(name, value);
  }
  if (values.size === 0) return [...resources];
  return resources.map((r) => changed(r, substituted(r.node, values)));
}

function substituted(node: Placed, values: ReadonlyMap<string, Placed>): Placed {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => substituted(item, values)) };
  if (node.kind === 'map') return { ...node, entries: node.entries.map((e) => ({ ...e, value: substituted(e.value, values) })) };
  if (typeof node.value !== 'string' || !node.text.includes('$(')) return node;
  const whole = values.get(/^\$\(([\w.-]+)\)$/.exec(node.text)?.[1] ?? '');
  if (whole) return { ...whole, at: node.at };
  const made = node.text.replace(/\$\(([\w.-]+)\)/g, (written, name: string) => text(values.get(name)) ?? written);
  return made === node.text ? node : { ...node, value: made, text: made };
}
