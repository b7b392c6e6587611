import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import { mapOf } from '../cloud/build.js';
import type { Front } from '../cloud/documents.js';
import { templateOf, type Template } from '../cloud/template.js';
import { stackName } from '../cloud/stack-name.js';
import type { PlacedEntry } from '../placed.js';
import { type Module, modulesOf, sourceOf } from './modules.js';
import { isKnown, resourceOf } from './resources.js';
import { Scope } from './scope.js';

const maxScopes = 1_000;
const maxDepth = 10;

/**
 * What Terraform makes on AWS, as templates: one for each module that no other calls, with everything that the modules make which it calls. Variables have their
 * defaults and the values of `terraform.tfvars`; modules of registries are not read.
 */
export function terraformTemplates(files: FileIndex, note: (diagnostic: Diagnostic) => void): Front {
  const { modules, consumed } = modulesOf(files, note);
  const roots = rootsOf(modules).filter((module) => !files.isAside(module.file));
  return { templates: roots.flatMap((root) => templatesOf(root, modules, files)), consumed };
}

/** Modules that no other calls, and one of those that only call each other. */
function rootsOf(modules: ReadonlyMap<string, Module>): Module[] {
  const calledBy = (module: Module): string[] => [...module.calls.values()].flatMap((call) => sourceOf(call, module) ?? []);
  const called = new Set([...modules.values()].flatMap(calledBy));
  const roots = [...modules.values()].filter((module) => !called.has(module.folder));
  const reached = new Set<Module>();
  const reach = (from: Module): void => {
    const queue = [from];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(...calledBy(next).flatMap((folder) => modules.get(folder) ?? []));
    }
  };
  for (const root of roots) reach(root);
  for (const module of modules.values()) {
    if (reached.has(module)) continue;
    roots.push(module);
    reach(module);
  }
  return roots;
}

function templatesOf(root: Module, modules: ReadonlyMap<string, Module>, files: FileIndex): Template[] {
  const scopes: Scope[] = [];
  const open = (module: Module, call: Scope['call'], prefix: string, around: readonly Module[]): Scope => {
    const scope = new Scope(module, call, prefix, root.folder);
    scopes.push(scope);
    for (const [name, block] of module.calls) {
      const child = modules.get(sourceOf(block, module) ?? '');
      if (child === undefined || child === module || around.includes(child) || around.length >= maxDepth || scopes.length >= maxScopes) continue;
      const uses = scope.instancesOf(block).map(({ key, bindings }) => ({
        ...(key === undefined ? {} : { key }),
        scope: open(child, { block, scope, bindings }, `${prefix}${name}-${key === undefined ? '' : `${key}-`}`, [...around, module]),
      }));
      scope.children.set(name, uses);
    }
    return scope;
  };
  open(root, undefined, '', []);
  const resources = scopes.flatMap((scope) =>
    [...scope.module.resources.values()].flatMap((block) =>
      isKnown(block.type)
        ? scope.instancesOf(block).map((one): PlacedEntry => {
            const at = { file: block.file, line: block.line };
            return { key: scope.idOf(block.type, block.name, one.key), at, value: resourceOf(block, scope, one) ?? mapOf(at) };
          })
        : [],
    ),
  );
  if (resources.length === 0) return [];
  const place = { file: root.file, line: 1 };
  const tree = mapOf(place, [{ key: 'Resources', at: place, value: mapOf(place, resources) }]);
  return [templateOf({ file: root.file, stack: stackName(root.file, tree, files), tool: 'terraform', root: tree })];
}
