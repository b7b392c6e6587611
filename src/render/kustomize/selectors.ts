import { at, type Placed, text } from '../placed.js';
import { giveUp } from './failure.js';
import { metadataOf, type Resource, spaceOf } from './resource.js';

const fields = ['group', 'version', 'kind', 'name', 'namespace'] as const;
const maxPattern = 300;

/**
 * Which resources a patch's target or a replacement's selection means: group, version, kind, name and namespace are whole regular expressions,
 * labels and annotations selectors as kubectl's. An object's former names count. Gives up on a pattern that is none.
 */
export function selector(target: Placed | undefined): (resource: Resource) => boolean {
  const patterns = new Map(fields.flatMap((field) => (text(at(target, field)) ? [[field, wholePattern(at(target, field) as Placed)] as const] : [])));
  const apiVersion = text(at(target, 'apiVersion'));
  const labels = requirements(at(target, 'labelSelector'));
  const annotations = requirements(at(target, 'annotationSelector'));
  const fits = (field: (typeof fields)[number], value: string): boolean => patterns.get(field)?.test(value) ?? true;
  return (resource) =>
    fits('group', resource.group) &&
    fits('version', resource.version) &&
    fits('kind', resource.kind) &&
    (apiVersion === undefined || apiVersion === (resource.group === '' ? resource.version : `${resource.group}/${resource.version}`)) &&
    resource.identities.some((id) => fits('name', id.name) && (fits('namespace', id.namespace ?? '') || fits('namespace', spaceOf(id.namespace)))) &&
    labels(metadataOf(resource, 'labels')) &&
    annotations(metadataOf(resource, 'annotations'));
}

/** Kustomize's patterns are Go's, which never go back; ours are refused where going back could take long. */
function wholePattern(node: Placed): RegExp {
  const pattern = text(node) ?? '';
  const bounded = pattern.replace(/^\^/, '').replace(/\$$/, '');
  if (pattern.length > maxPattern || /[*+}]\)?[*+{]|\([^)]*[*+|][^)]*\)[*+{]/.test(pattern))
    giveUp(node.at, `The pattern ${pattern.slice(0, 60)} is too complex to be followed. Simplify it.`);
  try {
    return new RegExp(`^(?:${bounded})$`);
  } catch {
    return giveUp(node.at, `The pattern ${pattern.slice(0, 60)} is no regular expression. Correct it.`);
  }
}

type Requirement = (labels: ReadonlyMap<string, string>) => boolean;

/** `a=b,c!=d,e in (f, g),!h,i`. */
function requirements(node: Placed | undefined): Requirement {
  const written = text(node)?.trim() ?? '';
  if (written === '') return () => true;
  const all = written.split(/,(?![^(]*\))/).map((part) => requirement(part.trim()));
  return (labels) => all.every((one) => one(labels));
}

function requirement(part: string): Requirement {
  const set = /^([^\s!=]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return (labels) => values.includes(labels.get(set[1] ?? '') ?? '\0') === (set[2] === 'in');
  }
  const compared = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (compared) return (labels) => (labels.get(compared[1] ?? '') === compared[3]) === (compared[2] !== '!=');
  return part.startsWith('!') ? (labels) => !labels.has(part.slice(1).trim()) : (labels) => labels.has(part);
}
