type Environment = Readonly<Record<string, string | undefined>>;

/** What a job of a CI system knows of the change it runs for. */
export interface ContinuousIntegration {
  /** Revision the change is proposed for: `origin/main`. */
  readonly base?: string;
  /** Address that a file's path is appended to, to see it as it is in this change: `https://github.com/acme/shop/blob/<sha>/`. */
  readonly links?: string;
}

/** Reads the environment of a GitHub or GitLab job; empty elsewhere. `event` is the content of the file that GITHUB_EVENT_PATH names. */
export function continuousIntegration(env: Environment, event: string | undefined): ContinuousIntegration {
  if (env['GITLAB_CI'] === 'true') return ofGitlab(env);
  return env['GITHUB_ACTIONS'] === 'true' ? ofGithub(env, event) : {};
}

function ofGithub(env: Environment, event: string | undefined): ContinuousIntegration {
  const base = env['GITHUB_BASE_REF'];
  const commit = headOf(event) ?? env['GITHUB_SHA'];
  const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository } = env;
  return {
    ...(base ? { base: `origin/${base}` } : {}),
    ...(repository && commit ? { links: `${server}/${repository}/blob/${commit}/` } : {}),
  };
}

/** A pull request is checked out merged; its lines are those of its own newest commit. */
function headOf(event: string | undefined): string | undefined {
  const found = /^[0-9a-f]{40}$/;
  try {
    const parsed = JSON.parse(event ?? '{}') as { pull_request?: { head?: { sha?: unknown } }; workflow_run?: { head_sha?: unknown } };
    const sha = parsed.pull_request?.head?.sha ?? parsed.workflow_run?.head_sha;
    return typeof sha === 'string' && found.test(sha) ? sha : undefined;
  } catch {
    return undefined;
  }
}

function ofGitlab(env: Environment): ContinuousIntegration {
  const { CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CI_PROJECT_URL: project, CI_COMMIT_SHA: commit } = env;
  return { ...(base ? { base } : {}), ...(project && commit ? { links: `${project}/-/blob/${commit}/` } : {}) };
}
