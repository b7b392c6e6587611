import type { ManifestExtractor } from '../../../core/extraction.js';
import type { ImageFact } from '../../../core/fact.js';
import { parseDockerfile } from '../../../parse/dockerfile.js';
import { folderOf } from '../../../parse/paths.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { readStages } from './stages.js';

const id = 'dockerfile';
const names = /(^|\/)((Dockerfile|Containerfile)([._-][^/]*)?|[^/]+\.(Dockerfile|Containerfile))$/i;
/** Descriptions of Dockerfiles, and hidden ones, which set up tools (`.gitpod.dockerfile`). */
const notes = /(^|\/)\.[^/]*$|\.(md|txt|dockerignore|ya?ml|json|[jt]s|py|sh)$/i;

/** Dockerfiles: `Dockerfile`, `Dockerfile.*`, `*.Dockerfile`, `Containerfile`. */
export const dockerfile: ManifestExtractor = {
  id,
  title: 'Dockerfile',
  files: (path) => names.test(path) && !notes.test(path),
  extract(file, text) {
    const { instructions, escapeCharacter, diagnostics } = parseDockerfile(file, text);
    const stages = readStages(file, instructions, escapeCharacter);
    const first = instructions.find((instruction) => instruction.keyword === 'FROM');
    if (!first) {
      const message = 'The Dockerfile has no FROM and is not analysed. Complete it or add it to `ignore`.';
      return { facts: [], diagnostics: [...diagnostics, ...(diagnostics.length === 0 ? [{ file, line: 1, reason: 'unparsable' as const, message }] : [])] };
    }
    const fact: ImageFact = { kind: 'image', dockerfile: file, dir: folderOf(file), stages, at: { file, line: first.line }, foundBy: id };
    return { facts: [fact, ...suppressionsIn(file, text, id)], diagnostics };
  },
};
