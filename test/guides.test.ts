import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from './support/run-cli.js';
import { namesIn, root, textOf } from './support/source-files.js';

let folder = '';
let before = '';
beforeAll(() => {
  before = process.cwd();
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'archlint-guides-')));
  cpSync(path.join(root, 'fixtures/systems/shop'), folder, { recursive: true });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const guides = namesIn('docs/guides', 'files');
const blocks = (guide: string, language: string): string[] =>
  [...textOf(`docs/guides/${guide}`).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] ?? '');

/** A command of a guide and the lines it says are printed; `…` at a line's end stands for the rest of it, a line of `…` for any lines. */
const examples = guides.flatMap((guide) =>
  blocks(guide, 'console').flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => [guide, part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const),
  ),
);

const commandsIn = (guide: string): string[] =>
  [...textOf(`docs/guides/${guide}`).matchAll(/\barchlint (check|graph|services|why|rules|explain)\b[^`\n]*/g)].map((match) => match[0]);

const wordsOf = (command: string): string[] => command.split(' ').slice(1);
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('the guides', () => {
  it.each(examples)('%s: %s prints what it says', async (_, command, output) => {
    const pattern = output
      .split('\n')
      .slice(0, -1)
      .map((line) => (line === '…' ? '(?:.*\\n)*?' : `${escaped(line).replace(/…$/, '.*')}\\n`));
    const { out, err } = await runCli(wordsOf(command), folder);
    expect(err + out).toMatch(new RegExp(`^${pattern.join('')}$`));
  });

  it.each(guides.flatMap((guide) => commandsIn(guide).map((command) => [guide, command] as const)))('%s: %s is no wrong usage', async (_, command) => {
    expect((await runCli(wordsOf(command), folder)).code).toBeLessThan(2);
  });

  it.each(guides)('%s: its YAML can be parsed and its links lead somewhere', (guide) => {
    for (const block of blocks(guide, 'yaml')) expect(typeof parse(block)).toBe('object');
    for (const [, link = ''] of textOf(`docs/guides/${guide}`).matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(() => readFileSync(path.join(root, 'docs/guides', link))).not.toThrow();
  });
});
