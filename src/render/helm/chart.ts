import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Location } from '../../core/location.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import { entriesOf, get, itemsOf, textOf, textsOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { withoutReserved } from '../go-template/session.js';

/** A chart's folder, as Helm loads it. */
export interface Chart {
  /** Its folder, relative to the scan root. */
  readonly dir: string;
  readonly name: string;
  readonly version: string;
  /** It has no objects of its own. */
  readonly library: boolean;
  /** Its Chart.yaml. */
  readonly file: string;
  readonly metadata: TreeNode;
  readonly dependencies: readonly Dependency[];
  /** Everything below `templates/`, sorted. */
  readonly templates: readonly string[];
  /** Folders of charts in `charts/`. */
  readonly folders: readonly string[];
  /** Packed charts in `charts/`. */
  readonly packages: readonly string[];
  /** Its values.yaml. */
  readonly values: string | undefined;
}

/** A chart that another is installed with. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly alias: string | undefined;
  readonly condition: string;
  readonly tags: readonly string[];
  /** Dotted paths in the values of the child and of the parent. */
  readonly imports: readonly { readonly child: string; readonly parent: string }[];
  readonly at: Location;
}

/** Charts of the tree by their folder. Reads each Chart.yaml once. */
export class Charts {
  private readonly known = new Map<string, Chart | undefined>();
  private names: ReadonlyMap<string, readonly string[]> | undefined;
  /** Folders that hold a chart, sorted. */
  readonly folders: readonly string[];

  constructor(readonly files: FileIndex) {
    const found = chartFiles.flatMap((name) => files.endingWith(`/${name}`).map(folderOf));
    this.folders = [...new Set(found)].sort();
  }

  /** The chart of a folder; undefined where there is none or its Chart.yaml cannot be read. */
  at(dir: string): Chart | undefined {
    if (!this.known.has(dir)) this.known.set(dir, this.load(dir));
    return this.known.get(dir);
  }

  /** Charts of a name that lie in the tree by themselves, not in another's `charts/`. */
  named(name: string): readonly Chart[] {
    this.names ??= this.byName();
    return (this.names.get(name) ?? []).flatMap((dir) => this.at(dir) ?? []);
  }

  /** The folder of the chart whose `charts/` holds this one. */
  parentOf(dir: string): string | undefined {
    const match = /^(?:(.*)\/)?charts\/[^/]+$/.exec(dir);
    const parent = match === null ? undefined : (match[1] ?? '.');
    return parent !== undefined && this.fileOf(parent) !== undefined ? parent : undefined;
  }

  private byName(): Map<string, string[]> {
    const names = new Map<string, string[]>();
    for (const dir of this.folders) {
      const chart = this.parentOf(dir) === undefined && !this.files.isAside(joinPath(dir, 'Chart.yaml')) ? this.at(dir) : undefined;
      if (chart !== undefined) names.set(chart.name, [...(names.get(chart.name) ?? []), dir]);
    }
    return names;
  }

  private fileOf(dir: string): string | undefined {
    return chartFiles.map((name) => joinPath(dir, name)).find((path) => this.files.has(path));
  }

  private load(dir: string): Chart | undefined {
    const file = this.fileOf(dir);
    const metadata = file === undefined ? undefined : readYaml(this.files, file);
    if (file === undefined || metadata === undefined) return undefined;
    const prefix = dir === '.' ? '' : `${dir}/`;
    const inside = (folder: string): string[] => this.files.under(joinPath(dir, folder)).filter((path) => path.startsWith(`${prefix}${folder}/`));
    const depth = (path: string): number => path.slice(prefix.length).split('/').length;
    const packed = inside('charts');
    const name = withoutReserved(textOf(get(metadata, 'name')) ?? '');
    return {
      dir,
      name: name === '' ? dir.slice(dir.lastIndexOf('/') + 1) : name,
      version: withoutReserved(textOf(get(metadata, 'version')) ?? ''),
      library: textOf(get(metadata, 'type')) === 'library',
      file,
      metadata,
      dependencies: this.dependenciesOf(dir, file, metadata),
      templates: inside('templates'),
      folders: [...new Set(packed.filter((path) => /\/Chart\.ya?ml$/.test(path) && depth(path) === 3).map(folderOf))],
      packages: packed.filter((path) => path.endsWith('.tgz') && depth(path) === 2),
      values: ['values.yaml', 'values.yml'].map((one) => joinPath(dir, one)).find((path) => this.files.has(path)),
    };
  }

  /** Chart.yaml says them; in charts of Helm 2, requirements.yaml. */
  private dependenciesOf(dir: string, file: string, metadata: TreeNode): Dependency[] {
    const own = itemsOf(get(metadata, 'dependencies'));
    if (own.length > 0) return own.flatMap((node) => dependencyOf(file, node));
    const other = ['requirements.yaml', 'requirements.yml'].map((name) => joinPath(dir, name)).find((path) => this.files.has(path));
    const root = other === undefined ? undefined : readYaml(this.files, other);
    return other === undefined ? [] : itemsOf(get(root, 'dependencies')).flatMap((node) => dependencyOf(other, node));
  }
}

const chartFiles = ['Chart.yaml', 'Chart.yml'];

/** The first document of a YAML file of the tree; undefined where it cannot be read. `note` hears of its syntax errors. */
export function readYaml(files: FileIndex, path: string, note?: (diagnostic: Diagnostic) => void): TreeNode | undefined {
  const read = files.read(path);
  if (!('text' in read)) return undefined;
  const { documents, diagnostics } = parseYaml(path, read.text, { final: true });
  if (note !== undefined) diagnostics.forEach(note);
  return documents[0]?.root;
}

function dependencyOf(file: string, node: TreeNode): Dependency[] {
  const name = textOf(get(node, 'name'));
  if (name === undefined) return [];
  const alias = textOf(get(node, 'alias'));
  return [
    {
      name: withoutReserved(name),
      version: textOf(get(node, 'version')) ?? '',
      repository: textOf(get(node, 'repository')) ?? '',
      alias: alias === undefined || alias === '' ? undefined : withoutReserved(alias),
      condition: textOf(get(node, 'condition')) ?? '',
      tags: textsOf(get(node, 'tags')),
      imports: itemsOf(get(node, 'import-values')).flatMap(importOf),
      at: { file, line: node.line },
    },
  ];
}

function importOf(node: TreeNode): Dependency['imports'][number][] {
  const whole = textOf(node);
  if (whole !== undefined) return [{ child: `exports.${whole}`, parent: '.' }];
  if (entriesOf(node).length === 0) return [];
  return [{ child: textOf(get(node, 'child')) ?? '', parent: textOf(get(node, 'parent')) ?? '.' }];
}
