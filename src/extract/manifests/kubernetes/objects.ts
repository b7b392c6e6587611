import type { Diagnostic } from '../../../core/fact.js';
import { environmentOfPath } from '../../../parse/environment.js';
import { parseJson } from '../../../parse/json.js';
import { knownName } from '../../../parse/marks.js';
import { get, itemsOf, textOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import { placeOf } from './place.js';
import type { Place } from './place.js';

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

/**
 * The objects of a YAML or JSON file by their content (`apiVersion` and `kind`), in source order; `kind: List` is unfolded, also in a list.
 * Documents that a template engine must render first, and objects with `$patch: delete`, are none.
 */
export function objectsOf(file: string, text: string): { readonly objects: readonly KubernetesObject[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const objects: KubernetesObject[] = [];
  const place = placeOf(file);
  if (file.endsWith('.json')) {
    if (!text.includes('"apiVersion"') || !text.includes('"kind"')) return { objects, diagnostics };
    const parsed = parseJson(file, text);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.root) unfold(parsed.root, file, place, { objects, diagnostics }, 0);
    return { objects, diagnostics };
  }
  const parsed = parseYaml(file, text, { wanted: (document) => kindLine.test(document) && versionLine.test(document) });
  diagnostics.push(...parsed.diagnostics);
  for (const document of parsed.documents) {
    if (document.templated && isTemplate(document.root)) diagnostics.push(templateDiagnostic(file, document.line));
    else unfold(document.root, file, place, { objects, diagnostics }, 0);
  }
  return { objects, diagnostics };
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
