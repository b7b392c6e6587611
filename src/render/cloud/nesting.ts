import type { Diagnostic } from '../../core/extraction.js';
import { joinPath, folderOf } from '../../parse/paths.js';
import { at, entries, text } from '../placed.js';
import type { Template } from './template.js';
import { World } from './world.js';

/** A resource that makes a stack of another template. */
interface Nesting {
  readonly parent: Template;
  readonly resource: string;
  readonly child: Template;
}

const maxDepth = 10;
const maxStacks = 2_000;

/**
 * The stacks that templates make: one of each, and one for every nesting of a template that several nest. Nested ones get the parameters that their parents give
 * them and answer for their outputs.
 */
export function worldOf(templates: readonly Template[], note: (diagnostic: Diagnostic) => void): World {
  const nestings = nestingsOf(templates, note);
  const stacks: Template[] = [];
  const links: Nesting[] = [];
  const add = (stack: Template, original: Template, depth: number): void => {
    stacks.push(stack);
    if (depth > maxDepth) return;
    for (const { resource, child } of nestings.filter((n) => n.parent === original)) {
      if (stacks.length > maxStacks) return;
      const several = stack !== original || nestings.filter((n) => n.child === child).length > 1;
      const name = `${stack.stack}-${resource}`;
      const made = several ? { ...child, id: `${child.file}#${name}`, stack: name } : child;
      links.push({ parent: stack, resource, child: made });
      add(made, child, depth + 1);
    }
  };
  for (const root of rootsOf(templates, nestings)) add(root, root, 0);
  const world = new World(stacks);
  for (const link of links) connect(link, world);
  return world;
}

/** Templates that nothing nests; those that only nest each other have none, and are taken as they are. */
function rootsOf(templates: readonly Template[], nestings: readonly Nesting[]): Template[] {
  const nested = new Set(nestings.map((n) => n.child));
  const roots = templates.filter((t) => !nested.has(t));
  const reached = new Set<Template>(roots);
  for (const template of reached) for (const { child } of nestings.filter((n) => n.parent === template)) reached.add(child);
  return [...roots, ...templates.filter((t) => !reached.has(t))];
}

function connect({ parent, resource, child }: Nesting, world: World): void {
  const evaluation = world.of(parent);
  evaluation.nested.set(resource, child);
  const properties = at(parent.resources.get(resource)?.body, 'Properties');
  for (const { key, value } of entries(at(properties, 'Parameters'))) world.of(child).arguments.set(key, () => evaluation.value(value));
}

function nestingsOf(templates: readonly Template[], note: (diagnostic: Diagnostic) => void): Nesting[] {
  const world = new World(templates);
  return templates.flatMap((parent) =>
    [...parent.resources.values()].flatMap((resource): Nesting[] => {
      if (resource.type !== 'AWS::CloudFormation::Stack' && resource.type !== 'AWS::Serverless::Application') return [];
      const properties = at(resource.body, 'Properties');
      const location = at(properties, 'TemplateURL') ?? at(properties, 'Location');
      const written = location === undefined ? undefined : text(world.of(parent).value(location));
      const child = written === undefined ? undefined : childOf(written, parent, templates);
      if (child !== undefined) return [{ parent, resource: resource.id, child }];
      note({ ...resource.at, reason: 'remote', message: `The template of the nested stack ${resource.id} is not in the tree; what it makes is not known.` });
      return [];
    }),
  );
}

/** A relative path, else the only other template whose path ends as the address does. */
function childOf(written: string, parent: Template, templates: readonly Template[]): Template | undefined {
  const path = joinPath(folderOf(parent.file), written.replace(/^file:\/\//, ''));
  const found = templates.find((t) => t.file === path && t !== parent);
  if (found !== undefined) return found;
  const parts = written
    .replace(/^.*[\u{10F000}-\u{10FFFF}]/su, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  for (let i = 0; i < parts.length; i++) {
    const suffix = parts.slice(i).join('/');
    const fitting = templates.filter((t) => t !== parent && (t.file === suffix || t.file.endsWith(`/${suffix}`)));
    if (fitting.length === 1) return fitting[0];
  }
  return undefined;
}
