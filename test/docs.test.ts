import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Files, type GitSandbox, gitSandbox } from './support/git-sandbox.js';
import { runCli } from './support/run-cli.js';
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

/** The blocks of a page in one language: the number of the line before each, and its lines. */
function blocksOf(text: string, language: string): readonly { readonly line: number; readonly lines: readonly string[] }[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let inside = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.startsWith('```')) {
      if (inside) blocks.at(-1)?.lines.push(line);
      continue;
    }
    inside = line === `\`\`\`${language}`;
    if (inside) blocks.push({ line: index + 1, lines: [] });
  }
  return blocks;
}

/** Examples of a page, in order: ```console blocks, in which a line that begins with `$ archlint` is a command. */
function examplesOf(text: string): readonly Example[] {
  const examples: { line: number; args: string[]; output: string[] }[] = [];
  for (const block of blocksOf(text, 'console'))
    for (const [index, line] of block.lines.entries())
      if (line.startsWith('$ archlint')) examples.push({ line: block.line + index + 1, args: wordsOf(line.slice('$ archlint'.length)), output: [] });
      else examples.at(-1)?.output.push(line);
  return examples;
}

/** Commands of a page's ```sh blocks, without what they are piped into and what follows them. A question is answered with its default. */
const commandsOf = (text: string): readonly (readonly string[])[] =>
  blocksOf(text, 'sh')
    .flatMap((block) => block.lines)
    .filter((line) => /^archlint\b/.test(line))
    .map((line) => wordsOf((line.split(/\s(?:&&|\||>)\s/)[0] ?? '').slice('archlint'.length)))
    .map((args) => (args[0] === 'init' ? [...args, '--yes'] : args));

const wordsOf = (command: string): string[] => [...command.replace(/\s#.*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');

/** The folder that a page's commands run in: the bundled example, on a branch for pull requests where the page says `<!-- example: pull-request -->`. */
function sandboxFor(text: string): GitSandbox {
  if (text.includes('<!-- example: pull-request -->')) return scriptedPullRequest();
  const box = gitSandbox();
  cpSync(path.join(root, 'fixtures/systems/shop'), box.root, { recursive: true });
  return box;
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
    let printed = '';
    const print = (part: string): void => {
      printed += part;
    };
    await runCli(args, box?.root ?? root, { out: async (part) => print(part), err: print });
    const got = printed.trimEnd().split('\n');
    while (output.at(-1)?.trim() === '') (output as string[]).pop();
    if (!fits(output, got)) expect(got).toEqual(output);
  });

  it('links to pages that exist', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect([target, readdirSync(path.dirname(path.join(guides, target))).includes(path.basename(target))]).toEqual([target, true]);
  });
});

const shown = [...pages.map((page) => path.join(guides, page)), path.join(root, 'README.md')].map(
  (file) => [path.relative(root, file), readFileSync(file, 'utf8')] as const,
);

describe('commands without their output', () => {
  const box = scriptedPullRequest();
  box.git('.', 'update-ref', 'refs/remotes/origin/main', 'main');
  afterAll(() => box.remove());

  it.each(shown.flatMap(([page, text]) => commandsOf(text).map((args) => [page, args.join(' '), args] as const)))(
    '%s: archlint %s',
    async (_page, _line, args) => {
      const { code, err } = await runCli(args, box.root);
      expect(code < 2 ? '' : err).toBe('');
    },
  );
});

describe('YAML', () => {
  it.each(shown.flatMap(([page, text]) => blocksOf(text, 'yaml').map((block) => [`${page}:${block.line}`, block.lines.join('\n')] as const)))(
    '%s',
    (_at, text) => {
      expect(parse(text)).toBeTypeOf('object');
    },
  );
});

/** A service that calls another through a client whose code is elsewhere. */
const ownClientShop = (config: string): Files => ({
  '.archlintrc.yml': `${config}\n`,
  'compose.yml': 'services:\n  web:\n    build: ./web\n    environment: { ORDERS_URL: http://orders:4000 }\n  orders:\n    build: ./orders\n',
  'web/package.json': JSON.stringify({ name: 'web', scripts: { start: 'node src/main.ts' }, dependencies: { '@acme/http': '1' } }),
  'web/src/main.ts': "import { acmeGet } from '@acme/http';\nacmeGet(process.env.ORDERS_URL + '/orders');\n",
  'orders/package.json': JSON.stringify({ name: 'orders', scripts: { start: 'node src/main.ts' } }),
  'orders/src/main.ts': "import express from 'express';\nexpress().listen(4000);\n",
});

describe('docs/guides/own-client-library.md', () => {
  const [record] = blocksOf(readFileSync(path.join(guides, 'own-client-library.md'), 'utf8'), 'yaml');

  it.each([
    ['without the record, its setting alone tells of the call', '', 'inferred'],
    ['with the record, the code does', record?.lines.join('\n') ?? '', 'declared'],
  ])('%s', async (_, config, certainty) => {
    const box = gitSandbox();
    try {
      box.write(ownClientShop(config));
      const { out } = await runCli(['graph', '--format', 'json'], box.root);
      const { edges } = JSON.parse(out) as { edges: { kind: string; certainty: string }[] };
      expect(edges.filter(({ kind }) => kind === 'calls').map((edge) => edge.certainty)).toEqual([certainty]);
    } finally {
      box.remove();
    }
  });
});
