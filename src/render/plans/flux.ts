import { hasUnknown, knownName } from '../../parse/marks.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import { booleanOf, entriesOf, get, itemsOf, textMapOf, textOf, type TreeNode } from '../../parse/tree.js';
import { type PlacedEntry, placedAt, scalar } from '../placed.js';
import type { ChartRequest, InlineValues, OverlayRequest, Substitution } from '../plan.js';
import { inlineMap, inlineText } from './applications.js';
import { environmentOf, kindOfFolder, leave, leaveRemote, type PlanContext, resourcesIn, type Wish } from './context.js';
import type { Objects, PlanObject } from './objects.js';

/** What a Kustomization of Flux deploys: a folder of its source, with what it adds. */
export function kustomizationWishes(object: PlanObject, objects: Objects, context: PlanContext): Wish[] {
  const spec = get(object.root, 'spec');
  const path = textOf(get(spec, 'path')) ?? './';
  const source = get(spec, 'sourceRef');
  const folder = hasUnknown(path) ? undefined : sourcePath(source, path, object, objects, context);
  const line = get(spec, 'path')?.line;
  const at = line === undefined ? object.at : object.placeOf(line);
  if (folder === undefined) {
    leaveRemote(
      context,
      at,
      `What the Kustomization ${object.name} deploys (${path.slice(0, 100)})`,
      urlOf(source, object, objects) ?? textOf(get(source, 'name')) ?? '',
    );
    return [];
  }
  const kind = kindOfFolder(context, folder);
  const manifests = kind === 'manifests' ? resourcesIn(context, folder) : [];
  if (kind === 'chart' || (kind === 'manifests' && (manifests.length === 0 || folder === '.'))) return [];
  const environment = environmentOf(object, [folder], [object.name]);
  const substitution = substitutionOf(get(spec, 'postBuild'), object, objects);
  const place = { ...(environment !== undefined && { environment }), ...(object.when !== undefined && { when: object.when }) };
  const overlay: Omit<OverlayRequest, 'stack'> = { folder, edits: editsOf(spec, object), manifests, ...place, ...(substitution && { substitution }) };
  return [{ at, overlay }];
}

/** What the tool adds to the kustomization of the folder. */
function editsOf(spec: TreeNode | undefined, { placeOf }: PlanObject): PlacedEntry[] {
  const own = entriesOf(spec).flatMap(({ key, line, value }): PlacedEntry[] => {
    const at = placeOf(line);
    if (key === 'targetNamespace') return [{ key: 'namespace', at, value: scalar(textOf(value) ?? '', at) }];
    if (key === 'namePrefix' || key === 'nameSuffix') return [{ key, at, value: scalar(textOf(value) ?? '', at) }];
    return ['patches', 'images', 'components'].includes(key) ? [{ key, at, value: placedAt(value, placeOf) }] : [];
  });
  const labels = get(spec, 'commonMetadata', 'labels');
  return labels === undefined ? own : [...own, { key: 'commonLabels', at: placeOf(labels.line), value: placedAt(labels, placeOf) }];
}

/** `postBuild`: values of its own, over those of ConfigMaps in the order they are named. */
function substitutionOf(node: TreeNode | undefined, object: PlanObject, objects: Objects): Substitution | undefined {
  if (node === undefined) return undefined;
  const values = new Map<string, string>();
  let open = false;
  for (const reference of itemsOf(get(node, 'substituteFrom'))) {
    const found =
      textOf(get(reference, 'kind')) === 'ConfigMap' ? objects.named('ConfigMap', textOf(get(reference, 'name')) ?? '', object.namespace) : undefined;
    if (found === undefined) open = true;
    for (const [key, value] of textMapOf(get(found?.root, 'data'))) values.set(key, value);
  }
  for (const [key, value] of textMapOf(get(node, 'substitute'))) values.set(key, value);
  return { values, open };
}

