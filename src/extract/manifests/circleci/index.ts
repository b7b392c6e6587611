import type { ManifestExtractor } from '../../../core/extraction.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { readCircleci } from '../../../parse/pipeline/circleci.js';
import { deliveriesOfPipeline, type DeliverySource } from '../../../parse/pipeline/deliveries.js';
import { suppressionsIn } from '../../../parse/suppressions.js';

const id = 'circleci';
const deliveries: DeliverySource = { foundBy: id, title: (job) => `job ${job.id}`, starts: () => 'run' };

/**
 * CircleCI: which images the jobs of its workflows build from which folders, and what they publish or deploy; parameters, commands and matrices are followed, steps
 * and jobs of the usual orbs are known.
 */
export const circleci: ManifestExtractor = {
  id,
  title: 'CircleCI (images built, jobs that deploy)',
  files: (path) => /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/.test(path),
  extract(file, text) {
    const { pipeline, diagnostics } = readCircleci(file, text);
    if (pipeline === undefined) return { facts: [], diagnostics };
    const facts = [...deliveriesOfPipeline(pipeline, deliveries), ...buildsOfPipeline(pipeline, { foundBy: id }), ...suppressionsIn(file, text, id)];
    return { facts, diagnostics };
  },
};
