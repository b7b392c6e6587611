import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSavedCheck } from '../../src/compare/index.js';
import { commentMarker, isQuiet, renderCommentMarkdown } from '../../src/report/comment-markdown.js';
import { defaultRenderOptions } from '../../src/report/options.js';
import { comparedReport } from '../support/compared-report.js';
import { FakePlatform } from '../support/fake-platform.js';
import { markdownProblems } from '../support/format-validators.js';
import { runCli } from '../support/run-cli.js';
import { type ScriptedPullRequest, scriptedPullRequest } from '../support/scripted-pull-request.js';
import { root } from '../support/source-files.js';

const sha = 'c0ffee'.padEnd(40, '0');
const ciEnv = (api = 'https://api.github.com'): Record<string, string> => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_API_URL: api,
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: sha,
  GITHUB_TOKEN: 'secret-token-4711',
});

/** What the docs show, kept beside them. `UPDATE_GOLDENS=1` writes it anew. */
function shown(name: string, text: string): string {
  const file = join(root, 'docs/guides/pull-request', name);
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(join(root, 'docs/guides/pull-request'), { recursive: true });
    writeFileSync(file, text);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

describe('the scripted pull request on the bundled example', () => {
  let shop: ScriptedPullRequest;
  beforeEach(() => {
    shop = scriptedPullRequest();
  });
  afterEach(() => shop.remove());
  const archlint = (args: readonly string[], env: Record<string, string> = {}) => runCli([...args, '--no-history'], shop.root, { env });

  it('gives the comment, the annotations, the SARIF and the exit code that the docs show', async () => {
    const comment = await archlint(['comment', '--since', 'main'], ciEnv());
    expect(comment).toEqual({ code: 0, out: shown('comment.md', comment.out), err: '' });
    const check = await archlint(['check', '--since', 'main', '--format', 'github', '--format', 'sarif=archlint.sarif']);
    expect(check.code).toBe(1);
    expect(check.out).toBe(shown('annotations.txt', check.out));
    const sarif = readFileSync(join(shop.root, 'archlint.sarif'), 'utf8');
    expect(sarif).toBe(shown('archlint.sarif', sarif));
  });

  it('is the same from a report that another job saved', async () => {
    const direct = await archlint(['comment', '--since', 'main'], ciEnv());
    await archlint(['check', '--since', 'main', '--format', 'json=check.json']);
    const later = await archlint(['comment', '--from', 'check.json'], ciEnv());
    expect(later.out).toBe(direct.out);
  });

  it('posted twice it updates nothing; fixed it turns to resolved', async () => {
    const fake = new FakePlatform('github', { login: 'github-actions[bot]', mayAskWhoItIs: false });
    const env = ciEnv(await fake.start());
    try {
      const post = (): Promise<{ readonly err: string }> => archlint(['comment', '--since', 'main', '--post', '--request', '12'], env);
      expect((await post()).err).toContain('commented https://');
      expect((await post()).err).toContain('says so already');
      shop.fix();
      expect((await post()).err).toContain('updated the comment');
      expect(fake.comments).toHaveLength(1);
      expect(fake.comments[0]?.body).toContain('### Architecture: resolved');
      expect(fake.asked.filter(({ method }) => method !== 'GET').map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    } finally {
      await fake.stop();
    }
  });

  it('says nothing where nothing of the architecture changed', async () => {
    shop.fix();
    shop.commit('.', { 'README.md': 'text' });
    const fake = new FakePlatform('github', { login: 'ci', mayAskWhoItIs: true });
    const env = ciEnv(await fake.start());
    try {
      const { err, code } = await archlint(['comment', '--since', 'main', '--post', '--request', '12'], env);
      expect({ err, code }).toEqual({ err: 'archlint: nothing of the architecture changes: no comment\n', code: 0 });
      expect(fake.comments).toEqual([]);
    } finally {
      await fake.stop();
    }
  });

  it('a refusal is a clear message, exit code 2, and no token', async () => {
    const fake = new FakePlatform('github', { login: 'ci', mayAskWhoItIs: true });
    fake.faults.set('POST ', [{ status: 403, body: { message: 'Resource not accessible by integration' } }]);
    const env = ciEnv(await fake.start());
    try {
      const { err, code, out } = await archlint(['comment', '--since', 'main', '--post', '--request', '12'], env);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('pull-requests: write');
      expect(err).not.toContain('4711');
    } finally {
      await fake.stop();
    }
  });

  it.each([
    ['not json', 'is no JSON'],
    ['{"schemaVersion":1}', 'no report of archlint check'],
    ['[]', 'no report of archlint check'],
  ])('a saved report that is none: %s', async (text, words) => {
    shop.write({ 'check.json': text });
    const { code, err } = await archlint(['comment', '--from', 'check.json']);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).toContain('check --since REF --format json');
  });
});

describe('the comment', () => {
  const render = (report = comparedReport): string => renderCommentMarkdown(report, defaultRenderOptions);

  it('begins with its marker, which an id cannot leave', () => {
    expect(render().startsWith(`${commentMarker('default')}\n### Architecture: 2 new errors, 1 fixed\n**Plan:** `)).toBe(true);
    expect(commentMarker('a --> <b>')).toBe('<!-- archlint:a------b- -->');
  });

  it('links to the lines where there is something to link to', () => {
    const links = { base: 'https://github.com/acme/shop/blob/abc/', folder: 'backend/' };
    const [first] = comparedReport.findings;
    if (!first) throw new Error('the sample has findings');
    const odd = { ...comparedReport, findings: [{ ...first, locations: [{ file: 'a (b)/ü?.ts', line: 3 }] as const }] };
    expect(renderCommentMarkdown(odd, { ...defaultRenderOptions, lineLinks: links })).toContain(
      '[`a (b)/ü?.ts:3`](https://github.com/acme/shop/blob/abc/backend/a%20%28b%29/%C3%BC%3F.ts#L3)',
    );
  });

  it('stays under 60,000 characters, cut at the ends of sections', () => {
    const many = comparedReport.findings.flatMap((finding) =>
      Array.from({ length: 3000 }, (_, i) => ({
        ...finding,
        fingerprint: `sha256:${i}`,
        cause: `${i}`,
        locations: [{ file: `${'long/'.repeat(200)}${i}.ts`, line: 1 }] as const,
      })),
    );
    const text = render({ ...comparedReport, findings: many });
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('left out: the comment would be too long');
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect((text.match(/```/g)?.length ?? 0) % 2).toBe(0);
  });

  it('is quiet where no finding and nothing but start-up order changed', () => {
    const change = { addedNodes: [], removedNodes: [], addedEdges: [], removedEdges: [], renamedNodes: [], newlyShared: [], noLongerShared: [] };
    const comparison = { against: { kind: 'ref', name: 'main' } as const, fixed: [], unchanged: [], stale: [], change };
    const calm = { ...comparedReport, findings: [], comparison };
    const [order] = comparedReport.graph.edges;
    if (!order) throw new Error('the sample has edges');
    expect(isQuiet(calm)).toBe(true);
    expect(isQuiet({ ...calm, comparison: { ...comparison, change: { ...change, addedEdges: [{ ...order, kind: 'starts-after' }] } } })).toBe(true);
    expect(isQuiet({ ...calm, comparison: { ...comparison, change: { ...change, addedEdges: [{ ...order, kind: 'calls' }] } } })).toBe(false);
    expect(isQuiet(comparedReport)).toBe(false);
  });

  it('of a hostile saved report is inert', () => {
    const evil = '`@team` <img src=x> [x](javascript:1) ``` --> | \u202e ::set-output';
    const [first] = comparedReport.findings;
    if (!first) throw new Error('the sample has findings');
    const { cause: _cause, ...plain } = first;
    const saved = {
      schemaVersion: 1,
      tool: { name: 'archlint', version: '0.1.0' },
      summary: { services: 1, calls: 1, errors: 1, warnings: 0, infos: 0, suppressed: 0, baselined: 0 },
      findings: [{ ...plain, message: evil, messageId: evil, services: [evil], locations: [{ file: evil, line: 1 }], notes: [evil], path: [evil] }],
      suppressed: [],
      comparison: { against: { kind: 'ref', name: evil }, fixed: [], unchanged: [] },
    };
    const known = readSavedCheck('check.json', JSON.stringify(saved));
    const text = renderCommentMarkdown({ ...comparedReport, ...known }, defaultRenderOptions);
    // The one comment is the marker.
    expect(markdownProblems(text, new Set())).toEqual(['a comment']);
  });
});