/** What a HelmRelease installs: a chart of a repository in the tree, or of a registry where the tree publishes it. */
export function helmReleaseWishes(object: PlanObject, objects: Objects, context: PlanContext): Wish[] {
  const spec = get(object.root, 'spec');
  const written = get(spec, 'chart', 'spec');
  const node = written ?? get(objects.named('HelmChart', textOf(get(spec, 'chartRef', 'name')) ?? '', object.namespace)?.root, 'spec');
  const chart = textOf(get(node, 'chart')) ?? repositoryOf(get(spec, 'chartRef'), object, objects);
  if (chart === undefined) return [];
  const line = get(node, 'chart')?.line;
  const at = line === undefined ? object.at : object.placeOf(line);
  const source = get(node, 'sourceRef');
  const folder = chartFolder(chart, source, object, objects, context);
  if (folder === undefined) {
    const from = urlOf(source, object, objects) ?? 'a registry';
    leaveRemote(context, at, `The chart ${JSON.stringify(chart.slice(0, 100))} of the HelmRelease ${object.name}`, from);
    return [];
  }
  if (itemsOf(get(spec, 'postRenderers')).length > 0)
    leave(
      context,
      object.placeOf(get(spec, 'postRenderers')?.line ?? 1),
      'not-run',
      `The post-renderers of the HelmRelease ${object.name} are not applied; what they change is not seen.`,
    );
  const files = itemsOf(get(node, 'valuesFiles')).flatMap((one) => {
    const path = sourcePath(source, textOf(one) ?? '', object, objects, context) ?? joinPath(folder, textOf(one) ?? '');
    return context.files.has(path) ? [path] : [];
  });
  const layered = layeredValues(get(spec, 'valuesFrom'), object, objects, context);
  const values = [...files, ...layered.values, ...inlineMap(get(spec, 'values'), object)];
  const request: Omit<ChartRequest, 'stack'> = { chart: folder, values, parameters: layered.parameters, at, ...placeOf(object, folder, files) };
  return [{ at, chart: request }];
}

function placeOf(
  object: PlanObject,
  folder: string,
  files: readonly string[],
): Pick<ChartRequest, 'name' | 'plainName' | 'namespace' | 'environment' | 'when' | 'needs'> {
  const spec = get(object.root, 'spec');
  const target = textOf(get(spec, 'targetNamespace'));
  const name = textOf(get(spec, 'releaseName')) ?? (target === undefined ? object.name : `${target}-${object.name}`);
  const namespace = target ?? object.namespace;
  const environment = environmentOf(object, [...files, folder], [object.name, namespace]);
  const needs = itemsOf(get(spec, 'dependsOn')).flatMap((one) => textOf(get(one, 'name')) ?? []);
  return {
    ...(knownName(name) !== '' && { name: knownName(name) }),
    ...(name !== object.name && textOf(get(spec, 'releaseName')) === undefined && { plainName: object.name }),
    ...(namespace !== undefined && !hasUnknown(namespace) && { namespace }),
    ...(environment !== undefined && { environment }),
    ...(object.when !== undefined && { when: object.when }),
    ...(needs.length > 0 && { needs }),
  };
}

/** `valuesFrom`: files of ConfigMaps, or single values at a path (`targetPath`). What lies in Secrets, or is not there, is unknown and said. */
function layeredValues(
  node: TreeNode | undefined,
  object: PlanObject,
  objects: Objects,
  context: PlanContext,
): { values: InlineValues[]; parameters: ChartRequest['parameters'][number][] } {
  const values: InlineValues[] = [];
  const parameters: ChartRequest['parameters'][number][] = [];
  for (const reference of itemsOf(node)) {
    const name = textOf(get(reference, 'name')) ?? '';
    const key = textOf(get(reference, 'valuesKey')) ?? 'values.yaml';
    const found = textOf(get(reference, 'kind')) === 'ConfigMap' ? objects.named('ConfigMap', name, object.namespace) : undefined;
    const value = get(found?.root, 'data', key);
    const target = textOf(get(reference, 'targetPath'));
    if (found === undefined || value === undefined) {
      if (booleanOf(get(reference, 'optional')) !== true)
        leave(
          context,
          object.placeOf(reference.line),
          'unreadable',
          `The values of the HelmRelease ${object.name} that ${name.slice(0, 100)} holds are not known.`,
        );
    } else if (target !== undefined) parameters.push({ name: target, value: textOf(value) ?? '' });
    else values.push(...inlineText(value, found));
  }
  return { values, parameters };
}

