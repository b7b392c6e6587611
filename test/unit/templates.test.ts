import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commandNames } from '../../src/cli/program.js';
import { root } from '../support/source-files.js';

const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const yaml = (file: string): Record<string, unknown> => parse(text(file)) as Record<string, unknown>;

describe('the action', () => {
  interface Step {
    readonly shell?: string;
    readonly run: string;
    readonly env: Readonly<Record<string, string>>;
  }
  const action = yaml('action.yml') as unknown as {
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  };

  it('is composite, every step names its shell, no input stands in a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const step of action.runs.steps) {
      expect(step.shell).toBe('bash');
      expect(step.run).not.toContain('${{');
    }
  });

  it('uses every input it has, and no other', () => {
    const used = [...text('action.yml').matchAll(/inputs\.([\w-]+)/g)].map((match) => match[1]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
    for (const input of Object.values(action.inputs)) expect(input.description).not.toBe('');
  });

  const ran = (command: string, env: Readonly<Record<string, string>>): string[] =>
    execFileSync('bash', [path.join(root, 'templates/github-action.sh'), command], {
      env: { PATH: process.env['PATH'] ?? '', GITHUB_ACTION_PATH: root, ARCHLINT: 'printf %s\\n', ...env },
      encoding: 'utf8',
    })
      .trimEnd()
      .split('\n');

  it('makes one command line of its inputs', () => {
    expect(ran('check', { PATHS: 'a b', SINCE: 'origin/main', FAIL_ON: 'warn', FORMATS: 'sarif=a.sarif\njunit=b.xml\n' })).toEqual(
      'check --since origin/main --fail-on warn --format github --format sarif=a.sarif --format junit=b.xml -- a b'.split(' '),
    );
    expect(ran('check', {})).toEqual('check --fail-on error --format github -- .'.split(' '));
    expect(ran('comment', { SINCE: 'origin/main' })).toEqual('comment --since origin/main --post -- .'.split(' '));
  });

  it('passes text on as text', () => {
    expect(ran('check', { SINCE: '$(touch /tmp/x); `id`', FORMATS: '' })).toContain('$(touch /tmp/x); `id`');
  });
});

describe('templates', () => {
  const templates = readdirSync(path.join(root, 'templates')).filter((file) => file.endsWith('.yml'));
  it.each(templates.filter((file) => file.startsWith('github')))('%s asks for no more than it needs and follows no stranger', (file) => {
    const workflow = yaml(`templates/${file}`) as { readonly permissions: Record<string, string>; readonly jobs: object };
    expect(Object.keys(workflow.jobs)).not.toEqual([]);
    expect(text(`templates/${file}`)).not.toContain('pull_request_target:');
    if (text(`templates/${file}`).includes('actions/checkout')) expect(Object.values(workflow.permissions)).toEqual(['read']);
    expect(
      text(`templates/${file}`)
        .split('\n')
        .filter((line) => /^\s*- run:|^\s*run:/.test(line) && line.includes('${{')),
    ).toEqual([]);
  });

  it.each([...templates, '../.pre-commit-hooks.yaml'])('%s runs commands that exist', (file) => {
    const commands = [...text(path.join('templates', file)).matchAll(/archlint(?:@\S+)? ([a-z-]+)/g)].map((match) => match[1] ?? '');
    expect(commands.filter((command) => commandNames.includes(command)).length).toBeGreaterThan(0);
  });

  it('the hook sees the whole system', () => {
    const [hook] = parse(text('.pre-commit-hooks.yaml')) as readonly Record<string, unknown>[];
    expect(hook).toMatchObject({ id: 'archlint', language: 'node', pass_filenames: false });
  });
});
