import type { Extraction, Fact, ManifestExtractor, ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { readGithubWorkflow } from '../../../parse/pipeline/github.js';
import { placeOfStep } from '../../../parse/pipeline/members.js';
import type { Pipeline, PipelineJob } from '../../../parse/pipeline/model.js';
import { publishedByAction } from '../../../parse/pipeline/published-actions.js';
import { publishedByCommand } from '../../../parse/pipeline/published-commands.js';

const id = 'github-actions';

/**
 * GitHub workflows and composite actions: which images they build from which folders (once for each element of a matrix), and jobs that publish or deploy
 * several things. Jobs that only build and test, that run for pull requests alone, that deploy to a cluster made for a test, or that run once for each
 * element of a matrix tie nothing together; reusable workflows are not followed for that.
 */
export const githubActions: ManifestExtractor = {
  id,
  title: 'GitHub workflows (images built, jobs that deploy several services)',
  files: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /(?:^|\/)action\.ya?ml$/.test(path),
  extract,
};

const testCluster = /\bkind create cluster|\bminikube start|\bk3d cluster create|\bk3s\b.*server/;
const testClusterAction = /(?:kind-action|setup-minikube|setup-kind|k3d-action|setup-k3s)/;

function extract(file: string, text: string): Extraction {
  const { pipeline, diagnostics } = readGithubWorkflow(file, text);
  if (pipeline === undefined) return { facts: [], diagnostics };
  const releases: Fact[] = onlyPullRequests(pipeline) ? [] : pipeline.jobs.flatMap((job) => jobRelease(file, job));
  return { facts: [...releases, ...buildsOfPipeline(pipeline, { foundBy: id })], diagnostics };
}

function onlyPullRequests({ triggers }: Pipeline): boolean {
  return triggers.length > 0 && triggers.every(({ event }) => event.startsWith('pull_request') || event === 'merge_group');
}

function jobRelease(file: string, job: PipelineJob): ReleaseFact[] {
  if (job.matrix || job.conditions.some((condition) => /event_name\s*==\s*'pull_request/.test(condition))) return [];
  const forTest = job.steps.some(
    (step) => testClusterAction.test(step.action?.name ?? '') || step.commands.some((command) => testCluster.test(command.words.join(' '))),
  );
  if (forTest) return [];
  const members = new Map<string, ReleaseMember>();
  for (const step of job.steps) {
    const place = placeOfStep(file, step);
    const published = [
      ...(step.action ? publishedByAction(step.action, place) : []),
      ...step.commands.flatMap((command) => publishedByCommand(command, { ...place, line: command.line, folder: command.folder })),
    ];
    for (const member of published) {
      const key = `${member.kind} ${member.text}`;
      if (!members.has(key)) members.set(key, member);
    }
  }
  const found = [...members.values()];
  if (found.length < 2 && !found.some((m) => m.text.includes('*'))) return [];
  const title = `job ${job.id} publishes or deploys ${found.length > 1 ? `${found.length} things` : found[0]?.text}`;
  return [{ kind: 'release', at: { file, line: job.line }, foundBy: id, evidenceKind: 'pipeline', anchor: `${file}#${job.id}`, title, members: found }];
}
