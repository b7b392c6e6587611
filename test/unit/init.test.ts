import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitSandbox, gitSandbox } from '../support/git-sandbox.js';
import { runCli } from '../support/run-cli.js';
import { root } from '../support/source-files.js';

let box: GitSandbox;
beforeEach(() => {
  box = gitSandbox();
  cpSync(path.join(root, 'fixtures/systems/shop'), box.root, { recursive: true });
});
afterEach(() => box.remove());
const read = (file: string): string => readFileSync(path.join(box.root, file), 'utf8');

describe('init', () => {
  it('--yes: shows what it found, writes a configuration that loads and a baseline that accepts it', async () => {
    const { code, out } = await runCli(['init', '--yes'], box.root);
    expect(code).toBe(0);
    expect(out).toContain('web-bff');
    expect(read('.archlintrc.yml')).toContain('extends: archlint:recommended');
    expect(read('.archlintrc.yml')).toContain('#   web-bff: { path: services/web-bff');
    expect(read('.archlintrc.yml')).toContain('#   sync-chain: [error, { max: 2');
    const check = await runCli(['check', '--no-history'], box.root);
    expect(check.err).toBe('');
    expect(check.code).toBe(0);
  });

  it('its comments are settings: with their # taken away it still loads and changes nothing', async () => {
    const before = JSON.parse((await runCli(['check', '--no-history', '--format', 'json'], box.root)).out) as { findings: unknown };
    await runCli(['init', '--yes'], box.root);
    const opened = read('.archlintrc.yml')
      .replace('services: {}', 'services:')
      .replace('rules: {}', 'rules:')
      .split('\n')
      .map((line) => (/^# {3}(?:"|[\w-]+: [{[]|[\w-]+: (?:error|warn|info|off)$)/.test(line) ? line.replace('# ', '  ').slice(0) : line))
      .map((line) => line.replace(/^ {4,}/, '  '))
      .join('\n');
    box.write({ '.archlintrc.yml': opened, '.archlint-baseline.json': null });
    const after = await runCli(['check', '--no-history', '--format', 'json'], box.root);
    expect(after.err).not.toContain('.archlintrc');
    expect((JSON.parse(after.out) as { findings: unknown }).findings).toEqual(before.findings);
  });

  it('asks three questions and does what is answered', async () => {
    const asked: string[] = [];
    const answers = ['strict', 'n', 'maybe', 'yes'];
    const { code } = await runCli(['init'], box.root, {
      ask: async (question) => {
        asked.push(question);
        return answers.shift();
      },
    });
    expect(code).toBe(0);
    expect(asked.map((question) => question.split('?')[0]?.slice(0, 30))).toHaveLength(4);
    expect(asked[3]).toContain('Answer no, yes');
    expect(read('.archlintrc.yml')).toContain('extends: archlint:strict');
    expect(existsSync(path.join(box.root, '.archlint-baseline.json'))).toBe(false);
    expect(read('.github/workflows/architecture.yml')).toContain('on: pull_request');
    expect(read('.github/workflows/architecture-comment.yml')).toContain('workflow_run');
  });

  it('overwrites nothing, and says what to do where nobody answers', async () => {
    expect(await runCli(['init'], box.root)).toEqual({ code: 2, out: '', err: 'archlint: nobody to ask here: use --yes to take the defaults\n' });
    box.write({ '.archlintrc.yml': 'extends: archlint:minimal\n' });
    const again = await runCli(['init', '--yes'], box.root);
    expect(again.code).toBe(2);
    expect(again.err).toContain('.archlintrc.yml exists already');
    expect(read('.archlintrc.yml')).toBe('extends: archlint:minimal\n');
  });
});
