import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Location } from '../../core/location.js';
import { folderOf, isRelativePath, joinPath } from '../../parse/paths.js';
import { get, textOf } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { at, type Placed, placed, text } from '../placed.js';
import { giveUp, Unbuildable } from './failure.js';

/** A kustomization file. */
export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  /** `kind: Component`: part of others only. */
  readonly component: boolean;
  readonly root: Placed;
  /** A list of manifests that kustomize does not build: what it would refuse is left out. */
  readonly loose?: boolean;
}

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Whether a path is that of a kustomization. */
function isKustomizationPath(path: string): boolean {
  return names.some((name) => path === name || path.endsWith(`/${name}`));
}

/** Where an entry of a kustomization leads. */
export type Entry =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'remote' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'missing'; readonly path: string };

/** The scanned files as kustomize sees them: kustomizations by folder, objects of files. Each file is parsed once. */
export class Sources {
  private readonly parsed = new Map<string, { readonly documents: readonly Placed[]; readonly problem?: Diagnostic }>();
  private readonly known = new Map<string, Kustomization | undefined>();

  constructor(
    private readonly files: FileIndex,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {}

  /** Every kustomization that is one, sorted by path; what cannot be read is noted. */
  all(): Kustomization[] {
    return this.files.files.flatMap(({ path }) => {
      if (!isKustomizationPath(path)) return [];
      try {
        const found = this.inFolder(folderOf(path));
        return found?.file === path ? [found] : [];
      } catch (error) {
        if (!(error instanceof Unbuildable)) throw error;
        this.note(error.diagnostic);
        return [];
      }
    });
  }

  /** The kustomization of a folder; undefined where there is none, or only another tool's object (Flux) under the same file name. */
  inFolder(folder: string): Kustomization | undefined {
    if (this.known.has(folder)) return this.known.get(folder);
    const file = names.map((name) => joinPath(folder, name)).find((path) => this.files.has(path));
    const made = file === undefined ? undefined : this.kustomization(file, folder);
    this.known.set(folder, made);
    return made;
  }

  private kustomization(file: string, folder: string): Kustomization | undefined {
    const [root] = this.documents(file, { file, line: 1 });
    if (root === undefined || root.kind !== 'map') return undefined;
    const apiVersion = text(at(root, 'apiVersion')) ?? '';
    if (apiVersion !== '' && !apiVersion.startsWith('kustomize.config.k8s.io/')) return undefined;
    return { file, folder, component: text(at(root, 'kind')) === 'Component', root };
  }

  entry(folder: string, written: string): Entry {
    const path = joinPath(folder, written);
    const relative = isRelativePath(written) && !written.startsWith('/');
    if (relative && !path.startsWith('..')) {
      if (this.files.has(path)) return { kind: 'file', path };
      if (this.files.under(path).length > 0 && path !== folder) return { kind: 'folder', path };
    }
    if (isRemote(written)) return { kind: 'remote' };
    return written.startsWith('/') || path.startsWith('..') ? { kind: 'outside' } : { kind: 'missing', path };
  }

  /** Whether there is a file. */
  has(path: string): boolean {
    return this.files.has(path);
  }

  /** Text of a file, or why it cannot be read. */
  read(path: string): ReturnType<FileIndex['read']> {
    return this.files.read(path);
  }

  /** Text of a file; gives up where it cannot be read. */
  text(path: string, place: Location): string {
    const read = this.files.read(path);
    return 'text' in read ? read.text : giveUp(place, `${path} cannot be read (${read.skipped}). Scan it too, or take the entry out.`, read.skipped);
  }

  /** Documents of a YAML or JSON file; gives up where one of them is broken. CustomResourceDefinitions are left out, and templates, which are noted. */
  documents(path: string, place: Location): readonly Placed[] {
    const before = this.parsed.get(path);
    const known = before ?? this.parse(path, this.text(path, place), 0);
    this.parsed.set(path, known);
    if (known.problem?.reason === 'template') {
      if (!before) this.note(known.problem);
      return known.documents;
    }
    if (known.problem) throw new Unbuildable(known.problem);
    return known.documents;
  }

  /** Documents of a text that stands in a file. */
  inline(node: Placed): readonly Placed[] {
    const written = text(node) ?? '';
    const begin = node.kind === 'scalar' && node.body ? node.body.line : node.at.line;
    const { documents, problem } = this.parse(node.at.file, written, begin - 1);
    if (problem) throw new Unbuildable(problem);
    return documents;
  }

  private parse(file: string, written: string, shift: number): { documents: readonly Placed[]; problem?: Diagnostic } {
    const { documents, diagnostics } = parseYaml(file, written);
    const [problem] = diagnostics;
    const template = documents.find((d) => d.templated && /\{\{|\{%/.test(textOf(get(d.root, 'metadata', 'name')) ?? textOf(get(d.root, 'kind')) ?? ''));
    if (template)
      return {
        documents: [],
        problem: { file, line: template.line + shift, reason: 'template', message: 'The object is a template ({{ … }}) that kustomize does not fill in.' },
      };
    return { documents: documents.map((d) => placed(file, d.root, shift)), ...(problem && { problem: { ...problem, line: problem.line + shift } }) };
  }
}

/** URLs, `git@host:…`, `host.tld/…`, and anything with a `?ref=`. */
function isRemote(written: string): boolean {
  return (
    (!isRelativePath(written) && !/^[/~]|^[A-Za-z]:[/\\]/.test(written)) ||
    /\?(?:ref|version|timeout)=|^git::|\.git(?:\/|$)|^(?:[\w-]+\.)+[a-z]{2,}\/[^.]/.test(written)
  );
}
