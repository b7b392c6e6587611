import type { FileIndex } from '../../core/files.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import type { TreeNode } from '../../parse/tree.js';
import { parseTsconfig } from '../../parse/tsconfig.js';
import { parseYaml } from '../../parse/yaml.js';
import { markUnknown } from '../../parse/marks.js';
import { type Placed, type PlacedEntry, type PlacedMap, scalar, text as said } from '../placed.js';
import { dataOf, hole, importsOf, reexportsOf } from './program-data.js';

const maxDepth = 8;
const maxNodes = 100_000;
const endings = ['', '.ts', '.js', '.mts', '.cjs', '/index.ts', '/index.js'];

/**
 * Configuration written as a program, as far as it is data: objects, and names of constants that are objects in the same file or in files that it imports. Nothing
 * is run: calls and computed texts stay out.
 */
export class Programs {
  private nodes = 0;
  private readonly known = new Map<string, Placed | undefined>();

  constructor(private readonly files: FileIndex) {}

  /** The object that a file exports; undefined where it exports none. */
  exported(file: string): PlacedMap | undefined {
    const found = this.named(file, 'default', folderOf(file), 0);
    return found?.kind === 'map' ? found : undefined;
  }

  /** The value of a name in a file; `home` is the folder that handlers are seen from. */
  private named(file: string, name: string, home: string, depth: number): Placed | undefined {
    const key = `${file}\n${name}\n${home}`;
    if (this.known.has(key) || depth > maxDepth || !/^[A-Za-z_$][\w$]*$/.test(name)) return this.known.get(key);
    // What names itself is nothing.
    this.known.set(key, undefined);
    const found = this.read(file, name, home, depth);
    this.known.set(key, found);
    return found;
  }

  private read(file: string, name: string, home: string, depth: number): Placed | undefined {
    const text = this.textOf(file);
    if (text === undefined) return undefined;
    const data = dataOf(text, name, below(folderOf(file), home));
    if (data !== undefined) {
      const root = parseYaml(file, data, { final: true }).documents[0]?.root;
      return root === undefined ? undefined : this.filled(root, file, text, home, depth);
    }
    const imported = importsOf(text).get(name);
    if (imported !== undefined) return this.from(file, imported, home, depth);
    for (const { exported, module, name: inner } of reexportsOf(text)) {
      if (exported !== name && exported !== '*') continue;
      const found = this.from(file, { module, name: exported === '*' ? name : inner }, home, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private from(file: string, { module, name }: { readonly module: string; readonly name: string }, home: string, depth: number): Placed | undefined {
    const target = this.fileOf(module, file, home);
    return target === undefined || target === file ? undefined : this.named(target, name, home, depth + 1);
  }

  /** A tree with the names in it replaced by what they stand for. */
  private filled(node: TreeNode, file: string, text: string, home: string, depth: number): Placed {
    this.nodes += 1;
    const at = { file, line: node.line };
    const inner = (child: TreeNode): Placed => this.filled(child, file, text, home, depth);
    if (this.nodes > maxNodes) return { kind: 'scalar', at, value: null, text: '' };
    if (node.kind === 'list') return { kind: 'list', at, items: node.items.map(inner) };
    if (node.kind === 'map') {
      const entries = node.entries.flatMap(({ key, line, value }): readonly PlacedEntry[] => {
        const place = { file, line };
        const spread = /^\.\.\.([\w$]+)$/.exec(key)?.[1];
        const shorthand = value.kind === 'scalar' && value.value === null && value.quoted !== true;
        if (spread !== undefined) {
          const found = this.named(file, spread, home, depth + 1);
          return found?.kind === 'map' ? found.entries : [];
        }
        return [{ key, at: place, value: (shorthand ? this.named(file, key, home, depth + 1) : undefined) ?? inner(value) }];
      });
      return { kind: 'map', at, entries };
    }
    if (node.quoted === true && node.text.includes(hole)) return scalar(this.put(node.text, file, home, depth), at);
    if (node.quoted === true || typeof node.value !== 'string') return { kind: 'scalar', at, value: node.value, text: node.text };
    const found = /^[A-Za-z_$][\w$]*$/.test(node.text) ? this.named(file, node.text, home, depth + 1) : undefined;
    return found ?? scalar(markUnknown(node.text, 'dynamic'), at);
  }

  /** A text with the texts of the constants that it names. */
  private put(written: string, file: string, home: string, depth: number): string {
    return written
      .split(hole)
      .map((part, i) => {
        const found = i % 2 === 1 && /^[A-Za-z_$][\w$]*$/.test(part) ? this.named(file, part, home, depth + 1) : undefined;
        return i % 2 === 0 ? part : ((found === undefined ? undefined : said(found)) ?? markUnknown(part, 'dynamic'));
      })
      .join('');
  }

  private textOf(file: string): string | undefined {
    const read = this.files.has(file) ? this.files.read(file) : undefined;
    return read !== undefined && 'text' in read ? read.text : undefined;
  }

  /** A module beside the file, or by the paths of the nearest `tsconfig.json`. */
  private fileOf(module: string, from: string, home: string): string | undefined {
    const bases = module.startsWith('.') ? [joinPath(folderOf(from), module)] : this.mapped(module, home);
    return bases
      .flatMap((base) => endings.map((ending) => base.replace(/\.js$/, '') + ending))
      .find((file) => this.files.has(file) && /\.[cm]?[jt]s$/.test(file));
  }

  private mapped(module: string, home: string): string[] {
    const configs = ['tsconfig.paths.json', 'tsconfig.json'].map((name) => joinPath(home, name));
    return configs.flatMap((path) => {
      const text = this.textOf(path);
      const config = text === undefined ? undefined : parseTsconfig(path, text);
      const base = joinPath(home, config?.baseUrl ?? '.');
      return Object.entries(config?.paths ?? {}).flatMap(([pattern, targets]) => {
        const front = pattern.replace(/\*$/, '');
        if (!(pattern.endsWith('*') ? module.startsWith(front) : module === pattern)) return [];
        return targets.map((target) => joinPath(base, target.replace('*', module.slice(front.length))));
      });
    });
  }
}

/** A folder seen from another that holds it. */
function below(folder: string, home: string): string {
  return home === '.' ? folder : folder === home ? '.' : folder.startsWith(`${home}/`) ? folder.slice(home.length + 1) : folder;
}
