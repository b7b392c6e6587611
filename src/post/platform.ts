import { UsageError } from '../core/usage-error.js';
import type { GithubTarget } from './github.js';
import type { GitlabTarget } from './gitlab.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command line says of where to post; what is absent is taken from the CI's environment. */
export interface PostOptions {
  readonly platform: 'auto' | 'github' | 'gitlab';
  /** `owner/name`, or GitLab's project number or path. */
  readonly repository?: string;
  /** Number of the pull or merge request. */
  readonly request?: number;
  /** Content of the file that GITHUB_EVENT_PATH names: what started the workflow. */
  readonly event?: string;
}

export type PostTarget =
  | { readonly platform: 'github'; readonly target: Omit<GithubTarget, 'pull'>; readonly pull: number | HeadBranch }
  | { readonly platform: 'gitlab'; readonly target: GitlabTarget };

/** The branch of a run whose event names no pull request (forks): the pull request is looked up by it. */
export interface HeadBranch {
  readonly owner: string;
  readonly branch: string;
  readonly sha: string;
}

/** Where to post, from the options and the environment of a CI job. Throws `UsageError` that names the option or variable that is missing. */
export function postTarget(options: PostOptions, env: Environment): PostTarget {
  const platform = options.platform === 'auto' ? detected(env) : options.platform;
  return platform === 'github' ? githubTarget(options, env) : gitlabTarget(options, env);
}

function detected(env: Environment): 'github' | 'gitlab' {
  if (env['GITLAB_CI'] === 'true') return 'gitlab';
  if (env['GITHUB_ACTIONS'] === 'true' || env['GITHUB_TOKEN'] !== undefined) return 'github';
  throw new UsageError('cannot tell where to post: give --platform github or --platform gitlab');
}

function githubTarget(options: PostOptions, env: Environment): PostTarget {
  const variable = env['ARCHLINT_TOKEN'] ? 'ARCHLINT_TOKEN' : env['GITHUB_TOKEN'] ? 'GITHUB_TOKEN' : 'GH_TOKEN';
  const token = needed(env[variable], 'no token to post with: set GITHUB_TOKEN (permission pull-requests: write)');
  const slug = needed(options.repository ?? env['GITHUB_REPOSITORY'], 'no repository to post to: give --repository owner/name');
  const [owner = '', repository = '', ...rest] = slug.split('/');
  if (owner === '' || repository === '' || rest.length > 0) throw new UsageError(`--repository takes owner/name, not '${slug}'`);
  const target = { api: (env['GITHUB_API_URL'] ?? 'https://api.github.com').replace(/\/+$/, ''), owner, repository, token, variable };
  return { platform: 'github', target, pull: options.request ?? pullOf(options.event) };
}

function gitlabTarget(options: PostOptions, env: Environment): PostTarget {
  const variable = env['ARCHLINT_TOKEN'] ? 'ARCHLINT_TOKEN' : 'GITLAB_TOKEN';
  const token = needed(env[variable], 'no token to post with: set GITLAB_TOKEN (a project access token with the scope api; CI_JOB_TOKEN may not comment)');
  const project = needed(options.repository ?? env['CI_PROJECT_ID'], 'no project to post to: give --repository with the number or path of the project');
  const request = options.request ?? Number(env['CI_MERGE_REQUEST_IID'] ?? Number.NaN);
  if (!Number.isInteger(request)) throw new UsageError('no merge request to post to: run in a merge request pipeline, or give --request NUMBER');
  const host = (env['CI_SERVER_URL'] ?? 'https://gitlab.com').replace(/\/+$/, '');
  return { platform: 'gitlab', target: { host, project, mergeRequest: request, token, variable } };
}

function needed(value: string | undefined, message: string): string {
  if (value === undefined || value === '') throw new UsageError(message);
  return value;
}

/** The pull request of a workflow's event: of its own, or of the run that a `workflow_run` follows. */
function pullOf(event: string | undefined): number | HeadBranch {
  const root = parsed(event);
  const own = numberAt(root, 'pull_request', 'number') ?? numberAt(root, 'workflow_run', 'pull_requests', 0, 'number');
  if (own !== undefined) return own;
  const [owner, branch, sha] = [
    at(root, 'workflow_run', 'head_repository', 'owner', 'login'),
    at(root, 'workflow_run', 'head_branch'),
    at(root, 'workflow_run', 'head_sha'),
  ];
  if (typeof owner === 'string' && typeof branch === 'string' && typeof sha === 'string') return { owner, branch, sha };
  throw new UsageError('no pull request to post to: run on a pull_request or workflow_run event, or give --request NUMBER');
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isInteger(found) ? found : undefined;
}
