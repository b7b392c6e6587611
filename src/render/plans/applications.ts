import { hasUnknown, knownName, shownText } from '../../parse/marks.js';
import { joinPath } from '../../parse/paths.js';
import { booleanOf, entriesOf, get, itemsOf, textOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { type Placed, type PlacedEntry, placedAt, scalar } from '../placed.js';
import type { ChartRequest, InlineValues } from '../plan.js';
import { environmentOf, kindOfFolder, leave, leaveRemote, manifestsIn, type PlanContext, type Wish } from './context.js';
import { globPattern } from './globs.js';
import { imageEntry } from './images.js';
import type { PlanObject } from './objects.js';

/** What an Application of Argo CD installs: each of its sources that lies in the tree. */
export function applicationWishes(object: PlanObject, context: PlanContext): Wish[] {
  const spec = get(object.root, 'spec');
  const several = itemsOf(get(spec, 'sources'));
  const own = get(spec, 'source');
  const sources = several.length > 0 ? several : own === undefined ? [] : [own];
  const references = new Map(
    sources.flatMap((source) => (textOf(get(source, 'ref')) === undefined ? [] : [[textOf(get(source, 'ref')) ?? '', source] as const])),
  );
  return sources.flatMap((source) => new Source(object, source, references, context).wishes());
}

/** One source of an Application. */
class Source {
  constructor(
    private readonly object: PlanObject,
    private readonly node: TreeNode,
    private readonly references: ReadonlyMap<string, TreeNode>,
    private readonly context: PlanContext,
  ) {}

  wishes(): Wish[] {
    const chart = this.text('chart');
    const path = this.text('path');
    if (chart !== undefined) return this.publishedChart(chart);
    if (path === undefined) return [];
    const folder = this.folder(path);
    if (folder === undefined) {
      leaveRemote(this.context, this.at, `What the Application ${this.name} installs (${shownText(path).slice(0, 100)})`, this.text('repoURL') ?? '');
      return [];
    }
    if (get(this.node, 'plugin') !== undefined) {
      leave(
        this.context,
        this.at,
        'not-run',
        `A plug-in makes what the Application ${this.name} installs; it is not run. Analyse its rendered form to include it.`,
      );
      return [];
    }
    const kind = kindOfFolder(this.context, folder);
    if (kind === 'chart') return [this.chart(folder)];
    return this.overlay(folder, kind);
  }

  private get name(): string {
    return shownText(this.object.name).slice(0, 100);
  }

  private get at() {
    return this.object.placeOf(this.node.line);
  }

  private text(...path: readonly string[]): string | undefined {
    const text = textOf(get(this.node, ...path));
    return text === '' ? undefined : text;
  }

  private folder(path: string): string | undefined {
    return hasUnknown(path) ? undefined : this.context.repositories.resolve(this.text('repoURL'), path, this.object.at.file);
  }

  private get namespace(): { namespace?: string } {
    const namespace = this.text('helm', 'namespace') ?? textOf(get(this.object.root, 'spec', 'destination', 'namespace'));
    return namespace === undefined || namespace === '' || hasUnknown(namespace) ? {} : { namespace };
  }

  private place(paths: readonly string[]): Pick<ChartRequest, 'namespace' | 'environment' | 'when'> {
    const { object } = this;
    const cluster = textOf(get(object.root, 'spec', 'destination', 'name'));
    const environment = environmentOf(object, paths, [object.name, textOf(get(object.root, 'spec', 'destination', 'namespace')), cluster]);
    return { ...this.namespace, ...(environment !== undefined && { environment }), ...(object.when !== undefined && { when: object.when }) };
  }

  /** A chart of a registry, where the tree publishes it. */
  private publishedChart(name: string): Wish[] {
    const folder = this.context.chartNamed(name.slice(name.lastIndexOf('/') + 1));
    if (folder !== undefined) return [this.chart(folder)];
    leaveRemote(this.context, this.at, `The chart ${JSON.stringify(name.slice(0, 100))} of the Application ${this.name}`, this.text('repoURL') ?? '');
    return [];
  }

  private chart(folder: string): Wish {
    const helm = get(this.node, 'helm');
    const files = itemsOf(get(helm, 'valueFiles')).flatMap((node) => this.valuesFile(node, folder, booleanOf(get(helm, 'ignoreMissingValueFiles')) === true));
    const name = this.text('helm', 'releaseName') ?? this.object.name;
    const parameters = itemsOf(get(helm, 'parameters')).flatMap((node) => {
      const [key, value] = [textOf(get(node, 'name')), textOf(get(node, 'value'))];
      return key === undefined || value === undefined ? [] : [{ name: key, value, text: booleanOf(get(node, 'forceString')) === true }];
    });
    const values = [...files, ...inlineText(get(helm, 'values'), this.object), ...inlineMap(get(helm, 'valuesObject'), this.object)];
    return {
      at: this.at,
      chart: { chart: folder, ...(knownName(name) !== '' && { name: knownName(name) }), values, parameters, at: this.at, ...this.place([...files, folder]) },
    };
  }

  /** `values-prod.yaml` of the chart, `/env/prod.yaml` of the repository, `$values/prod.yaml` of another source. */
  private valuesFile(node: TreeNode, folder: string, mayMiss: boolean): string[] {
    const written = textOf(node) ?? '';
    if (written === '' || hasUnknown(written)) return [];
    const [, name, rest = ''] = /^\$([\w-]+)\/(.*)$/.exec(written) ?? [];
    const other = name === undefined ? undefined : this.references.get(name);
    const url = name === undefined ? this.text('repoURL') : textOf(get(other, 'repoURL'));
    const known = name === undefined || other !== undefined;
    const beside = name === undefined && !written.startsWith('/') ? joinPath(folder, written) : undefined;
    const elsewhere =
      known && beside === undefined ? this.context.repositories.resolve(url, name === undefined ? written : rest, this.object.at.file) : undefined;
    const found = beside ?? elsewhere;
    if (found !== undefined && this.context.files.has(found)) return [found];
    if (!mayMiss)
      leave(
        this.context,
        this.object.placeOf(node.line),
        'unreadable',
        `The values file ${written.slice(0, 200)} is not in the tree; what it sets is unknown. Correct the path, or scan its repository too.`,
      );
    return [];
  }

  private overlay(folder: string, kind: 'kustomization' | 'manifests'): Wish[] {
    const edits = this.edits();
    const manifests = kind === 'manifests' ? this.manifests(folder) : [];
    if (kind === 'manifests' && manifests.length === 0) return [];
    return [{ at: this.at, overlay: { folder, edits, manifests, ...this.place([folder]) } }];
  }

  private manifests(folder: string): string[] {
    const directory = get(this.node, 'directory');
    const [include, exclude] = [this.text('directory', 'include'), this.text('directory', 'exclude')].map((glob) =>
      glob === undefined ? undefined : globPattern(glob),
    );
    const wanted = (relative: string): boolean => (include?.test(relative) ?? true) && exclude?.test(relative) !== true;
    return manifestsIn(this.context, folder, booleanOf(get(directory, 'recurse')) === true, wanted);
  }

  /** `kustomize:` as entries of a kustomization. */
  private edits(): PlacedEntry[] {
    const kustomize = get(this.node, 'kustomize');
    return entriesOf(kustomize).flatMap(({ key, line, value }): PlacedEntry[] => {
      const at = this.object.placeOf(line);
      const entry = (made: Placed): PlacedEntry[] => [{ key, at, value: made }];
      const node = placedAt(value, this.object.placeOf);
      if (key === 'images')
        return entry({ kind: 'list', at, items: itemsOf(value).flatMap((image) => imageEntry(textOf(image) ?? '', this.object.placeOf(image.line))) });
      if (key === 'namePrefix' || key === 'nameSuffix' || key === 'namespace')
        return textOf(value) === undefined || textOf(value) === '' ? [] : entry(scalar(textOf(value) ?? '', at));
      return ['patches', 'replicas', 'components', 'commonLabels', 'commonAnnotations'].includes(key) ? entry(node) : [];
    });
  }
}

/** `values: |`: YAML inside YAML. */
export function inlineText(node: TreeNode | undefined, object: Pick<PlanObject, 'placeOf' | 'rendered'>): InlineValues[] {
  const text = textOf(node);
  if (node === undefined || text === undefined) return [];
  const root = parseYaml('', text, { final: true }).documents[0]?.root;
  const first = node.kind === 'scalar' ? (node.textLine ?? node.line) : node.line;
  return root === undefined ? [] : [{ root, placeOf: (line) => object.placeOf(first + line - 1), rendered: object.rendered }];
}

/** `valuesObject:` and the like: values as they are. */
export function inlineMap(node: TreeNode | undefined, { placeOf, rendered }: Pick<PlanObject, 'placeOf' | 'rendered'>): InlineValues[] {
  return node?.kind === 'map' ? [{ root: node, placeOf, rendered }] : [];
}
