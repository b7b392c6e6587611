import type { ManifestExtractor } from '../../../core/fact.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { readJenkinsfile } from '../../../parse/pipeline/jenkinsfile.js';

const id = 'jenkins';

/** Jenkinsfiles, declarative and scripted: which images their shell steps and `docker.build` make of which folders. */
export const jenkins: ManifestExtractor = {
  id,
  title: 'Jenkinsfile (images built)',
  files: (path) => /(?:^|\/)(?:Jenkinsfile(?:[._-][^/]*)?|[^/]+\.[Jj]enkinsfile)$/.test(path),
  extract: (file, text) => ({ facts: buildsOfPipeline(readJenkinsfile(file, text), { foundBy: id }), diagnostics: [] }),
};
