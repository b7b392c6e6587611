import type { ManifestExtractor } from '../../../core/extraction.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { deliveriesOfPipeline, type DeliverySource } from '../../../parse/pipeline/deliveries.js';
import { readGitlabPipeline } from '../../../parse/pipeline/gitlab.js';
import { suppressionsIn } from '../../../parse/suppressions.js';

const id = 'gitlab-ci';

const deliveries: DeliverySource = { foundBy: id, title: (job) => `job ${job.id}`, starts: ({ template }) => (template ? 'part' : 'run'), anyCondition: true };

/**
 * GitLab pipelines and the files they usually include: which images they build from which folders (docker and kaniko, once for each element of a matrix), and what
 * their jobs publish or deploy.
 */
export const gitlabCi: ManifestExtractor = {
  id,
  title: 'GitLab CI (images built, jobs that deploy)',
  files: (path) => /(?:^|\/)(?:\.gitlab-ci[^/]*|[^/]+\.gitlab-ci|(?:\.gitlab|\.gitlab-ci|\.?ci)\/.+)\.ya?ml$/.test(path),
  extract(file, text) {
    const { pipeline, diagnostics } = readGitlabPipeline(file, text);
    const facts = pipeline === undefined ? [] : [...deliveriesOfPipeline(pipeline, deliveries), ...buildsOfPipeline(pipeline, { foundBy: id })];
    return { facts: facts.length === 0 ? facts : [...facts, ...suppressionsIn(file, text, id)], diagnostics };
  },
};
