import { lineFinder } from '../lines.js';
import { joinPath } from '../paths.js';
import { type ShellCommand, shellCommands } from '../shell.js';
import type { PipelineCommand, Variables } from './model.js';
import { BlockConditions } from './script-conditions.js';
import { fillText, isKnown } from './text.js';

/** A piece of shell and where it runs. */
export interface Script {
  readonly text: string;
  /** Line of the file on which `text` begins, or that of each of its lines. */
  readonly line: number | readonly number[];
  /** Folder it starts in, relative to the scan root. */
  readonly folder: string;
}

const maxText = 200_000;
const maxCommands = 2_000;
const maxSteps = 20_000;
const maxCalls = 8;
const leading = /^(?:do|then|else|elif|if|while|until|!|\{|sudo|time|exec|nohup|command|retry|eval)$/;
const assignment = /^([A-Za-z_]\w*)(\+?=)([\s\S]*)$/;
const folderOfScript = /^\$(?:\(|\{(?:BASH_SOURCE|0))|^\$\{?(?:SCRIPT_?DIR|SCRIPTPATH|ROOT_?DIR|REPO_?ROOT|BASE_?DIR|PROJECT_?ROOT)\}?/i;

/**
 * The commands of a script in order, none of them run. Loops over words that are known are unrolled, functions that the script defines are followed, what it
 * assigns is filled in, `cd` moves on. Branches all count. Where a script is very long, or unrolls to thousands of commands, the rest is left out.
 */
export function scriptCommands(script: Script, variables: Variables = new Map()): PipelineCommand[] {
  if (script.text.length > maxText) return [];
  const text = withoutHereDocuments(script.text);
  const lineAt = lineFinder(text);
  const { line } = script;
  const run = new Run(text, (offset) => (typeof line === 'number' ? line + lineAt(offset) - 1 : (line[lineAt(offset) - 1] ?? 1)));
  run.block(shellCommands(text), { folder: script.folder, variables: new Map([...arraysIn(text), ...variables]), conditions: [] }, 0);
  return run.found;
}

interface State {
  folder: string;
  readonly variables: Map<string, string>;
  /** What must hold for the block to run. */
  readonly conditions: readonly string[];
}

class Run {
  readonly found: PipelineCommand[] = [];
  private steps = 0;
  private readonly functions = new Map<string, readonly ShellCommand[]>();

  constructor(
    private readonly text: string,
    private readonly lineOf: (offset: number) => number,
  ) {}

  block(commands: readonly ShellCommand[], state: State, depth: number): void {
    const conditions = new BlockConditions(this.text, state.conditions, (text) => fillText(text, state.variables));
    for (let i = 0; i < commands.length && this.found.length < maxCommands && this.steps < maxSteps; i++) {
      this.steps += 1;
      const command = commands[i] as ShellCommand;
      const body = this.functionAt(commands, i);
      if (body) {
        this.functions.set(body.name, body.commands);
        i = body.end;
        continue;
      }
      conditions.see(command, commands[i - 1]);
      const here = conditions.current();
      const loop = command.words[0] === 'do' && command.words[1] === 'for' ? command.words.slice(1) : command.words;
      if (loop[0] === 'for' && loop[2] === 'in') {
        const end = endOfLoop(commands, i);
        this.unroll(loop[1] ?? '', loop.slice(3), commands.slice(i + 1, end), { ...state, conditions: here }, depth);
        i = end;
      } else this.simple(command, commands[i - 1], { state, conditions: here, depth });
    }
  }

  /** `name() { … }` and `function name { … }`. */
  private functionAt(commands: readonly ShellCommand[], at: number): { name: string; commands: readonly ShellCommand[]; end: number } | undefined {
    const { words, offset } = commands[at] as ShellCommand;
    const named = words[0] === 'function' ? words[1]?.replace(/\(\)$/, '') : words.length === 1 ? words[0] : undefined;
    if (named === undefined) return undefined;
    const after = this.text.slice(offset, offset + 200);
    if (words[0] !== 'function' && !/^[\w-]+[ \t]*\([ \t]*\)/.test(after)) return undefined;
    const inline = words[0] === 'function' ? words.slice(2) : [];
    const end = commands.findIndex((c, i) => i > at && c.words[0] === '}');
    const last = end < 0 ? commands.length - 1 : end;
    const head = inline.filter((w) => w !== '{').length > 0 ? [{ words: inline, offset }] : [];
    return { name: named, commands: [...head, ...commands.slice(at + 1, last)], end: last };
  }

  private unroll(name: string, written: readonly string[], body: readonly ShellCommand[], state: State, depth: number): void {
    const words = written.flatMap((word) => fillText(word.replace(/\[[@*]\]\}$/, '}'), state.variables).split(/\s+/)).filter((word) => word !== '');
    // One pattern of folders stands for all of them.
    const known = words.length > 0 && words.every((word) => isKnown(word) && (words.length === 1 || !/[*?]/.test(word)));
    if (!known) {
      state.variables.delete(name);
      this.block(body, state, depth);
      return;
    }
    for (const word of words.slice(0, 200)) this.block(body, { ...state, variables: new Map(state.variables).set(name, word) }, depth);
  }

  private simple(command: ShellCommand, before: ShellCommand | undefined, at: Here): void {
    const { state } = at;
    const { assigned, words } = taken(command.words, state.variables);
    if (words.length === 0) {
      for (const [name, value] of assigned) assign(state.variables, name, value);
      return;
    }
    const scope = new Map([...state.variables, ...assigned.filter((a): a is [string, string] => a[1] !== undefined)]);
    const filled = withoutWrapper(words.map((word) => fillText(word, scope)));
    const first = filled[0] ?? '';
    if (first === 'cd' || first === 'pushd') state.folder = entered(state.folder, filled.slice(1).find((word) => !word.startsWith('-')) ?? '.');
    else if (!/^(?:popd|done|fi|esac|\})$/.test(first)) this.keepOrFollow(filled, command, before, at);
  }

  private keepOrFollow(words: readonly string[], command: ShellCommand, before: ShellCommand | undefined, { state, conditions, depth }: Here): void {
    const body = this.functions.get(words[0] ?? '');
    if (body) {
      if (depth >= maxCalls) return;
      // An argument that is not given is empty.
      const given = Array.from({ length: 9 }, (_, i) => [String(i + 1), words[i + 1] ?? ''] as const);
      this.block(body, { folder: state.folder, variables: new Map([...state.variables, ...given, ['@', words.slice(1).join(' ')]]), conditions }, depth + 1);
      return;
    }
    const piped = before && /\|\s*$/.test(this.text.slice(before.offset, command.offset)) && !/\|\|\s*$/.test(this.text.slice(before.offset, command.offset));
    this.found.push({
      words,
      line: this.lineOf(command.offset),
      folder: state.folder,
      ...(piped && { pipedFrom: before.words.map((word) => fillText(word, state.variables)) }),
      ...(conditions.length > 0 && { condition: conditions.join(' and ') }),
    });
  }
}

/** `$PREFIX docker push x`, `$DRY_RUN kubectl apply`: what whoever runs it may put before a tool. */
function withoutWrapper(words: readonly string[]): readonly string[] {
  const wrapped =
    /^\$\{[A-Za-z_]\w*(?::?-)?\}$/.test(words[0] ?? '') && /^(?:docker|docker-compose|podman|kubectl|helm|oc|make|sh|bash|\.\/)/.test(words[1] ?? '');
  return wrapped ? words.slice(1) : words;
}

/** Where a command stands: what is known there, what must hold, and in how many functions. */
interface Here {
  readonly state: State;
  readonly conditions: readonly string[];
  readonly depth: number;
}

/** A command's words behind keywords and assignments, and these; what a program computes has no value. */
function taken(written: readonly string[], variables: Variables): { readonly assigned: [string, string | undefined][]; readonly words: string[] } {
  const words = [...written];
  while (words.length > 0 && leading.test(words[0] ?? '')) {
    const word = words.shift();
    // `sudo -E docker push x`
    if (word === 'sudo') while (/^-[A-Za-z-]+$/.test(words[0] ?? '')) words.shift();
  }
  if (/^(?:export|local|readonly|declare|typeset)$/.test(words[0] ?? '')) while (words.length > 0 && !assignment.test(words[0] ?? '')) words.shift();
  const assigned: [string, string | undefined][] = [];
  for (let match = assignment.exec(words[0] ?? ''); match; match = assignment.exec(words[0] ?? '')) {
    const [, name = '', operator, value = ''] = match;
    const filled = fillText(value, variables);
    assigned.push([name, operator === '=' && !/\$\(|`/.test(filled) ? filled : undefined]);
    words.shift();
  }
  return { assigned, words };
}

function assign(variables: Map<string, string>, name: string, value: string | undefined): void {
  // The parser cuts `NAME=(…)` before its bracket: what the array holds is known already.
  if (variables.has(name) && value === '') return;
  if (value === undefined) variables.delete(name);
  else variables.set(name, value);
}

/** Index of the `done` that ends the loop which begins at `from`. */
function endOfLoop(commands: readonly ShellCommand[], from: number): number {
  let depth = 0;
  for (let i = from; i < commands.length; i++) {
    const words = (commands[i] as ShellCommand).words;
    const head = words[0] === 'do' ? words[1] : words[0];
    if (/^(?:for|while|until|select)$/.test(head ?? '')) depth += 1;
    if (words[0] === 'done' && --depth === 0) return i;
  }
  return commands.length;
}

/** A folder of the machine leaves one where one is, as does what is named like the script's own; one that has to be worked out is nowhere known. */
function entered(folder: string, path: string): string {
  const known = path.replace(/^\$\{(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|WORKSPACE|github\.workspace)\}\/?/, '/');
  if (known.startsWith('/') && known !== path) return joinPath('.', known.slice(1));
  if (folderOfScript.test(path) || path.startsWith('/') || path === '-') return folder;
  return /\$\(|`/.test(path) ? '${elsewhere}' : joinPath(folder, path);
}

/** `SERVICES=(orders billing)`: the words of literal arrays, as one text. */
function arraysIn(text: string): [string, string][] {
  return [...text.matchAll(/(?:^|[\s;])([A-Za-z_]\w*)=\(([^()]{0,4000})\)/g)].flatMap(([, name = '', inner = '']) => {
    const words = inner
      .split('\n')
      .map((line) => line.replace(/(?:^|\s)#.*$/, ''))
      .join(' ')
      .split(/\s+/)
      .map((word) => word.replace(/^["']|["']$/g, ''));
    return words.every(isKnown) ? [[name, words.filter((word) => word !== '').join(' ')]] : [];
  });
}

const hereDocument = /(?<!<)<<(?!<)-?\s*["']?([A-Za-z_]\w*)["']?/;

/** Blanks the bodies of here-documents, lines kept: they are data. */
function withoutHereDocuments(text: string): string {
  if (!text.includes('<<')) return text;
  const lines = text.split('\n');
  let end: string | undefined;
  return lines
    .map((line) => {
      if (end !== undefined) {
        if (line.trim() === end) end = undefined;
        return '';
      }
      end = hereDocument.exec(line)?.[1];
      return line.replace(hereDocument, '');
    })
    .join('\n');
}
