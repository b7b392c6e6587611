import { lineFinder } from '../lines.js';
import { joinPath } from '../paths.js';
import { type Groovy, groovyTokens } from './groovy.js';
import type { PathFilter, Pipeline, PipelineCommand, PipelineJob, Variables } from './model.js';
import { scriptCommands } from './script.js';
import { fillText, isKnown } from './text.js';

const maxText = 300_000;
const maxCommands = 2_000;

/**
 * A Jenkinsfile, declarative or scripted: a job for each stage, with its shell steps and `docker.build`. `environment`, `dir`, `matrix` axes, literal variables and
 * loops over literal lists are followed; libraries and other Groovy are not run. Never throws.
 */
export function readJenkinsfile(file: string, text: string): Pipeline {
  const source = text.length > maxText ? '' : text;
  const reader = new Reader(groovyTokens(source), lineFinder(source));
  reader.read();
  return { file, triggers: [], parameters: new Map(), jobs: reader.jobs(), includes: [] };
}

/** An open pair of braces. */
interface Block {
  readonly kind: 'stage' | 'dir' | 'environment' | 'when' | 'matrix' | 'axis' | 'other';
  readonly text: string;
}

interface Stage {
  readonly id: string;
  readonly line: number;
  readonly commands: PipelineCommand[];
  readonly paths: PathFilter[];
  readonly conditions: string[];
  /** It runs once for each element of the pipeline's matrix. */
  readonly matrix: boolean;
}

class Reader {
  private readonly stages: Stage[] = [];
  private readonly open: Block[] = [];
  private readonly current: Stage[] = [];
  private readonly variables = new Map<string, string>();
  private readonly lists = new Map<string, readonly string[]>();
  private readonly axes = new Map<string, readonly string[]>();
  /** What `docker.build` was given, by the variable that holds it. */
  private readonly images = new Map<string, string>();
  private lastImage: string | undefined;
  private axis = '';
  private count = 0;

  constructor(
    private readonly tokens: readonly Groovy[],
    private readonly lineAt: (offset: number) => number,
  ) {}

  read(): void {
    for (let i = 0; i < this.tokens.length; i += 1) {
      const token = this.tokens[i] as Groovy;
      if (token.text === '{' && token.kind === 'mark') this.enter(i);
      else if (token.text === '}' && token.kind === 'mark') this.leave();
      else if (token.kind === 'word') this.word(i);
    }
  }

  jobs(): PipelineJob[] {
    const legs = [...this.axes].reduce<Map<string, string>[]>(
      (all, [name, values]) => all.flatMap((leg) => values.map((v) => new Map([...leg, [name, v]]))).slice(0, 256),
      [new Map()],
    );
    return this.stages.map(({ id, line, commands, paths, conditions, matrix }) => ({
      id,
      line,
      template: false,
      conditions,
      paths,
      needs: [],
      matrix,
      legs: matrix ? legs : [new Map()],
      calls: [],
      steps: commands.length === 0 ? [] : [{ line: commands[0]?.line ?? line, folder: '.', variables: this.variables, commands }],
    }));
  }

