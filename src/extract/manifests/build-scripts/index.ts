import type { Fact, ManifestExtractor } from '../../../core/fact.js';
import { folderOf } from '../../../parse/paths.js';
import { buildsOfPipeline } from '../../../parse/pipeline/builds.js';
import { readMakefile } from '../../../parse/pipeline/makefile.js';
import { readPackageScripts } from '../../../parse/pipeline/package-scripts.js';
import { readShellFile } from '../../../parse/pipeline/shell-file.js';
import { readTiltfile } from '../../../parse/pipeline/tiltfile.js';

const id = 'build-scripts';
const makefile = /(?:^|\/)(?:GNUmakefile|[Mm]akefile(?:\.[\w-]+)?|[^/]+\.mk)$/;
const shell = /\.(?:sh|bash)$/;
const packages = /(?:^|\/)package\.json$/;
const tilt = /(?:^|\/)Tiltfile$/;
/** What a file must mention to be read: the programs that build images, or another script. */
const telling = /docker|podman|nerdctl|buildah|kaniko|\bpack build|acr build|builds submit|jib|build-image|bootBuildImage|\.sh\b/;

/** Makefiles, shell scripts, Tiltfiles and the scripts of packages: which images they build from which folders, and which other scripts they run. */
export const buildScripts: ManifestExtractor = {
  id,
  title: 'Makefiles, shell scripts, Tiltfiles, scripts of packages (images built)',
  files: (path) => makefile.test(path) || shell.test(path) || packages.test(path) || tilt.test(path),
  extract: (file, text) => ({ facts: telling.test(text) ? factsOf(file, text) : [], diagnostics: [] }),
};

function factsOf(file: string, text: string): Fact[] {
  if (makefile.test(file)) return buildsOfPipeline(readMakefile(file, text), { foundBy: id });
  if (packages.test(file)) return buildsOfPipeline(readPackageScripts(file, text), { foundBy: id });
  if (tilt.test(file)) return buildsOfPipeline(readTiltfile(file, text), { foundBy: id });
  return buildsOfPipeline(readShellFile(file, text), { foundBy: id, otherFolder: folderOf(file) });
}
