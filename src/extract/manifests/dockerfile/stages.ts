import { posix } from 'node:path';
import type { DockerStage } from '../../../core/fact.js';
import type { EnvEntry } from '../../../core/workload.js';
import { template, type Term } from '../../../core/term.js';
import { dockerWords, type DockerInstruction } from '../../../parse/dockerfile.js';
import { interpolate, plainText } from '../../../parse/interpolate.js';
import { redact, redactText, redactWords } from '../../../parse/redact.js';
import { shellCommands, shellWords } from '../../../parse/shell.js';

type Draft = { -readonly [K in keyof DockerStage]: DockerStage[K] extends readonly (infer T)[] ? T[] : DockerStage[K] };

/**
 * The stages of a Dockerfile in order. Variables that an earlier ENV of the stage sets are filled in; an ARG becomes a setting with its
 * default as fallback (`compose build.args` may set it). Instructions before the first FROM only give defaults to ARGs.
 */
export function readStages(file: string, instructions: readonly DockerInstruction[], escapeCharacter: string): DockerStage[] {
  const stages: Draft[] = [];
  const global = new Map<string, Term>();
  let known = new Map<string, Term>();
  let stage: Draft | undefined;
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      stage = beginStage(instruction, global);
      known = inherited(stage, stages);
      stages.push(stage);
    } else if (instruction.keyword === 'ARG') declareArgs(file, instruction, escapeCharacter, stage, global, known);
    else if (stage) readInto(stage, file, instruction, escapeCharacter, known);
  }
  return stages;
}

function beginStage(instruction: DockerInstruction, global: ReadonlyMap<string, Term>): Draft {
  const [image = '', as, name] = instruction.text.split(/\s+/);
  return {
    from: fill(interpolate(image), global),
    ...(as?.toLowerCase() === 'as' && name !== undefined && { name: name.toLowerCase() }),
    env: [],
    args: [],
    copies: [],
    exposes: [],
    runs: [],
  };
}

/** A stage built from an earlier one begins with its environment. */
function inherited(stage: Draft, earlier: readonly Draft[]): Map<string, Term> {
  const parent = earlier.findLast((other) => other.name !== undefined && other.name === plainText(stage.from).toLowerCase());
  if (parent?.workdir !== undefined) stage.workdir = parent.workdir;
  return new Map(parent?.env.flatMap(({ name, value }) => (value ? [[name, value] as const] : [])) ?? []);
}

function declareArgs(
  file: string,
  instruction: DockerInstruction,
  escapeCharacter: string,
  stage: Draft | undefined,
  global: Map<string, Term>,
  known: Map<string, Term>,
): void {
  for (const word of dockerWords(instruction.text, escapeCharacter)) {
    const equals = word.text.indexOf('=');
    const name = equals < 0 ? word.text : word.text.slice(0, equals);
    const written = equals < 0 ? undefined : redact(name, fill(interpolate(word.text.slice(equals + 1)), stage ? known : global));
    const outer = global.get(name);
    const fallback = written ?? (outer?.k === 'setting' ? outer.fallback : undefined);
    const setting: Term = { k: 'setting', name, from: 'env', ...(fallback && { fallback }) };
    if (!stage) global.set(name, setting);
    else {
      known.set(name, setting);
      stage.args.push({ name, ...(fallback && { value: fallback }), at: { file, line: instruction.lineAt(word.offset) } });
    }
  }
}

