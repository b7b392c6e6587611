import type { ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import { folderOf } from '../../../parse/paths.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { deliveriesOfPipeline, type DeliverySource } from '../../../parse/pipeline/deliveries.js';
import { readMakefile } from '../../../parse/pipeline/makefile.js';
import type { Pipeline } from '../../../parse/pipeline/model.js';
import { readPackageScripts } from '../../../parse/pipeline/package-scripts.js';
import { readShellFile } from '../../../parse/pipeline/shell-file.js';
import { readTiltfile } from '../../../parse/pipeline/tiltfile.js';

const id = 'build-scripts';
const makefile = /(?:^|\/)(?:GNUmakefile|[Mm]akefile(?:\.[\w-]+)?|[^/]+\.mk)$/;
const shell = /\.(?:sh|bash)$/;
const packages = /(?:^|\/)package\.json$/;
const tilt = /(?:^|\/)Tiltfile$/;
/** What a file must mention to be read: the programs that build or deploy, or another script. */
const telling =
  /docker|podman|nerdctl|buildah|kaniko|\bpack build|acr build|builds submit|jib|build-image|bootBuildImage|\.sh\b|kubectl|helm|skaffold|kustomize|make\b|\bdaprd? |\b(?:aws|gcloud|az|sls|serverless|fly|flyctl|nomad|argocd|ko|heroku) /;

/**
 * Makefiles, shell scripts, Tiltfiles and the scripts of packages: which images they build from which folders, what they publish or deploy, and which
 * other scripts they run.
 */
export const buildScripts: ManifestExtractor = {
  id,
  title: 'Makefiles, shell scripts, Tiltfiles, scripts of packages (images built, what is pushed)',
  files: (path) => makefile.test(path) || shell.test(path) || packages.test(path) || tilt.test(path),
  extract: (file, text) => ({ facts: telling.test(text) ? factsOf(file, text) : [], diagnostics: [] }),
};

function factsOf(file: string, text: string): Fact[] {
  if (makefile.test(file)) return both(readMakefile(file, text), { title: (job) => `make ${job.id}`, needsAreParts: true });
  if (packages.test(file)) return both(readPackageScripts(file, text), { title: (job) => `script ${job.id} of ${file}` });
  if (tilt.test(file)) return buildsOfPipeline(readTiltfile(file, text), { foundBy: id });
  return both(readShellFile(file, text), { title: () => file, otherFolder: folderOf(file) });
}

function both(pipeline: Pipeline, source: Omit<DeliverySource, 'foundBy' | 'starts'>): Fact[] {
  return [...deliveriesOfPipeline(pipeline, { ...source, foundBy: id, starts: () => 'called' }), ...buildsOfPipeline(pipeline, { ...source, foundBy: id })];
}
