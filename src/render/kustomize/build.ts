import type { Diagnostic, SkipReason } from '../../core/extraction.js';
import { at, entries, items, type Placed, text } from '../placed.js';
import { chartRequest, chartsOf, objectsOf, type RenderChart } from './charts.js';
import { giveUp } from './failure.js';
import { generated } from './generators.js';
import { patched } from './patches.js';
import { replaced } from './replacements.js';
import { current, type Resource, resourceOf, spaceOf } from './resource.js';
import type { Kustomization, Sources } from './sources.js';
import { affixed, annotated, commonlyLabelled, inNamespace, labelled, retagged, scaled } from './transformers.js';

/** What a kustomization makes, before references and variables are settled (that is done once, at the root). */
export interface Built {
  readonly resources: readonly Resource[];
  readonly vars: readonly Placed[];
  /** Files whose objects or patches went into it, and its kustomizations. */
  readonly files: ReadonlySet<string>;
  /** Folders of the kustomizations and components in it, its own first. */
  readonly folders: ReadonlySet<string>;
  /** Something of it could not be read: what refers to that is let be. */
  readonly partial: boolean;
}

const maxDepth = 40;
const maxResources = 10_000;
/** Kustomizations and components built in one tree, each inclusion of a component counted. */
const maxBuilds = 20_000;

/**
 * Builds kustomizations in the order of kustomize: resources, generators, components, patches, namespace, names, labels, annotations, JSON patches, replicas,
 * images, replacements. Nothing remote is fetched and no plug-in run: they are noted. Gives up (`Unbuildable`) where kustomize would.
 */
export class Builder {
  private readonly done = new Map<string, Built>();
  private builds = 0;
  /** Folders of the charts that are part of a kustomization. */
  readonly inflated = new Set<string>();

