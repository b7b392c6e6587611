import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { deliveriesOfPipeline } from '../../../parse/pipeline/deliveries.js';
import { readGithubWorkflow } from '../../../parse/pipeline/github.js';
import type { Pipeline, PipelineJob } from '../../../parse/pipeline/model.js';

const id = 'github-actions';

/**
 * GitHub workflows and composite actions: which images they build from which folders (once for each element of a matrix), and what their jobs publish or deploy;
 * reusable workflows and actions of the repository are followed.
 */
export const githubActions: ManifestExtractor = {
  id,
  title: 'GitHub workflows (images built, jobs that deploy several services)',
  files: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || /(?:^|\/)action\.ya?ml$/.test(path),
  extract,
};

function extract(file: string, text: string): Extraction {
  const { pipeline, diagnostics } = readGithubWorkflow(file, text);
  if (pipeline === undefined) return { facts: [], diagnostics };
  const deliveries = deliveriesOfPipeline(pipeline, { foundBy: id, title: (job) => `job ${job.id}`, starts: (job) => startsOf(pipeline, job) });
  return { facts: [...deliveries, ...buildsOfPipeline(pipeline, { foundBy: id })], diagnostics };
}

/** A composite action is part of the job that uses it; a workflow that only others call has jobs of their kind. */
function startsOf({ triggers }: Pipeline, job: PipelineJob): 'run' | 'called' | 'part' {
  if (triggers.length === 0) return job.id === 'runs' ? 'part' : 'run';
  return triggers.every(({ event }) => event === 'workflow_call') ? 'called' : 'run';
}
