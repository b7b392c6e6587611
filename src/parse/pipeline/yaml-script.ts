import { entriesOf, itemsOf, textOf, type TreeNode } from '../tree.js';
import type { PipelineCommand, PipelineJob, Variables } from './model.js';
import { scriptCommands } from './script.js';

/** A line of a script and where it stands. */
export interface ScriptLine {
  readonly text: string;
  readonly line: number;
}

/** The lines of a script that YAML holds, a text or a list of texts; a block's text begins on the line after its `|`. */
export function scriptLines(node: TreeNode | undefined): ScriptLine[] {
  if (node?.kind === 'list') return node.items.flatMap(scriptLines);
  const text = textOf(node);
  return node === undefined || text === undefined ? [] : [{ text, line: text.includes('\n') ? node.line + 1 : node.line }];
}

/** The commands of lines that one shell runs: what a line assigns and where it goes holds for the next. */
export function commandsOfLines(lines: readonly ScriptLine[], folder: string, variables: Variables): PipelineCommand[] {
  const texts = lines.flatMap(({ text, line }) => text.split('\n').map((part, i) => ({ part, line: line + i })));
  return scriptCommands({ text: texts.map(({ part }) => part).join('\n'), line: texts.map((t) => t.line), folder }, variables);
}

/** Scalars of a map by their keys; nothing that is null, a list or a map. */
export function scalarsOf(node: TreeNode | undefined): Map<string, string> {
  return new Map(entriesOf(node).flatMap(({ key, value }) => (value.kind === 'scalar' && value.value !== null ? [[key, value.text] as const] : [])));
}

/** What a job is where its file says nothing else. */
export const plainJob: Omit<PipelineJob, 'id' | 'line' | 'steps'> = {
  template: false,
  conditions: [],
  paths: [],
  needs: [],
  matrix: false,
  legs: [new Map()],
  calls: [],
};

/** The product of a matrix's lists: `{ service: [a, b], tag: [1] }`, each element as variables. Named by `name`. At most 256. */
export function productOf(matrix: TreeNode | undefined, name: (key: string) => string): Variables[] {
  return entriesOf(matrix).reduce<Map<string, string>[]>(
    (all, { key, value }) => {
      const texts = itemsOf(value).flatMap((item) => textOf(item) ?? []);
      return texts.length === 0 ? all : all.flatMap((leg) => texts.map((text) => new Map([...leg, [name(key), text]]))).slice(0, 256);
    },
    [new Map()],
  );
}
