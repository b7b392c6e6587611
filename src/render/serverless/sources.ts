import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import { parseJson } from '../../parse/json.js';
import { parseYaml } from '../../parse/yaml.js';
import { writtenOut } from '../cloud/intrinsics.js';
import { at, type Placed, type PlacedMap, text } from '../placed.js';
import { Programs } from './program.js';

const name = /(^|\/)serverless([._-][\w-]+)*\.(ya?ml|json|ts|js|cjs|mjs)$/;
const composeName = /(^|\/)serverless-compose\.(ya?ml|json|ts|js|cjs|mjs)$/;
const program = /\.[cm]?[jt]s$/;

/** Files of the Serverless Framework in a tree, by their names and what they hold. */
export class Sources {
  constructor(
    private readonly files: FileIndex,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {}

  /** Services: files that name one and have functions, resources or a provider. A program counts as far as it is data. */
  services(): { readonly file: string; readonly root: PlacedMap }[] {
    return this.read(name).filter(({ file, root }) => {
      const service = !composeName.test(file) && isService(root);
      if (!service && !composeName.test(file) && program.test(file)) this.noteProgram(file);
      return service;
    });
  }

  /** Files that put services together. */
  compositions(): { readonly file: string; readonly root: PlacedMap }[] {
    return this.read(composeName);
  }

  private read(pattern: RegExp): { readonly file: string; readonly root: PlacedMap }[] {
    return this.files.files.flatMap(({ path }) => {
      const root = pattern.test(path) ? this.root(path) : undefined;
      return root === undefined ? [] : [{ file: path, root }];
    });
  }

  private root(file: string): PlacedMap | undefined {
    if (program.test(file)) return new Programs(this.files).exported(file) ?? emptyMap(file);
    const read = this.files.read(file);
    if (!('text' in read)) return undefined;
    const json = file.endsWith('.json') ? parseJson(file, read.text) : undefined;
    const yaml = json === undefined ? parseYaml(file, read.text, { final: true }) : undefined;
    const tree = json?.root ?? yaml?.documents[0]?.root;
    if (tree?.kind !== 'map') return undefined;
    for (const diagnostic of (json ?? yaml)?.diagnostics ?? []) this.note(diagnostic);
    return writtenOut(file, tree) as PlacedMap;
  }

  private noteProgram(file: string): void {
    const read = this.files.read(file);
    if ('text' in read && /\bservice\s*:/.test(read.text))
      this.note({
        file,
        line: 1,
        reason: 'not-run',
        message: 'The configuration is a program that is not run; what it makes is not known. Write it as YAML to include it.',
      });
  }
}

const emptyMap = (file: string): PlacedMap => ({ kind: 'map', at: { file, line: 1 }, entries: [] });

function isService(root: Placed): boolean {
  const named = text(at(root, 'service')) ?? text(at(root, 'service', 'name'));
  return named !== undefined && ['functions', 'resources', 'provider'].some((key) => at(root, key) !== undefined);
}
