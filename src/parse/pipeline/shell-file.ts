import { folderOf } from '../paths.js';
import type { Pipeline } from './model.js';
import { scriptCommands } from './script.js';

/** Begins a path at the script's own folder: what `cd "$(dirname "$0")"` and the like come to. */
const ownFolder =
  /"?\$\(\s*(?:cd\s+(?:--\s+)?)?"?\$\(\s*dirname\s+(?:--\s+)?"?\$(?:\{BASH_SOURCE(?:\[0\])?(?::-\$0)?\}|BASH_SOURCE|\{?0\}?)"?\s*\)((?:\/[\w./-]*)?)"?\s*(?:>\/dev\/null\s*(?:2>&1)?)?\s*(?:&&\s*pwd(?:\s+-P)?)?\s*\)"?/g;
const dirname = /"?\$\(\s*dirname\s+(?:--\s+)?"?\$(?:\{BASH_SOURCE(?:\[0\])?(?::-\$0)?\}|BASH_SOURCE|\{?0\}?)"?\s*\)((?:\/[\w./-]*)?)"?/g;

/** A shell script as a pipeline of one job without a name. It starts at the root of the tree; paths made of its own place are resolved. Never throws. */
export function readShellFile(file: string, text: string): Pipeline {
  const home = `\${GITHUB_WORKSPACE}/${folderOf(file)}`;
  const placed =
    text.length > 200_000 ? '' : text.replace(ownFolder, (_, rest: string) => `${home}${rest}`).replace(dirname, (_, rest: string) => `${home}${rest}`);
  const commands = scriptCommands({ text: placed, line: 1, folder: '.' });
  const job = { id: '', line: 1, template: false, conditions: [], paths: [], needs: [], matrix: false, legs: [new Map<string, string>()], calls: [] };
  const step = { line: 1, folder: '.', variables: new Map<string, string>(), commands };
  return { file, triggers: [], parameters: new Map(), jobs: [{ ...job, steps: [step] }], includes: [] };
}
