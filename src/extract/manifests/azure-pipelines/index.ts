import type { ManifestExtractor } from '../../../core/extraction.js';
import { readAzurePipeline } from '../../../parse/pipeline/azure.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { deliveriesOfPipeline, type DeliverySource } from '../../../parse/pipeline/deliveries.js';
import type { Pipeline, PipelineJob } from '../../../parse/pipeline/model.js';
import { suppressionsIn } from '../../../parse/suppressions.js';

const id = 'azure-pipelines';
const named = /(?:^|\/)[^/]*azure-?pipelines?[^/]*\.ya?ml$/i;
const folders = /(?:^|\/)\.?(?:azure-?(?:pipelines?|devops)|pipelines?|devops|ado)\/.+\.ya?ml$/i;
/** What a file in a folder of pipelines must hold to be one of Azure's. */
const telling = /^\s*-\s*(?:task|script|bash|pwsh|template|job|deployment|stage)\s*:/m;

/** Azure pipelines and their templates: which images their jobs build from which folders, and what they publish or deploy; loops over known parameters are carried out. */
export const azurePipelines: ManifestExtractor = {
  id,
  title: 'Azure Pipelines (images built, jobs that deploy)',
  files: (path) => named.test(path) || folders.test(path),
  extract(file, text) {
    if (!telling.test(text) || /^apiVersion\s*:/m.test(text)) return { facts: [], diagnostics: [] };
    const { pipeline, diagnostics } = readAzurePipeline(file, text);
    if (pipeline === undefined) return { facts: [], diagnostics };
    const title = (job: PipelineJob): string => (job.id === '' ? `the pipeline ${file}` : job.id.includes('/') ? `template ${job.id}` : `job ${job.id}`);
    const source: DeliverySource = { foundBy: id, title, starts: (job) => startsOf(pipeline, job) };
    const facts = [...deliveriesOfPipeline(pipeline, source), ...buildsOfPipeline(pipeline, { foundBy: id }), ...suppressionsIn(file, text, id)];
    return { facts, diagnostics };
  },
};

/** A file that nothing starts is a template: of steps a part of the job that uses it, of jobs what others run. */
function startsOf({ file, triggers }: Pipeline, job: PipelineJob): 'run' | 'called' | 'part' {
  if (triggers.length > 0 || named.test(file)) return 'run';
  return job.id === '' ? 'part' : 'called';
}