  /** The words before a `{` say what it opens. */
  private enter(at: number): void {
    const before = this.before(at);
    const named = /(?:^|\s)(stage|dir)\s*\(?\s*$/.exec(before.words);
    if (named?.[1] === 'stage') {
      const stage: Stage = {
        id: before.string ?? '',
        line: this.lineAt(this.tokens[at]?.offset ?? 0),
        commands: [],
        paths: [],
        conditions: [],
        matrix: this.open.some(({ kind }) => kind === 'matrix'),
      };
      this.stages.push(stage);
      this.current.push(stage);
      this.open.push({ kind: 'stage', text: '' });
    } else if (named?.[1] === 'dir') this.open.push({ kind: 'dir', text: before.string ?? '' });
    else {
      const last = before.words.trim().split(/\s+/).at(-1) ?? '';
      const kind = last === 'environment' || last === 'when' || last === 'matrix' || last === 'axis' ? last : 'other';
      this.open.push({ kind, text: '' });
    }
  }

  /** Words and the one string of a call's head: `stage('Build') {`, `dir("x") {`. */
  private before(at: number): { readonly words: string; readonly string?: string } {
    let string: string | undefined;
    const words: string[] = [];
    for (let i = at - 1; i >= Math.max(0, at - 6); i -= 1) {
      const token = this.tokens[i] as Groovy;
      if (token.kind === 'mark' && /[{};]/.test(token.text)) break;
      if (token.kind === 'string' && string === undefined) string = token.text;
      else if (token.kind === 'word') {
        words.unshift(token.text);
        break;
      }
    }
    return { words: words.join(' '), ...(string !== undefined && { string }) };
  }

  private leave(): void {
    if (this.open.pop()?.kind === 'stage') this.current.pop();
  }

  private word(at: number): void {
    const word = this.tokens[at]?.text ?? '';
    const inside = this.open.at(-1)?.kind;
    if (/(?:^|\.)(?:sh|bat)$/.test(word)) this.shell(at);
    else if (word === 'docker.build' || word.endsWith('.docker.build')) this.dockerBuild(at);
    else if (word.endsWith('.push')) this.push(at, word.slice(0, -'.push'.length));
    else if (inside === 'environment' || word === 'def' || this.tokens[at + 1]?.text === '=') this.assign(word === 'def' ? at + 1 : at);
    else if (inside === 'axis' && word === 'name') this.axis = this.strings(at + 1)[0] ?? '';
    else if (inside === 'axis' && word === 'values') this.axes.set(this.axis, this.strings(at + 1));
    else if (word === 'changeset') this.stage().paths.push({ include: this.strings(at + 1), exclude: [], line: this.line(at) });
    else if (word === 'branch' && inside === 'when') this.stage().conditions.push(`branch ${this.strings(at + 1).join(' ')}`);
    else if (word === 'expression' && inside === 'when') this.stage().conditions.push('expression');
    else this.loop(at);
  }

  /** `NAME = 'value'`, `def names = ['a', 'b']`. */
  private assign(at: number): void {
    const [name, sign, value] = [this.tokens[at], this.tokens[at + 1], this.tokens[at + 2]];
    if (name?.kind !== 'word' || sign?.text !== '=' || value === undefined) return;
    const bare = name.text.replace(/^env\./, '');
    if (value.kind === 'string') this.variables.set(bare, fillText(value.text, this.variables));
    else if (value.text === '[') this.lists.set(bare, this.strings(at + 2));
  }

  /** `['a', 'b'].each { x ->`, `names.each { x ->`, `for (x in names)`: the variable is every element in turn. */
  private loop(at: number): void {
    const token = this.tokens[at] as Groovy;
    const each = /^([A-Za-z_]\w*)?\.?each$/.exec(token.text);
    if (each && this.tokens[at + 1]?.text === '{') {
      const values = each[1] === undefined ? this.listBefore(at) : (this.lists.get(each[1]) ?? []);
      const named = this.tokens[at + 3]?.text === '->' ? (this.tokens[at + 2]?.text ?? 'it') : 'it';
      if (values.length > 0) this.lists.set(`each ${named}`, values);
    }
    if (token.text === 'for' && this.tokens[at + 1]?.text === '(') {
      const start = this.tokens[at + 2]?.text === 'def' || this.tokens[at + 2]?.text === 'String' ? at + 3 : at + 2;
      const [name, sign, list] = [this.tokens[start], this.tokens[start + 1], this.tokens[start + 2]];
      const values = list?.text === '[' ? this.strings(start + 2) : (this.lists.get(list?.text ?? '') ?? []);
      if (name && /^(?:in|:)$/.test(sign?.text ?? '') && values.length > 0) this.lists.set(`each ${name.text}`, values);
    }
  }

  private listBefore(at: number): readonly string[] {
    const values: string[] = [];
    for (let i = at - 1; i >= 0 && i > at - 200 && this.tokens[i]?.text !== '['; i -= 1) {
      const token = this.tokens[i] as Groovy;
      if (token.kind === 'string') values.unshift(token.text);
    }
    return values;
  }

  /** Strings of a call or list that begins here, up to its end or the end of the line. */
  private strings(at: number): string[] {
    const out: string[] = [];
    let depth = 0;
    const line = this.line(at);
    for (let i = at; i < this.tokens.length && i < at + 200; i += 1) {
      const token = this.tokens[i] as Groovy;
      if (token.kind === 'string') out.push(token.text);
      else if (/^[([]$/.test(token.text)) depth += 1;
      else if (/^[)\]]$/.test(token.text)) depth -= 1;
      const more = this.tokens[i + 1];
      if (
        depth < 0 ||
        (depth === 0 && (more === undefined || (more.text !== ',' && token.text !== ',' && (this.line(i + 1) > line || /^[{}\])]$/.test(more.text)))))
      )
        break;
    }
    return out;
  }

  private shell(at: number): void {
    const next = this.tokens.slice(at + 1, at + 12);
    const string = next.find(
      (t, i) => t.kind === 'string' && (i === 0 || next[i - 1]?.text === '(' || next[i - 1]?.text === ':' || next[i - 1]?.text === 'script'),
    );
    if (!string) return;
    const line = this.lineAt(string.offset);
    for (const variables of this.turns(string.text)) this.keep(scriptCommands({ text: string.text, line, folder: this.folder() }, variables));
  }

  /** `docker.build("acme/orders:1", "-f Dockerfile services/orders")` as the command it runs. */
  private dockerBuild(at: number): void {
    const [image, options = '.'] = this.strings(at + 1);
    if (image === undefined) return;
    this.lastImage = image;
    const name = this.tokens[at - 1]?.text === '=' ? this.tokens[at - 2]?.text : undefined;
    if (name !== undefined) this.images.set(name, image);
    for (const variables of this.turns(`${image} ${options}`))
      this.keep(scriptCommands({ text: `docker build -t "${image}" ${options}`, line: this.line(at), folder: this.folder() }, variables));
  }

  /** `image.push()`, `docker.build(…).push('latest')`. */
  private push(at: number, name: string): void {
    const image = name === '' ? this.lastImage : this.images.get(name);
    if (image === undefined) return;
    for (const variables of this.turns(image))
      this.keep(scriptCommands({ text: `docker push "${image}"`, line: this.line(at), folder: this.folder() }, variables));
  }

  /** Variables for each turn of the loops whose variable a text names. */
  private turns(text: string): Variables[] {
    const loops = [...this.lists].filter(([name]) => name.startsWith('each ') && new RegExp(`\\$\\{?${name.slice(5)}\\b`).test(text));
    return loops.reduce<Variables[]>(
      (all, [name, values]) => all.flatMap((v) => values.map((value) => new Map([...v, [name.slice(5), value]]))).slice(0, 256),
      [this.variables],
    );
  }

  private keep(commands: readonly PipelineCommand[]): void {
    this.count += commands.length;
    if (this.count <= maxCommands) this.stage().commands.push(...commands);
  }

  private stage(): Stage {
    const inner = this.current.at(-1);
    if (inner) return inner;
    const body: Stage = { id: '', line: 1, commands: [], paths: [], conditions: [], matrix: false };
    this.stages.push(body);
    this.current.push(body);
    return body;
  }

  private folder(): string {
    return this.open.reduce(
      (folder, block) =>
        block.kind === 'dir' && isKnown(fillText(block.text, this.variables)) ? joinPath(folder, fillText(block.text, this.variables)) : folder,
      '.',
    );
  }

  private line(at: number): number {
    return this.lineAt(this.tokens[at]?.offset ?? 0);
  }
}
