import type { ManifestExtractor } from '../../../core/extraction.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { deliveriesOfPipeline, type DeliverySource } from '../../../parse/pipeline/deliveries.js';
import { readTravis } from '../../../parse/pipeline/travis.js';
import { suppressionsIn } from '../../../parse/suppressions.js';

const id = 'travis';
const deliveries: DeliverySource = { foundBy: id, title: (job) => `job ${job.id}`, starts: () => 'run' };

/** Travis: which images its jobs build from which folders, and what they publish or deploy; a list of `env` is a matrix. */
export const travis: ManifestExtractor = {
  id,
  title: 'Travis (images built, jobs that deploy)',
  files: (path) => /(?:^|\/)\.travis\.ya?ml$/.test(path),
  extract(file, text) {
    const { pipeline, diagnostics } = readTravis(file, text);
    if (pipeline === undefined) return { facts: [], diagnostics };
    const facts = [...deliveriesOfPipeline(pipeline, deliveries), ...buildsOfPipeline(pipeline, { foundBy: id }), ...suppressionsIn(file, text, id)];
    return { facts, diagnostics };
  },
};