function readInto(stage: Draft, file: string, instruction: DockerInstruction, escapeCharacter: string, known: Map<string, Term>): void {
  const { keyword, text, json } = instruction;
  if (keyword === 'ENV') {
    // All values of one instruction see the environment before it.
    const before = new Map(known);
    for (const { name, value, at } of envEntries(file, instruction, escapeCharacter)) {
      const filled = value && redact(name, fill(value, before));
      if (filled) known.set(name, filled);
      stage.env.push({ name, ...(filled && { value: filled }), at });
    }
  } else if (keyword === 'WORKDIR') stage.workdir = posix.resolve(stage.workdir ?? '/', plainText(fill(interpolate(text.replace(/^["']|["']$/g, '')), known)));
  else if (keyword === 'COPY' || keyword === 'ADD') readCopy(stage, file, instruction, known);
  else if (keyword === 'RUN') readRun(stage, file, instruction);
  else if (keyword === 'CMD') stage.command = redactWords(json ?? shellWords(text));
  else if (keyword === 'ENTRYPOINT') stage.entrypoint = redactWords(json ?? shellWords(text));
  else if (keyword === 'EXPOSE') {
    for (const word of dockerWords(text, escapeCharacter))
      stage.exposes.push(...portsOf(plainText(fill(interpolate(word.text), known))).filter((port) => !stage.exposes.includes(port)));
  }
}

function envEntries(file: string, instruction: DockerInstruction, escapeCharacter: string): EnvEntry[] {
  const words = dockerWords(instruction.text, escapeCharacter);
  const [first] = words;
  if (!first) return [];
  if (!first.text.includes('=')) {
    const value = instruction.text.slice(first.text.length).trim();
    return [{ name: first.text, value: interpolate(value), at: { file, line: instruction.line } }];
  }
  return words.flatMap((word): EnvEntry[] => {
    const equals = word.text.indexOf('=');
    if (equals <= 0) return [];
    return [{ name: word.text.slice(0, equals), value: interpolate(word.text.slice(equals + 1)), at: { file, line: instruction.lineAt(word.offset) } }];
  });
}

function readCopy(stage: Draft, file: string, instruction: DockerInstruction, known: ReadonlyMap<string, Term>): void {
  const written = instruction.json ?? shellWords(instruction.text);
  const paths = written.filter((path) => !path.startsWith('<<')).map((path) => plainText(fill(interpolate(path), known)));
  const target = paths.pop();
  const from = instruction.flags.get('from');
  if (target === undefined || paths.length === 0) return;
  stage.copies.push({
    sources: paths,
    target,
    ...(from !== undefined && { from: plainText(fill(interpolate(from), known)).toLowerCase() }),
    at: { file, line: instruction.line },
  });
}

const maxRunText = 4_000;

function readRun(stage: Draft, file: string, instruction: DockerInstruction): void {
  const text = instruction.json ? instruction.json.join(' ') : instruction.text;
  const heredoc = instruction.heredoc.map((piece) => piece.text).join('\n');
  const at = { file, line: instruction.line };
  stage.runs.push({ text: redactText(`${text}${heredoc === '' ? '' : `\n${heredoc}`}`.slice(0, maxRunText)).replace(/[ \t]+/g, ' '), at });
  copyCommands(stage, file, text, (offset) => (instruction.json ? instruction.line : instruction.lineAt(offset)));
  for (const piece of instruction.heredoc) copyCommands(stage, file, piece.text, () => piece.line);
}

function copyCommands(stage: Draft, file: string, text: string, lineAt: (offset: number) => number): void {
  for (const { words, offset } of shellCommands(text)) {
    const [command, ...rest] = words;
    const paths = rest.filter((word) => !word.startsWith('-'));
    const target = paths.pop();
    if ((command === 'cp' || command === 'mv') && target !== undefined && paths.length > 0)
      stage.copies.push({ sources: paths, target, at: { file, line: lineAt(offset) } });
  }
}

const maxPortRange = 100;

function portsOf(text: string): number[] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/\w+)?$/.exec(text);
  if (!match) return [];
  const first = Number(match[1]);
  const last = Math.min(match[2] === undefined ? first : Number(match[2]), first + maxPortRange);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index).filter((port) => port <= 65_535);
}

/** Fills known variables into a term; a default written at the use stands where the known one has no value. */
function fill(term: Term, known: ReadonlyMap<string, Term>): Term {
  if (term.k === 'template') return template(term.parts.map((part) => fill(part, known)));
  if (term.k === 'choice') return { ...term, of: term.of.map((one) => fill(one, known)) };
  if (term.k !== 'setting') return term;
  const value = known.get(term.name);
  const fallback = term.fallback && fill(term.fallback, known);
  if (!value) return fallback ? { ...term, fallback } : term;
  return value.k === 'setting' && !value.fallback && fallback ? { ...value, fallback } : value;
}
