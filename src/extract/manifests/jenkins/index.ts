import type { ManifestExtractor } from '../../../core/extraction.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { deliveriesOfPipeline, type DeliverySource } from '../../../parse/pipeline/deliveries.js';
import { readJenkinsfile } from '../../../parse/pipeline/jenkinsfile.js';

const id = 'jenkins';

const deliveries: DeliverySource = {
  foundBy: id,
  title: (job) => (job.id === '' ? 'the Jenkinsfile' : `stage ${job.id}`),
  starts: () => 'run',
  oneRun: 'the Jenkinsfile',
};

/**
 * Jenkinsfiles, declarative and scripted: which images their shell steps and `docker.build` make of which folders, and what they publish or deploy; stages
 * without conditions of their own are one run.
 */
export const jenkins: ManifestExtractor = {
  id,
  title: 'Jenkinsfile (images built, stages that deploy)',
  files: (path) => /(?:^|\/)(?:Jenkinsfile(?:[._-][^/]*)?|[^/]+\.[Jj]enkinsfile)$/.test(path),
  extract(file, text) {
    const pipeline = readJenkinsfile(file, text);
    return { facts: [...deliveriesOfPipeline(pipeline, deliveries), ...buildsOfPipeline(pipeline, { foundBy: id })], diagnostics: [] };
  },
};
