import { afterEach, describe, expect, it } from 'vitest';
import { githubThread, pullRequestOf } from '../../src/post/github.js';
import { gitlabThread } from '../../src/post/gitlab.js';
import { postTarget } from '../../src/post/platform.js';
import { type CommentThread, upsertComment } from '../../src/post/upsert.js';
import { FakePlatform, type Fault } from '../support/fake-platform.js';

const token = 'secret-token-4711';
const marker = '<!-- archlint:default -->';
const message = (text: string, quiet = false) => ({ marker, body: `${marker}\n${text}`, quiet });
const second = 1;

let platform: FakePlatform | undefined;
afterEach(async () => {
  await platform?.stop();
  platform = undefined;
});

interface Style {
  readonly name: 'github' | 'gitlab';
  readonly edit: string;
  readonly thread: (address: string) => Promise<CommentThread>;
}
const styles: readonly Style[] = [
  {
    name: 'github',
    edit: 'PATCH',
    thread: (address) => githubThread({ api: address, owner: 'acme', repository: 'shop', pull: 12, token, variable: 'GITHUB_TOKEN', second }),
  },
  {
    name: 'gitlab',
    edit: 'PUT',
    thread: (address) => gitlabThread({ host: address, project: '7', mergeRequest: 12, token, variable: 'GITLAB_TOKEN', second }),
  },
];

async function started({ name, thread }: Style, mayAskWhoItIs = true, login = 'ci'): Promise<{ readonly fake: FakePlatform; readonly thread: CommentThread }> {
  const fake = new FakePlatform(name, { login, mayAskWhoItIs });
  platform = fake;
  return { fake, thread: await thread(await fake.start()) };
}
const writes = (fake: FakePlatform): string[] => fake.asked.filter(({ method }) => method !== 'GET').map(({ method }) => method);

describe.each(styles)('$name', (style) => {
  it('makes a comment, leaves an equal one alone, updates it in place, turns it to resolved', async () => {
    const { fake, thread } = await started(style);
    expect((await upsertComment(thread, message('one new problem'))).action).toBe('created');
    expect((await upsertComment(thread, message('one new problem'))).action).toBe('unchanged');
    expect((await upsertComment(thread, message('two new problems'))).action).toBe('updated');
    expect((await upsertComment(thread, message('resolved', true))).action).toBe('updated');
    expect(fake.comments.map(({ body }) => body)).toEqual([`${marker}\nresolved`]);
    expect(writes(fake)).toEqual(['POST', style.edit, style.edit]);
  });

  it('is silent where nothing changed and nothing was said', async () => {
    const { fake, thread } = await started(style);
    expect(await upsertComment(thread, message('resolved', true))).toEqual({ action: 'silent', url: null });
    expect(writes(fake)).toEqual([]);
  });

  it('touches no other comment: of another account, without the marker at its beginning, with another id', async () => {
    const { fake, thread } = await started(style);
    fake.add(`${marker}\nforged`, 'mallory');
    fake.add(`As I said:\n${marker}`, 'ci');
    fake.add('<!-- archlint:other -->\nother', 'ci');
    const before = fake.comments.map(({ body }) => body);
    expect((await upsertComment(thread, message('mine'))).action).toBe('created');
    expect(fake.comments.slice(0, 3).map(({ body }) => body)).toEqual(before);
  });

  it('finds its comment on a later page', async () => {
    const { fake, thread } = await started(style);
    fake.pageSize = 2;
    for (let i = 0; i < 5; i += 1) fake.add(`talk ${i}`, 'ada');
    const own = fake.add(`${marker}\nold`, 'ci');
    expect((await upsertComment(thread, message('new'))).action).toBe('updated');
    expect(own.body).toBe(`${marker}\nnew`);
  });

  it('makes a comment that was deleted meanwhile anew', async () => {
    const { fake, thread } = await started(style);
    fake.add(`${marker}\nold`, 'ci');
    fake.faults.set(`${style.edit} `, [{ status: 404 }]);
    expect((await upsertComment(thread, message('new'))).action).toBe('created');
  });

  it.each<readonly [string, readonly Fault[]]>([
    ['a bad gateway twice', [{ status: 502 }, { status: 502 }]],
    ['a cut connection', ['cut']],
    ['too many requests, with the time to wait', [{ status: 429, headers: { 'retry-after': '1' } }]],
  ])('tries again after %s', async (_, faults) => {
    const { fake, thread } = await started(style);
    fake.faults.set('POST ', [...faults]);
    expect((await upsertComment(thread, message('new'))).action).toBe('created');
    expect(fake.comments).toHaveLength(1);
  });

  it.each<readonly [number, string]>([
    [401, 'wrong or expired'],
    [403, 'it needs'],
    [404, 'may not see it'],
    [422, 'refuses the comment'],
    [502, 'has trouble'],
    [429, 'slow down'],
  ])('says what to do about %i, without the token', async (status, words) => {
    const { fake, thread } = await started(style);
    fake.faults.set(
      'POST ',
      Array.from({ length: 40 }, () => ({ status, body: { message: `no ${token}` } })),
    );
    const error = await upsertComment(thread, message('new')).catch((caught: unknown) => caught);
    expect(String(error)).toContain(words);
    expect(String(error)).toContain(`HTTP ${status}`);
    expect(String(error)).not.toContain(token);
  });

  it('says that nobody answers', async () => {
    const { fake, thread } = await started(style);
    fake.faults.set(
      'GET ',
      Array.from({ length: 40 }, (): Fault => 'cut'),
    );
    await expect(upsertComment(thread, message('new'))).rejects.toThrow('cannot be reached');
  });
});

