import type { Diagnostic } from '../../../core/extraction.js';
import type { Location } from '../../../core/location.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { entriesOf, get, itemsOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import { Evaluator } from '../../go-template/evaluator.js';
import { valueOfTree } from '../../go-template/from-tree.js';
import { Output } from '../../go-template/output.js';
import { Session } from '../../go-template/session.js';
import { TemplateSet } from '../../go-template/templates.js';
import { GoMap, mapOf } from '../../go-template/value.js';
import type { Workshop } from '../workshop.js';
import { overlay } from '../values.js';
import { helmfileFunctions } from './functions.js';

/** What a helmfile says for one environment. */
export interface State {
  readonly file: string;
  readonly environment: string;
  /** `.Values` of its templates. */
  readonly values: GoMap;
  /** Environments it defines. */
  readonly environments: Set<string>;
  readonly releases: ReleaseNode[];
  readonly templates: Map<string, GoMap>;
  /** Other helmfiles that it installs too. */
  readonly nested: string[];
}

/** An entry of `releases`. */
export interface ReleaseNode {
  readonly map: GoMap;
  readonly file: string;
  readonly at: Location;
}

interface Made {
  readonly root: TreeNode;
  lineOf(line: number): Location;
}

const steps = 500_000;
const maxBases = 20;

/** Reads helmfiles, for one environment at a time. Templates in them are evaluated. */
export class StateReader {
  constructor(private readonly workshop: Workshop) {}

  /** The state of a helmfile in an environment. */
  read(file: string, environment: string): State {
    const state: State = { file, environment, values: new GoMap(), environments: new Set(), releases: [], templates: new Map(), nested: [] };
    this.add(state, file, new Set());
    return state;
  }

  private add(state: State, file: string, around: Set<string>): void {
    const read = this.workshop.files.read(file);
    if (!('text' in read) || around.has(file) || around.size > maxBases) return;
    around.add(file);
    let line = 0;
    for (const part of read.text.split(/^---[ \t]*(?:#.*)?$/m)) {
      // What a part says of environments decides what its templates see.
      for (const pass of part.includes('{{') ? [1, 2] : [2]) {
        const made = this.made(part, { file, line, dot: this.dot(state), functionsOf: folderOf(file) });
        if (made) this.take(state, made, file, pass === 2, around);
      }
      line += part.split('\n').length - 1;
    }
  }

  /** `Values` and `Environment` of templates; releases add themselves. */
  dot({ values, environment }: State, release: Readonly<Record<string, GoMap | string>> = {}): GoMap {
    const name = environment === '' ? 'default' : environment;
    return mapOf({ Values: values, StateValues: values, Environment: mapOf({ Name: name, Values: values }), Namespace: '', ...release });
  }

  /** A YAML text or a template of one; undefined where it is neither. */
  made(text: string, { file, line, dot, functionsOf }: { file: string; line: number; dot: GoMap; functionsOf: string }): Made | undefined {
    const rendered = this.rendered(text, file, dot, functionsOf);
    const { documents, diagnostics } = parseYaml(file, rendered.text, { final: true });
    const lineOf = (at: number): Location => {
      const place = rendered.lines[at - 1] ?? rendered.lines.at(-1);
      return { file, line: line + (place?.line ?? at) };
    };
    for (const one of diagnostics) this.workshop.note({ ...one, ...lineOf(one.line) });
    const root = documents[0]?.root;
    return root === undefined ? undefined : { root, lineOf };
  }

  /** A text with its templates evaluated. */
  text(text: string, file: string, dot: GoMap): string {
    return text.includes('{{') ? this.rendered(text, file, dot, folderOf(file)).text : text;
  }

  private rendered(text: string, file: string, dot: GoMap, dir: string): { text: string; lines: readonly Location[] } {
    const said: string[] = [];
    const session = new Session([{ steps }, this.workshop.budget], { say: (message) => said.push(message) });
    const set = new TemplateSet(this.workshop.cache);
    const problem = set.add(file, file, text);
    const body = set.get(file);
    const out = new Output();
    const enough = body !== undefined && new Evaluator(set.world(session, helmfileFunctions(this.workshop.files, dir))).render(body, dot, out);
    if (problem !== undefined) this.workshop.note(syntaxError(file, problem.line, problem.message));
    else if (!enough || said.length > 0) this.workshop.note(gaps(file, enough ? said : ['it takes more steps than archlint spends on it']));
    return { text: session.expand(out.text()), lines: out.lines({ file, line: 1 }) };
  }

  private take(state: State, { root, lineOf }: Made, file: string, last: boolean, around: Set<string>): void {
    const dir = folderOf(file);
    for (const base of textsOf(get(root, 'bases'))) this.add(state, joinPath(dir, base), around);
    for (const node of itemsOf(get(root, 'values'))) this.mergeValues(state.values, node, state, file);
    for (const { key, value } of entriesOf(get(root, 'environments'))) {
      state.environments.add(key);
      if (key !== (state.environment === '' ? 'default' : state.environment)) continue;
      for (const node of [...itemsOf(get(value, 'values')), ...itemsOf(get(value, 'secrets'))]) this.mergeValues(state.values, node, state, file);
    }
    if (!last) return;
    for (const { key, value } of entriesOf(get(root, 'templates'))) state.templates.set(key, this.mapOf(value));
    for (const node of itemsOf(get(root, 'helmfiles'))) {
      const path = textOf(node) ?? textOf(get(node, 'path'));
      if (path !== undefined) state.nested.push(joinPath(dir, path));
    }
    for (const node of itemsOf(get(root, 'releases'))) state.releases.push({ map: this.mapOf(node), file, at: lineOf(node.line) });
  }

  /** A file of values, or values themselves. */
  mergeValues(into: GoMap, node: TreeNode, state: State, file: string, release: Readonly<Record<string, GoMap | string>> = {}): void {
    const path = textOf(node);
    overlay(into, path === undefined ? this.mapOf(node) : this.valuesFile(joinPath(folderOf(file), path), state, release, folderOf(file)));
  }

  /** Values of a file, a template or not. */
  valuesFile(path: string, state: State, release: Readonly<Record<string, GoMap | string>>, dir: string): GoMap {
    const read = this.workshop.files.read(path);
    if (!('text' in read)) return new GoMap();
    const template = path.endsWith('.gotmpl');
    const made = template ? this.made(read.text, { file: path, line: 0, dot: this.dot(state, release), functionsOf: dir }) : this.plain(path, read.text);
    return made === undefined ? new GoMap() : this.mapOf(made.root, template ? undefined : path);
  }

  private plain(path: string, text: string): Made | undefined {
    const { documents, diagnostics } = parseYaml(path, text, { final: true });
    diagnostics.forEach(this.workshop.note);
    const root = documents[0]?.root;
    return root === undefined ? undefined : { root, lineOf: (line) => ({ file: path, line }) };
  }

  private mapOf(node: TreeNode, file?: string): GoMap {
    const value = valueOfTree(node, { marked: true, spend: () => undefined, ...(file === undefined ? {} : { file }) });
    return value instanceof GoMap ? value : new GoMap();
  }
}

function syntaxError(file: string, line: number, what: string): Diagnostic {
  return { file, line, reason: 'unparsable', message: `The template has a syntax error: ${what}. Correct the file; it is left out.` };
}

function gaps(file: string, said: readonly string[]): Diagnostic {
  return { file, line: 1, reason: 'template', message: `The helmfile is read with gaps: ${said.slice(0, 5).join('; ')}.` };
}
