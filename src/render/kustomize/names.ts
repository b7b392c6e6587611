import { edited, items, at, type Placed, scalar, text } from '../placed.js';
import { references, stepsOf } from './fields.js';
import { changed, current, type Resource, spaceOf } from './resource.js';

/** Makes every reference to an object that was renamed name it as it is called now. */
export function withReferences(resources: readonly Resource[]): Resource[] {
  const moved = new Map<string, Resource[]>();
  for (const resource of resources) if (resource.identities.length > 1) moved.set(resource.kind, [...(moved.get(resource.kind) ?? []), resource]);
  return resources.map((referrer) => {
    let made = referrer;
    for (const [kind, targets] of moved) {
      for (const field of references.get(kind) ?? []) {
        if (!(field.kinds?.includes(referrer.kind) ?? true) || (kind === 'Deployment' && !scales(made, kind))) continue;
        made = changed(
          made,
          edited(made.node, stepsOf(field), (value) => (value === undefined ? value : referring(value, made, kind, targets))),
        );
      }
    }
    return made;
  });
}

/** A scale target names its kind. */
function scales(resource: Resource, kind: string): boolean {
  return text(at(resource.node, 'spec', 'scaleTargetRef', 'kind')) === kind;
}

function referring(value: Placed, referrer: Resource, kind: string, targets: readonly Resource[]): Placed {
  if (value.kind === 'list')
    return { ...value, items: items(value).map((subject) => (text(at(subject, 'kind')) === kind ? renamedMap(subject, [], targets) : subject)) };
  if (value.kind === 'map') return renamedMap(value, referrer.affixes, targets);
  const name = text(value);
  const target = name === undefined ? undefined : called(name, current(referrer).namespace, referrer.affixes, targets);
  return target === undefined || current(target).name === name ? value : scalar(current(target).name, value.at);
}

/** A map of name and namespace: both become the object's. */
function renamedMap(map: Placed, affixes: readonly string[], targets: readonly Resource[]): Placed {
  const target = called(text(at(map, 'name')) ?? '', text(at(map, 'namespace')), affixes, targets);
  if (target === undefined) return map;
  const { name, namespace } = current(target);
  const set = (node: Placed, key: string, text: string): Placed =>
    edited(node, [key], (old) => (old?.kind === 'scalar' && old.text === text ? old : scalar(text, old?.at ?? map.at)), map.at);
  const named = set(map, 'name', name);
  return namespace === undefined ? named : set(named, 'namespace', namespace);
}

/** The object that bore a name: in the referrer's namespace, with the referrer's prefixes, where several did. */
function called(name: string, namespace: string | undefined, affixes: readonly string[], targets: readonly Resource[]): Resource | undefined {
  let found = targets.filter((t) => t.identities.some((id) => id.name === name));
  const narrow = (fits: (target: Resource) => boolean): void => {
    const fitting = found.filter(fits);
    if (fitting.length > 0) found = fitting;
  };
  narrow((t) => t.identities.some((id) => spaceOf(id.namespace) === spaceOf(namespace)));
  narrow((t) => t.affixes.join('\n') === affixes.join('\n'));
  narrow((t) => t.affixes.some((a) => affixes.includes(a)));
  narrow((t) => t.identities[0]?.name === name);
  return new Set(found.map((t) => current(t).name)).size === 1 ? found[0] : undefined;
}
