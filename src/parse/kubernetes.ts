import type { Diagnostic } from '../core/extraction.js';
import type { GatewayRef, RouteFact } from '../core/route.js';
import { environmentOfPath } from './environment.js';
import { parseJson } from './json.js';
import { knownName } from './marks.js';
import { entry, get, itemsOf, textOf } from './tree.js';
import type { TreeNode } from './tree.js';
import { parseYaml } from './yaml.js';
import { placeOf } from './kubernetes-place.js';
import type { Place } from './kubernetes-place.js';

/** One Kubernetes object of a file. */
export interface KubernetesObject extends Place {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace?: string;
  readonly root: TreeNode;
  readonly file: string;
  /** Line of `metadata.name`. */
  readonly line: number;
}

const kindLine = /^[ \t-]*["']?kind["']?[ \t]*:/m;
const versionLine = /^[ \t-]*["']?apiVersion["']?[ \t]*:/m;
const maxListDepth = 5;

/** How objects are read. */
export interface ObjectReading {
  /** Only objects of these kinds. */
  readonly kinds?: ReadonlySet<string>;
  /** A deployment tool made the text: `{{` in it is text. */
  readonly rendered?: boolean;
}

/**
 * The objects of a YAML or JSON file by their content (`apiVersion` and `kind`), in source order; `kind: List` is unfolded, also in a list.
 * Documents that a template engine must render first, and objects with `$patch: delete`, are none. With `kinds` only objects of those kinds are given, and
 * documents without such a word are not even parsed.
 */
export function objectsOf(
  file: string,
  text: string,
  { kinds, rendered = false }: ObjectReading = {},
): { readonly objects: readonly KubernetesObject[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const objects: KubernetesObject[] = [];
  const place = placeOf(file);
  if (file.endsWith('.json')) {
    if (!text.includes('"apiVersion"') || !text.includes('"kind"')) return { objects, diagnostics };
    const parsed = parseJson(file, text);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.root) unfold(parsed.root, file, place, { objects, diagnostics }, 0);
    return { objects: chosen(objects, kinds), diagnostics };
  }
  const words = kinds && new RegExp(`\\b(?:${[...kinds].join('|')}|\\w*List)\\b`);
  const wanted = (document: string): boolean => kindLine.test(document) && versionLine.test(document) && (words?.test(document) ?? true);
  const parsed = parseYaml(file, text, { final: rendered, wanted });
  diagnostics.push(...parsed.diagnostics);
  for (const document of parsed.documents) {
    if (document.templated && isTemplate(document.root)) diagnostics.push(templateDiagnostic(file, document.line));
    else unfold(document.root, file, place, { objects, diagnostics }, 0);
  }
  return { objects: chosen(objects, kinds), diagnostics };
}

function chosen(objects: readonly KubernetesObject[], kinds: ReadonlySet<string> | undefined): readonly KubernetesObject[] {
  return kinds === undefined ? objects : objects.filter((object) => kinds.has(object.kind));
}

/** An annotation's text and line; undefined where there is none. */
export function annotationOf(object: KubernetesObject, name: string): { readonly text: string; readonly line: number } | undefined {
  const found = entry(get(object.root, 'metadata', 'annotations'), name);
  const text = textOf(found?.value);
  return found === undefined || text === undefined ? undefined : { text, line: found.line };
}

/** Quoted actions parse, yet the object is known only after rendering. Data of ConfigMaps may hold other templates: they are objects. */
function isTemplate(root: TreeNode): boolean {
  const containers = itemsOf(get(root, 'spec', 'template', 'spec', 'containers'));
  const telling = [get(root, 'kind'), get(root, 'metadata', 'name'), ...containers.map((c) => get(c, 'image'))];
  return telling.some((node) => /\{\{|\{%/.test(textOf(node) ?? ''));
}

function templateDiagnostic(file: string, line: number): Diagnostic {
  return {
    file,
    line,
    reason: 'template',
    message: 'The object is part of a template ({{ … }}) that is not rendered here; analyse its rendered form to include it.',
  };
}

interface Found {
  readonly objects: KubernetesObject[];
  readonly diagnostics: Diagnostic[];
}

function unfold(root: TreeNode, file: string, place: Place, into: Found, depth: number): void {
  if (depth > maxListDepth) return;
  const kind = textOf(get(root, 'kind'));
  const apiVersion = textOf(get(root, 'apiVersion'));
  if (kind === undefined || apiVersion === undefined) return;
  if (kind.endsWith('List') && get(root, 'items')?.kind === 'list') {
    for (const item of itemsOf(get(root, 'items'))) unfold(item, file, place, into, depth + 1);
    return;
  }
  const nameNode = get(root, 'metadata', 'name') ?? get(root, 'metadata', 'generateName');
  const written = textOf(nameNode)?.replace(/-$/, '');
  if (written === undefined || written === '' || nameNode === undefined || textOf(get(root, '$patch')) === 'delete') return;
  const name = knownName(written);
  if (name === '') {
    into.diagnostics.push({ file, line: nameNode.line, reason: 'template', message: `The ${kind} has a name that only its deployment knows; it is left out.` });
    return;
  }
  const namespace = knownName(textOf(get(root, 'metadata', 'namespace')) ?? '') || undefined;
  const environment = place.environment ?? (namespace === undefined ? undefined : environmentOfPath(namespace));
  into.objects.push({
    stack: place.stack,
    options: place.options,
    ...(environment === undefined ? {} : { environment }),
    kind,
    apiVersion,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    root,
    file,
    line: nameNode.line,
  });
}

/** What every part of a gateway that an object describes has in common. */
export function partOf(
  object: KubernetesObject,
  foundBy: string,
  technology: string,
  gateway: GatewayRef,
  line = object.line,
): Pick<RouteFact, 'at' | 'foundBy' | 'technology' | 'gateway' | 'source' | 'stack' | 'namespace'> {
  const { file, stack, namespace } = object;
  return { at: { file, line }, foundBy, technology, gateway, source: file, stack, ...(namespace === undefined ? {} : { namespace }) };
}

/** The address of a Service, as other objects name it. */
export function serviceAddress(name: string, namespace: string | undefined, port: string | undefined): string {
  return `${name}${namespace === undefined ? '' : `.${namespace}`}${port === undefined ? '' : `:${port}`}`;
}