  constructor(
    private readonly sources: Sources,
    private readonly renderChart: RenderChart,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {}

  /** What a kustomization makes; the same folder is built once. */
  build(kustomization: Kustomization, open: readonly string[] = []): Built {
    const known = this.done.get(kustomization.folder);
    if (known) return known;
    const made = this.customised(kustomization, nothing, open);
    this.done.set(kustomization.folder, made);
    return made;
  }

  /** What a component makes of what is there already. */
  extend(component: Kustomization, base: Built, open: readonly string[] = []): Built {
    return this.customised(component, base, open);
  }

  private customised(kustomization: Kustomization, before: Built, open: readonly string[]): Built {
    const { root, folder } = kustomization;
    if (open.length > maxDepth) giveUp(root.at, `Kustomizations are nested more than ${maxDepth} levels deep. Flatten them.`);
    this.builds += 1;
    if (this.builds > maxBuilds) giveUp(root.at, `More than ${maxBuilds} kustomizations include each other. Scan a part of the tree.`, 'too-large');
    const inner = [...open, folder];
    const draft = new Draft(before, kustomization);
    for (const entry of [...items(at(root, 'resources')), ...items(at(root, 'bases'))]) this.addResource(draft, entry, inner);
    this.generate(draft, root);
    this.inflate(draft, root);
    for (const entry of items(at(root, 'components'))) this.addComponent(draft, entry, inner);
    this.sayWhatIsNotDone(root, draft);
    this.transform(draft, root);
    draft.vars.push(...items(at(root, 'vars')));
    if (draft.resources.length > maxResources) giveUp(root.at, `The kustomization makes more than ${maxResources} objects. Scan a part of it.`, 'too-large');
    return draft;
  }

  private addResource(draft: Draft, entry: Placed, open: readonly string[]): void {
    const written = text(entry) ?? '';
    const found = this.sources.entry(draft.folder, written);
    if (found.kind === 'file') {
      if ('skipped' in this.sources.read(found.path)) {
        // The reader has said so; what else there is, is built.
        draft.partial = true;
        return;
      }
      draft.files.add(found.path);
      for (const document of this.sources.documents(found.path, entry.at)) for (const object of unfolded(document)) draft.add(object, entry);
      return;
    }
    const other = this.folderEntry(draft, entry, found, open);
    if (other === undefined) return;
    if (other.component) draft.take(this.extend(other, draft.soFar(), open));
    else draft.join(this.build(other, open), entry);
  }

  private addComponent(draft: Draft, entry: Placed, open: readonly string[]): void {
    const other = this.folderEntry(draft, entry, this.sources.entry(draft.folder, text(entry) ?? ''), open);
    if (other) draft.take(this.extend(other, draft.soFar(), open));
  }

  /** The kustomization that an entry leads to; what leads elsewhere is noted, or gives up. */
  private folderEntry(draft: Draft, entry: Placed, found: ReturnType<Sources['entry']>, open: readonly string[]): Kustomization | undefined {
    const written = (text(entry) ?? '').slice(0, 120);
    const leave = (reason: SkipReason, message: string): undefined => {
      draft.partial = true;
      this.note({ ...entry.at, reason, message });
      return undefined;
    };
    if (found.kind === 'remote') return leave('remote', `${written} is somewhere else and is not fetched. Scan it too if it belongs to the system.`);
    if (found.kind === 'outside')
      return leave('outside-root', `${written} leaves the scanned folder and is not read. Scan its folder too if it belongs to the system.`);
    if (found.kind !== 'folder') return giveUp(entry.at, `${written} is not there. Correct the entry.`, 'unreadable');
    if (open.includes(found.path))
      return leave('unparsable', `${written} leads back to a kustomization that includes this one; the entry is left out. Break the circle.`);
    return this.sources.inFolder(found.path) ?? giveUp(entry.at, `${written} has no kustomization.yaml. Add one, or list its files.`, 'unreadable');
  }

  private generate(draft: Draft, root: Placed): void {
    const options = at(root, 'generatorOptions');
    for (const [key, kind] of [['configMapGenerator', 'ConfigMap'] as const, ['secretGenerator', 'Secret'] as const])
      for (const generator of items(at(root, key))) {
        const read = (path: Placed): { file: string; text: string } | undefined => this.generatorFile(draft, path);
        draft.resources = generated(draft.resources, kind, generator, options, draft.folder, read);
      }
  }

  /** What charts beside the kustomization give; others are noted. */
  private inflate(draft: Draft, root: Placed): void {
    for (const entry of chartsOf(root)) {
      const request = chartRequest(entry, root, draft.folder);
      if (!this.sources.has(`${request.chart}/Chart.yaml`)) {
        draft.partial = true;
        const message = `The chart ${request.chart.slice(-80)} is not in the tree; what it makes is unknown. Put it into the folder of charts (helmGlobals.chartHome) to include it.`;
        this.note({ ...entry.at, reason: 'remote', message });
        continue;
      }
      const made = this.renderChart(request);
      this.inflated.add(request.chart);
      made.diagnostics.forEach(this.note);
      for (const object of objectsOf(made)) draft.add(object, entry);
    }
  }

  private generatorFile(draft: Draft, path: Placed): { file: string; text: string } | undefined {
    const found = this.sources.entry(draft.folder, text(path) ?? '');
    const content = found.kind === 'file' ? this.sources.read(found.path) : undefined;
    if (found.kind === 'file' && content && 'text' in content) return { file: found.path, text: content.text };
    // Secrets are rarely committed: an absent file costs its keys, not the kustomization.
    draft.partial = true;
    const reason = found.kind === 'outside' ? 'outside-root' : found.kind === 'remote' ? 'remote' : 'unreadable';
    this.note({ ...path.at, reason, message: `${(text(path) ?? '').slice(0, 120)} is not there or no text; what it would generate is unknown.` });
    return undefined;
  }

  private transform(draft: Draft, root: Placed): void {
    const each = (key: string, change: (resources: Resource[], entry: Placed) => Resource[]): void => {
      draft.resources = items(at(root, key)).reduce(change, draft.resources);
    };
    const patch = (resources: Resource[], entry: Placed): Resource[] => patched(resources, entry, { sources: this.sources, root, draft });
    const once = (key: string, change: (resources: Resource[], value: Placed) => Resource[]): void => {
      const value = at(root, key);
      if (value !== undefined && (value.kind !== 'scalar' || value.text !== '')) draft.resources = change(draft.resources, value);
    };
    each('patchesStrategicMerge', (resources, entry) => patch(resources, asPatch(entry)));
    each('patches', (resources, entry) => patch(resources, entry.kind === 'scalar' ? asPatch(entry) : entry));
    once('namespace', inNamespace);
    draft.resources = affixed(draft.resources, at(root, 'namePrefix'), at(root, 'nameSuffix'));
    each('labels', labelled);
    once('commonLabels', commonlyLabelled);
    once('commonAnnotations', annotated);
    each('patchesJson6902', patch);
    each('replicas', scaled);
    each('imageTags', retagged);
    each('images', retagged);
    each('replacements', (resources, entry) => this.replacements(draft, entry).reduce((made, one) => replaced(made, one, draft.partial), resources));
  }

  private replacements(draft: Draft, entry: Placed): readonly Placed[] {
    const path = at(entry, 'path');
    if (path === undefined) return [entry];
    const found = this.sources.entry(draft.folder, text(path) ?? '');
    if (found.kind !== 'file') return giveUp(path.at, `${text(path)} is not there. Correct the path.`, 'unreadable');
    draft.files.add(found.path);
    return this.sources.documents(found.path, path.at).flatMap((document) => (document.kind === 'list' ? document.items : [document]));
  }

  private sayWhatIsNotDone(root: Placed, draft: Draft): void {
    for (const key of ['generators', 'transformers', 'validators'])
      for (const entry of items(at(root, key))) {
        draft.partial = true;
        this.note({
          ...entry.at,
          reason: 'not-run',
          message: `A plug-in (${key}) is not run; what it makes is unknown. Analyse the rendered form to include it.`,
        });
      }
    const [first] = items(at(root, 'configurations'));
    if (first)
      this.note({ ...first.at, reason: 'not-run', message: 'Own transformer configurations are not applied; names in custom resources may not be followed.' });
  }
}

/** Before anything is built. */
export const nothing: Built = { resources: [], vars: [], files: new Set(), folders: new Set(), partial: false };

/** An entry of an old list of patches: a path, or the patch itself. */
function asPatch(entry: Placed): Placed {
  const inline = (text(entry) ?? '').includes('\n');
  return { kind: 'map', at: entry.at, entries: [{ key: inline ? 'patch' : 'path', at: entry.at, value: entry }] };
}

function unfolded(node: Placed): readonly Placed[] {
  const kind = text(at(node, 'kind'));
  const listed = at(node, 'items');
  return kind?.endsWith('List') === true && listed?.kind === 'list' ? listed.items.flatMap(unfolded) : [node];
}

/** A build under way. */
export class Draft implements Built {
  resources: Resource[];
  readonly vars: Placed[];
  readonly files: Set<string>;
  readonly folders: Set<string>;
  partial: boolean;
  readonly folder: string;
  private readonly loose: boolean;

