import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { run } from '../../src/cli/run.js';
import type { RuleMeta } from '../../src/core/rule.js';
import { gateRules } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';

/** Root of the checkout. */
export const root = path.join(import.meta.dirname, '..', '..');

/** Every rule by id, those that judging adds included. */
export const everyRule: Readonly<Record<string, RuleMeta>> = {
  ...Object.fromEntries(rules.map(({ id, meta }) => [id, meta])),
  ...gateRules,
};

/** A case of fixtures/rules that documentation shows. */
export interface ShownCase {
  readonly title: string;
  readonly folder: string;
  readonly config: unknown;
}

/** The case of a rule that its page shows as flagged or as allowed; undefined where none is marked so. */
export function shownCase(rule: string, as: 'flagged' | 'allowed'): ShownCase | undefined {
  const folder = path.join(root, 'fixtures/rules', rule);
  for (const name of foldersIn(folder)) {
    const spec = parse(readFileSync(path.join(folder, name, 'case.yml'), 'utf8')) as {
      readonly title: string;
      readonly docs?: string;
      readonly config?: unknown;
    };
    if (spec.docs === as) return { title: spec.title, folder: path.join(folder, name), config: spec.config };
  }
  return undefined;
}

/** Files below a folder, sorted, relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [path.relative(folder, path.join(entry.parentPath, entry.name))] : []))
    .sort();
}

/** What the command line prints for these arguments, as in a pipe of 100 columns, run on `folder`; `config` is written beside it for the run. */
export async function printed(folder: string, args: readonly string[], config?: unknown): Promise<string> {
  const own = mkdtempSync(path.join(tmpdir(), 'archlint-docs-'));
  try {
    const file = path.join(own, 'archlintrc.json');
    if (config !== undefined) writeFileSync(file, JSON.stringify(config));
    let text = '';
    const code = await run([...args, ...(config === undefined ? ['--no-config'] : ['--config', file]), folder], {
      out: async (part) => {
        text += part;
      },
      err: () => undefined,
      env: {},
      cwd: root,
      outIsTerminal: false,
      errIsTerminal: false,
      columns: undefined,
      now: () => 0,
      today: '2026-01-01',
    });
    if (code === 2) throw new Error(`archlint ${args.join(' ')} on ${folder} ended with exit code 2`);
    return text;
  } finally {
    rmSync(own, { recursive: true });
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
