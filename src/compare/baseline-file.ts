import { compareText } from '../core/location.js';
import { UsageError } from '../core/usage-error.js';
import { parseJson } from '../parse/json.js';
import { entry, get, itemsOf, type TreeNode, textOf, textsOf } from '../parse/tree.js';
import { type BaselineEntry, sortedEntries } from './baseline.js';

/** Where a baseline stands unless somebody says otherwise: beside the configuration or in the scanned folder. */
export const baselineName = '.archlint-baseline.json';

const schemaVersion = 1;
const maxEntries = 100_000;
const maxText = 2_000;
const maxNames = 2_000;

/** What a baseline file says. */
export interface BaselineContent {
  readonly entries: readonly BaselineEntry[];
  /** What was scanned when it was written, relative to its folder; absent where that cannot be said. */
  readonly paths?: readonly string[];
}

/** Text of a baseline file: one entry a line, sorted, so that a change of it reads well in a review and merges where it can. */
export function baselineText({ entries, paths }: BaselineContent): string {
  const lines = sortedEntries(entries).map(({ ruleId, messageId, services, nodes, fingerprint }) =>
    visible(JSON.stringify({ rule: ruleId, messageId, services, nodes, fingerprint })),
  );
  const list = lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`;
  const scope = paths === undefined ? '' : `  "paths": ${visible(JSON.stringify([...paths].sort(compareText)))},\n`;
  return `{\n  "schemaVersion": ${schemaVersion},\n${scope}  "entries": ${list}\n}\n`;
}

/** JSON in which nothing is invisible: names come from scanned files. */
function visible(json: string): string {
  const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => unit(character.charCodeAt(i))).join(''),
  );
}

/** Reads a baseline file's text. Throws `UsageError` (file, line, remedy) for what is none: other tools' files, broken or forged ones. */
export function parseBaseline(file: string, text: string): BaselineContent {
  const refuse = (line: number, problem: string, remedy = 'Correct it, or write a new one: remove the file and run archlint baseline.'): never => {
    throw new UsageError(`${file}:${line}: ${problem}. ${remedy}`);
  };
  const { root, diagnostics } = parseJson(file, text);
  const broken = diagnostics[0];
  if (broken) return refuse(broken.line, (broken.message.split('. ', 1)[0] ?? '').replace(/^JSON syntax error:/, 'JSON syntax error:'));
  const version = get(root, 'schemaVersion');
  const entries = get(root, 'entries');
  const foreign = root?.kind !== 'map' || version?.kind !== 'scalar' || entries?.kind !== 'list';
  if (foreign) return refuse(root?.line ?? 1, `is no archlint baseline${whatElse(root)}`, 'Name a file that archlint baseline wrote.');
  if (version.value !== schemaVersion)
    return refuse(
      version.line,
      `has the schema version ${JSON.stringify(version.value)}, this archlint knows ${schemaVersion}`,
      'Use the archlint that wrote it.',
    );
  if (entries.items.length > maxEntries) return refuse(entries.line, `has more than ${maxEntries} entries`, 'Prune it: archlint baseline --prune.');
  const paths = get(root, 'paths');
  if (paths !== undefined && !isNames(paths)) return refuse(paths.line, 'its paths are no list of folders');
  return {
    entries: entries.items.map((item) => {
      const problem = problemOf(item);
      return problem === undefined ? entryOf(item) : refuse(problem.line, problem.text);
    }),
    ...(paths && { paths: textsOf(paths) }),
  };
}

/** What a file may be that is no baseline, for the message. */
function whatElse(root: TreeNode | undefined): string {
  if (root === undefined) return ' (it is empty)';
  if (root.kind === 'list') return ' (it holds a list)';
  if (get(root, 'findings') !== undefined) return ' (it is a report of archlint check)';
  return get(root, 'nodes') === undefined ? '' : ' (it is a graph)';
}

const fingerprintForm = /^sha256:[0-9a-f]{64}$/;
const idForm = /^[\w-]{1,100}$/;

function problemOf(item: TreeNode): { readonly line: number; readonly text: string } | undefined {
  const at = (key: string): { readonly line: number; readonly value: TreeNode | undefined } => {
    const found = entry(item, key);
    return { line: found?.line ?? item.line, value: found?.value };
  };
  for (const key of ['rule', 'messageId']) {
    const { line, value } = at(key);
    if (value?.kind !== 'scalar' || typeof value.value !== 'string' || !idForm.test(value.value)) return { line, text: `an entry's ${key} is no name` };
  }
  for (const key of ['services', 'nodes']) {
    const { line, value } = at(key);
    if (!isNames(value)) return { line, text: `an entry's ${key} are no list of names` };
  }
  const { line, value } = at('fingerprint');
  return fingerprintForm.test(textOf(value) ?? '') ? undefined : { line, text: "an entry's fingerprint is none (sha256: and 64 digits)" };
}

/** A list of texts that is not too long. */
function isNames(node: TreeNode | undefined): boolean {
  const short = itemsOf(node).every((one) => one.kind === 'scalar' && typeof one.value === 'string' && one.value.length <= maxText);
  return node?.kind === 'list' && node.items.length <= maxNames && short;
}

function entryOf(item: TreeNode): BaselineEntry {
  const text = (key: string): string => textOf(get(item, key)) ?? '';
  const names = (key: string): readonly string[] => textsOf(get(item, key));
  return {
    ruleId: text('rule'),
    messageId: text('messageId'),
    services: names('services'),
    nodes: names('nodes'),
    fingerprint: text('fingerprint'),
    line: item.line,
  };
}