describe('a GitHub workflow', () => {
  it('whose token may not ask who it is knows its comments as a bot’s', async () => {
    const [style] = styles;
    if (!style) throw new Error('no style');
    const { fake, thread } = await started(style, false, 'github-actions[bot]');
    fake.add(`${marker}\nforged`, 'mallory');
    fake.add(`${marker}\nold`, 'github-actions[bot]');
    expect((await upsertComment(thread, message('new'))).action).toBe('updated');
    expect(fake.comments.map(({ body }) => body)).toEqual([`${marker}\nforged`, `${marker}\nnew`]);
  });

  it('that follows a fork’s run finds the pull request by its branch and commit', async () => {
    const fake = new FakePlatform('github', { login: 'ci', mayAskWhoItIs: true });
    platform = fake;
    const target = { api: await fake.start(), owner: 'acme', repository: 'shop', token, variable: 'GITHUB_TOKEN', second };
    expect(await pullRequestOf(target, { owner: 'fork', branch: 'b', sha: 'f'.repeat(40) })).toBe(12);
    await expect(pullRequestOf(target, { owner: 'fork', branch: 'b', sha: 'e'.repeat(40) })).rejects.toThrow('no open pull request');
  });
});

describe('where to post', () => {
  const github = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'acme/shop', GITHUB_TOKEN: token };
  it('is what the CI job says', () => {
    expect(postTarget({ platform: 'auto', event: JSON.stringify({ pull_request: { number: 12 } }) }, github)).toEqual({
      platform: 'github',
      target: { api: 'https://api.github.com', owner: 'acme', repository: 'shop', token, variable: 'GITHUB_TOKEN' },
      pull: 12,
    });
    const event = { workflow_run: { pull_requests: [], head_branch: 'b', head_sha: 'abc', head_repository: { owner: { login: 'fork' } } } };
    expect(postTarget({ platform: 'auto', event: JSON.stringify(event) }, github)).toMatchObject({ pull: { owner: 'fork', branch: 'b', sha: 'abc' } });
    expect(
      postTarget(
        { platform: 'auto' },
        { GITLAB_CI: 'true', CI_SERVER_URL: 'https://git.example/', CI_PROJECT_ID: '7', CI_MERGE_REQUEST_IID: '12', GITLAB_TOKEN: token },
      ),
    ).toEqual({ platform: 'gitlab', target: { host: 'https://git.example', project: '7', mergeRequest: 12, token, variable: 'GITLAB_TOKEN' } });
  });

  it.each<readonly [object, Readonly<Record<string, string>>, string]>([
    [{ platform: 'auto' }, {}, '--platform'],
    [{ platform: 'github' }, {}, 'GITHUB_TOKEN'],
    [{ platform: 'github' }, { GITHUB_TOKEN: token }, '--repository'],
    [{ platform: 'github', repository: 'shop' }, { GITHUB_TOKEN: token }, 'owner/name'],
    [{ platform: 'github', event: '{"pull_request":' }, github, '--request'],
    [{ platform: 'gitlab' }, { CI_JOB_TOKEN: token }, 'CI_JOB_TOKEN may not comment'],
    [{ platform: 'gitlab' }, { GITLAB_TOKEN: token, CI_PROJECT_ID: '7' }, '--request'],
  ])('%j: says what is missing', (options, env, words) => {
    expect(() => postTarget(options as Parameters<typeof postTarget>[0], env)).toThrow(words);
  });
});