function chartFolder(chart: string, source: TreeNode | undefined, object: PlanObject, objects: Objects, context: PlanContext): string | undefined {
  if (hasUnknown(chart)) return undefined;
  const kind = textOf(get(source, 'kind'));
  if (kind === 'GitRepository' || kind === 'Bucket') {
    const folder = sourcePath(source, chart, object, objects, context);
    return folder !== undefined && kindOfFolder(context, folder) === 'chart' ? folder : undefined;
  }
  return context.chartNamed(chart.slice(chart.lastIndexOf('/') + 1));
}

/** A path of what a source holds. */
function sourcePath(source: TreeNode | undefined, path: string, object: PlanObject, objects: Objects, context: PlanContext): string | undefined {
  const found = sourceOf(source, object, objects);
  const from = found?.at.file ?? object.at.file;
  const url = textOf(get(found?.root, 'spec', 'url'));
  const inside = textOf(get(source, 'kind')) === 'ExternalArtifact' ? artifactPath(textOf(get(source, 'name')), joinPath('.', path), object, objects) : path;
  return context.repositories.resolve(url, inside, from);
}

function sourceOf(source: TreeNode | undefined, object: PlanObject, objects: Objects): PlanObject | undefined {
  const kind = textOf(get(source, 'kind'));
  const name = textOf(get(source, 'name'));
  return kind === undefined || name === undefined ? undefined : objects.named(kind, name, textOf(get(source, 'namespace')) ?? object.namespace);
}

function urlOf(source: TreeNode | undefined, object: PlanObject, objects: Objects): string | undefined {
  return textOf(get(sourceOf(source, object, objects)?.root, 'spec', 'url'));
}

/** The last part of an OCI repository's URL: the chart's name. */
function repositoryOf(reference: TreeNode | undefined, object: PlanObject, objects: Objects): string | undefined {
  const url = urlOf(reference, object, objects);
  return url === undefined ? textOf(get(reference, 'name')) : url.slice(url.lastIndexOf('/') + 1);
}

/** Where a path of an artifact comes from, as an ArtifactGenerator copies it: `from: "@repo/apps/prod/**"`, `to: "@artifact/prod/"`. */
function artifactPath(name: string | undefined, path: string, { at }: PlanObject, objects: Objects): string {
  const near = (one: PlanObject): number => (folderOf(one.at.file) === folderOf(at.file) ? 0 : 1);
  const generators = objects.all.filter(({ kind }) => kind === 'ArtifactGenerator').sort((a, b) => near(a) - near(b));
  const artifacts = generators.flatMap(({ root }) => itemsOf(get(root, 'spec', 'artifacts')));
  const copies = itemsOf(
    get(
      artifacts.find((one) => textOf(get(one, 'name')) === name),
      'copy',
    ),
  );
  for (const copy of copies) {
    const from = /^@[\w-]+\/([^*?]*?)\/?(?:\*\*)?$/.exec(textOf(get(copy, 'from')) ?? '')?.[1];
    const to = /^@artifact\/(.*?)\/?$/.exec(textOf(get(copy, 'to')) ?? '')?.[1];
    if (from === undefined || to === undefined) continue;
    if (to === '') return joinPath(from, path);
    if (path === to || path.startsWith(`${to}/`)) return joinPath(from, path.slice(to.length).replace(/^\//, ''));
  }
  return path;
}
