import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/run.js';
import { type GitSandbox, gitSandbox } from './support/git-sandbox.js';
import { scriptedPullRequest } from './support/scripted-pull-request.js';
import { root } from './support/source-files.js';

/** A command that a page shows, and what it says it prints: `…` stands for anything. */
interface Example {
  readonly line: number;
  readonly args: readonly string[];
  readonly output: readonly string[];
}

const guides = path.join(root, 'docs/guides');
const pages = readdirSync(guides).filter((file) => file.endsWith('.md'));

/** Examples of a page, in order: ```console blocks, in which a line that begins with `$ archlint` is a command. */
function examplesOf(text: string): readonly Example[] {
  const examples: { line: number; args: string[]; output: string[] }[] = [];
  let inside = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) inside = line === '```console';
    else if (inside && line.startsWith('$ archlint')) examples.push({ line: index + 1, args: wordsOf(line.slice('$ archlint'.length)), output: [] });
    else if (inside) examples.at(-1)?.output.push(line);
  }
  return examples;
}

const wordsOf = (command: string): string[] => [...command.replace(/\s#.*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');

/** The folder that a page's commands run in: the bundled example, on a branch for pull requests where the page says `<!-- example: pull-request -->`. */
function sandboxFor(text: string): GitSandbox {
  if (text.includes('<!-- example: pull-request -->')) return scriptedPullRequest();
  const box = gitSandbox();
  cpSync(path.join(root, 'fixtures/systems/shop'), box.root, { recursive: true });
  return box;
}

async function printed(args: readonly string[], cwd: string): Promise<string> {
  let text = '';
  await run([...args], {
    out: async (part) => {
      text += part;
    },
    err: (part) => {
      text += part;
    },
    env: {},
    cwd,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: undefined,
    now: () => 0,
    today: '2026-11-24',
  });
  return text;
}

/** Whether lines fit a pattern in which a line `…` is any number of lines and `…` in a line is any text. */
function fits(pattern: readonly string[], lines: readonly string[]): boolean {
  const escaped = (line: string): string =>
    line
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
  const source = pattern.map((line) => (line.trim() === '…' ? '(?:.*\\n)*' : `${escaped(line.trimEnd())}\\s*\\n`)).join('');
  return new RegExp(`^${source}$`).test(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}

describe.each(pages)('docs/guides/%s', (page) => {
  const text = readFileSync(path.join(guides, page), 'utf8');
  const examples = examplesOf(text);
  const box = examples.length > 0 ? sandboxFor(text) : undefined;
  afterAll(() => box?.remove());

  it.each(examples.map((example) => [`line ${example.line}: archlint ${example.args.join(' ')}`, example] as const))('%s', async (_, { args, output }) => {
    const got = (await printed(args, box?.root ?? root)).trimEnd().split('\n');
    while (output.at(-1)?.trim() === '') (output as string[]).pop();
    if (!fits(output, got)) expect(got).toEqual(output);
  });

  it('links to pages that exist', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect([target, readdirSync(path.dirname(path.join(guides, target))).includes(path.basename(target))]).toEqual([target, true]);
  });
});