  constructor(before: Built, { file, folder, loose = false }: Kustomization) {
    this.resources = [...before.resources];
    this.vars = [...before.vars];
    this.files = new Set([...before.files, file]);
    this.folders = new Set([folder, ...before.folders]);
    this.partial = before.partial;
    this.folder = folder;
    this.loose = loose;
  }

  /** Adds an object as written; gives up on what is none and on a second one of the same name. */
  add(object: Placed, entry: Placed): void {
    if (entries(object).length === 0) return;
    const resource = resourceOf(object, this.folder);
    if (resource === undefined && this.loose) return;
    if (resource === undefined) giveUp(object.at, 'An object has no apiVersion, kind or name. Complete it, or take its file out of the kustomization.');
    this.addAll([resource as Resource], entry);
  }

  /** Adds what another kustomization made. */
  join(other: Built, entry: Placed): void {
    this.addAll(other.resources, entry);
    this.take({ ...other, resources: this.resources, vars: [...this.vars, ...other.vars] });
  }

  /** Goes on with what a component made of this. */
  take(other: Built): void {
    this.resources = [...other.resources];
    this.vars.splice(0, this.vars.length, ...other.vars);
    for (const file of other.files) this.files.add(file);
    for (const folder of other.folders) this.folders.add(folder);
    this.partial ||= other.partial;
  }

  soFar(): Built {
    return { resources: this.resources, vars: this.vars, files: this.files, folders: this.folders, partial: this.partial };
  }

  private addAll(added: readonly Resource[], entry: Placed): void {
    const taken = new Set(this.resources.map(key));
    const twice = added.find((resource) => taken.has(key(resource)));
    if (twice && this.loose) {
      this.resources = [...this.resources, ...added.filter((resource) => !taken.has(key(resource)))];
      return;
    }
    if (twice) giveUp(entry.at, `${twice.kind} ${current(twice).name} is there already. Remove one of the two, or rename it.`);
    this.resources = [...this.resources, ...added];
  }
}

function key(resource: Resource): string {
  const { name, namespace } = current(resource);
  return `${resource.group}/${resource.kind}/${spaceOf(namespace)}/${name}`;
}
