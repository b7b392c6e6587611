import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkoutPrefix } from '../../src/cli/checkout.js';
import type { Console } from '../../src/cli/console.js';
import { formatNames } from '../../src/report/formats.js';
import { githubProblems, gitlabProblems, junitProblems, rendered, sarifProblems, workflowCommands } from '../support/format-validators.js';
import { type Ran, runCli } from '../support/run-cli.js';
import { sampleReport } from '../support/sample-report.js';

const analyze = vi.hoisted(() => vi.fn());
vi.mock('../../src/analyze.js', () => ({ analyze }));

let folder = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'archlint-formats-')));
  analyze.mockReset();
  analyze.mockImplementation(async () => ({ graph: sampleReport.graph, files: sampleReport.files, timing: {} }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const archlint = (args: readonly string[], more: Partial<Console> = {}): Promise<Ran> => runCli(args, folder, more);

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

describe('several formats in one run', () => {
  const files = formatNames.check.filter((name) => name !== 'stylish');

  it.each([false, true])('give each its file and standard output one, on a terminal (%s) or not', async (outIsTerminal) => {
    const args = files.flatMap((name) => ['--format', `${name}=report.${name}`]);
    const { code, out, err } = await archlint(['check', ...args, '--format', 'stylish'], { outIsTerminal, errIsTerminal: outIsTerminal, columns: 80 });
    expect(code).toBe(1);
    expect(out).toContain('shared-table');
    expect(out.includes('\u001b[')).toBe(outIsTerminal);
    expect(err.match(/wrote report\.\w+/g)).toEqual(files.map((name) => `wrote report.${name}`));
    expect(readdirSync(folder).toSorted()).toEqual(files.map((name) => `report.${name}`).toSorted());
    for (const name of files) expect(read(`report.${name}`)).not.toContain('\u001b');
    expect(sarifProblems(read('report.sarif'))).toEqual([]);
    expect(githubProblems(read('report.github'))).toEqual([]);
    expect(gitlabProblems(read('report.gitlab'))).toEqual([]);
    expect(await junitProblems([read('report.junit')])).toEqual([]);
    expect(rendered(read('report.markdown'))).toMatch(/^<h2>archlint: /);
  });

  it.each(files)('%s is the same text on a terminal, in a pipe and in a file', async (name) => {
    const piped = await archlint(['check', '--format', name]);
    const onTerminal = await archlint(['check', '--format', name], { outIsTerminal: true, columns: 70 });
    await archlint(['check', '--format', name, '-o', 'file']);
    expect(onTerminal.out).toBe(piped.out);
    expect(read('file')).toBe(piped.out);
  });
});

describe('junit', () => {
  const failures = async (...args: readonly string[]): Promise<string | undefined> =>
    /failures="(\d+)"/.exec((await archlint(['check', '--format', 'junit', '--only', 'shared-table,hardcoded-address', ...args])).out)?.[1];

  it('counts as failed what --fail-on names, and errors where nothing fails', async () => {
    const warned = ['--rule', 'shared-table:warn'];
    expect(await failures()).toBe('1');
    expect(await failures('--fail-on', 'never')).toBe('1');
    expect(await failures(...warned)).toBe('0');
    expect(await failures(...warned, '--fail-on', 'warn')).toBe('1');
  });
});

describe('the step summary', () => {
  const summary = (): string => path.join(folder, 'summary.md');

  it('gets the Markdown report beside the annotations, after what is there', async () => {
    writeFileSync(summary(), 'before\n');
    const { out, err } = await archlint(['check', '--format', 'github'], { env: { GITHUB_STEP_SUMMARY: summary() } });
    expect(err).toBe('');
    expect(workflowCommands(out).length).toBeGreaterThan(0);
    expect(read('summary.md')).toMatch(/^before\n\n## archlint: /);
    expect(read('summary.md').slice('before\n\n'.length)).toBe((await archlint(['check', '--format', 'markdown'])).out);
  });

  it('is written for no other format, and for none where GitHub names no file', async () => {
    await archlint(['check', '--format', 'markdown'], { env: { GITHUB_STEP_SUMMARY: summary() } });
    await archlint(['check', '--format', 'github'], { env: { GITHUB_STEP_SUMMARY: '' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stays within the mebibyte that GitHub allows, with what is there', async () => {
    writeFileSync(summary(), '.'.repeat(1024 * 1024 - 700));
    await archlint(['check', '--format', 'github'], { env: { GITHUB_STEP_SUMMARY: summary() } });
    expect(read('summary.md').length).toBeLessThanOrEqual(1024 * 1024);
    expect(read('summary.md')).toMatch(/sections left out: the report is too long/);
  });

  it('that cannot be written is said, and fails nothing', async () => {
    symlinkSync(path.join(folder, 'elsewhere'), summary());
    const linked = await archlint(['check', '--format', 'github', '--fail-on', 'never'], { env: { GITHUB_STEP_SUMMARY: summary() } });
    expect(linked).toMatchObject({ code: 0, err: 'archlint: the step summary was not written: it is no regular file\n' });
    const absent = await archlint(['check', '--format', 'github', '--fail-on', 'never'], { env: { GITHUB_STEP_SUMMARY: path.join(folder, 'no/such') } });
    expect(absent.err).toContain('the step summary was not written: ENOENT');
    expect(readdirSync(folder)).toEqual(['summary.md']);
  });
});

describe('file names', () => {
  const prefix = async (paths: readonly string[], env: Record<string, string> = {}, cwd = folder): Promise<string> => await checkoutPrefix(paths, { env, cwd });

  it('start at the checkout: what the platform says, else the working directory', async () => {
    mkdirSync(path.join(folder, 'code/shop/orders'), { recursive: true });
    mkdirSync(path.join(folder, 'code/shop/billing'));
    expect(await prefix(['.'])).toBe('');
    expect(await prefix(['code/shop'])).toBe('code/shop/');
    expect(await prefix(['code/shop/orders', 'code/shop/billing'])).toBe('code/shop/');
    expect(await prefix(['.'], { GITHUB_WORKSPACE: folder }, path.join(folder, 'code'))).toBe('code/');
    expect(await prefix(['shop'], { CI_PROJECT_DIR: folder }, path.join(folder, 'code'))).toBe('code/shop/');
    expect(await prefix(['.'], { GITHUB_WORKSPACE: path.join(folder, 'elsewhere') }, path.join(folder, 'code'))).toBe('');
    expect(await prefix(['..'], {}, path.join(folder, 'code'))).toBe('');
    const { out } = await archlint(['check', path.join(folder, 'code/shop'), '--format', 'github']);
    expect(workflowCommands(out)[0]?.properties['file']).toMatch(/^code\/shop\//);
    expect((await archlint(['check', path.join(folder, 'code/shop'), '--format', 'json'])).out).not.toContain('code/shop');
  });
});

describe('the log of a build', () => {
  it('gets no command from a name, whatever the format, but the annotations asked for', async () => {
    const hostile = '::set-output name=x::y';
    const graph = {
      ...sampleReport.graph,
      unresolved: sampleReport.graph.unresolved.map((row) => ({ ...row, text: `${'a '.repeat(60)}${hostile} ##[add-mask]z` })),
    };
    analyze.mockResolvedValue({ graph, files: sampleReport.files, timing: {} });
    for (let columns = 60; columns < 140; columns += 3) {
      const { out } = await archlint(['check', '--verbose'], { outIsTerminal: true, columns, env: { NO_COLOR: '1' } });
      expect(out.replace(/\s+/g, ' ')).toContain('set-output name=x::y');
      expect(workflowCommands(out)).toEqual([]);
    }
  });
});
