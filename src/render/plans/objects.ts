import type { FileIndex } from '../../core/files.js';
import type { Location } from '../../core/location.js';
import type { RenderResult } from '../../core/rendered.js';
import { type KubernetesObject, objectsOf } from '../../parse/kubernetes.js';
import type { TreeNode } from '../../parse/tree.js';

/** An object that says what is deployed, or that such a one refers to. */
export interface PlanObject {
  readonly kind: string;
  readonly group: string;
  readonly name: string;
  readonly namespace?: string;
  readonly root: TreeNode;
  /** The file it stands in, or the one its rendering is named after: paths are written from its repository. */
  readonly file: string;
  readonly at: Location;
  readonly placeOf: (line: number) => Location;
  readonly rendered: boolean;
  /** Of the rendering that holds it. */
  readonly environment?: string;
  readonly when?: string;
}

/** Objects of a kind and name; those of the same namespace first. */
export interface Objects {
  readonly all: readonly PlanObject[];
  named(kind: string, name: string, namespace?: string): PlanObject | undefined;
}

const groups = /\b(?:argoproj\.io|[\w.]*toolkit\.fluxcd\.io|source\.extensions\.fluxcd\.io)\//;
const referred = /^\s*["']?kind["']?\s*:\s*["']?(?:ConfigMap|Secret)\b/m;
const kinds: ReadonlySet<string> = new Set(
  'Application ApplicationSet Kustomization HelmRelease HelmRepository HelmChart GitRepository OCIRepository Bucket ExternalArtifact ArtifactGenerator ConfigMap Secret'.split(
    ' ',
  ),
);

/** The objects of Argo CD and Flux in the manifests of the tree and in what is rendered, with the ConfigMaps that they may read. None where neither tool is used. */
export function objectsIn(files: FileIndex, made: RenderResult): Objects {
  const consumed = new Set(made.consumed);
  const plain = files.files.map(({ path }) => path).filter((path) => /\.ya?ml$/i.test(path) && !consumed.has(path) && !files.isAside(path));
  const texts = plain.flatMap((path) => {
    const read = files.read(path);
    return 'text' in read ? [{ path, text: read.text }] : [];
  });
  const used = texts.some(({ text }) => groups.test(text)) || made.renderings.some(({ text }) => groups.test(text));
  if (!used) return bookOf([]);
  const wanted = (text: string): boolean => groups.test(text) || referred.test(text);
  return bookOf([
    ...texts.filter(({ text }) => wanted(text)).flatMap(({ path, text }) => objectsOf(path, text, { kinds, rendered: true }).objects.map(written)),
    ...made.renderings
      .filter(({ text }) => wanted(text))
      .flatMap((rendering) => {
        const { lines, environment, when } = rendering;
        const last: Location = lines.at(-1) ?? { file: rendering.file, line: 1 };
        const placeOf = (line: number): Location => lines[line - 1] ?? last;
        const said = { ...(environment !== undefined && { environment }), ...(when !== undefined && { when }) };
        return objectsOf(rendering.file, rendering.text, { kinds, rendered: true }).objects.map(
          (object): PlanObject => ({
            ...written(object),
            ...said,
            ...namespaceOf(object, rendering.namespace),
            at: placeOf(object.line),
            placeOf,
            rendered: true,
          }),
        );
      }),
  ]);
}

function written(object: KubernetesObject): PlanObject {
  const { kind, name, root, file, line, apiVersion } = object;
  const at = { file, line };
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  return { kind, group, name, ...namespaceOf(object), root, file, at, placeOf: (one) => ({ file, line: one }), rendered: false };
}

function namespaceOf({ namespace }: KubernetesObject, around?: string): Pick<PlanObject, 'namespace'> {
  const space = namespace ?? around;
  return space === undefined ? {} : { namespace: space };
}

function bookOf(all: readonly PlanObject[]): Objects {
  const book = new Map<string, PlanObject[]>();
  for (const object of all) {
    const key = `${object.kind} ${object.name}`;
    const known = book.get(key);
    if (known === undefined) book.set(key, [object]);
    else known.push(object);
  }
  return {
    all,
    named: (kind, name, namespace) => {
      const found = book.get(`${kind} ${name}`) ?? [];
      return found.find((one) => one.namespace === namespace) ?? found[0];
    },
  };
}
