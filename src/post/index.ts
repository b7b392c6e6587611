import { type Environment, type HeadBranch, type PostOptions, postTarget } from './platform.js';
import type { CommentThread } from './upsert.js';

export { upsertComment } from './upsert.js';

/** The comments to post among, by the command line and the CI's environment. Throws `UsageError` where neither says where, `PostError` where the platform refuses. */
export async function threadOf(options: PostOptions, env: Environment): Promise<CommentThread> {
  const found = postTarget(options, env);
  if (found.platform === 'gitlab') return (await import('./gitlab.js')).gitlabThread(found.target);
  const { githubThread, pullRequestOf } = await import('./github.js');
  const { target, pull } = found;
  return githubThread({ ...target, pull: typeof pull === 'number' ? pull : await pullRequestOf(target, pull satisfies HeadBranch) });
}
