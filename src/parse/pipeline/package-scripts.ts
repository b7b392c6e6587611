import { parseJson } from '../json.js';
import { folderOf } from '../paths.js';
import { entriesOf, get, textOf } from '../tree.js';
import type { Pipeline } from './model.js';
import { scriptCommands } from './script.js';

/** The scripts of a package.json as a pipeline: one job for each. Never throws. */
export function readPackageScripts(file: string, text: string): Pipeline {
  const { root } = parseJson(file, text);
  const folder = folderOf(file);
  const jobs = entriesOf(get(root, 'scripts')).map(({ key, line, value }) => {
    const commands = scriptCommands({ text: textOf(value) ?? '', line, folder });
    const step = { line, folder, variables: new Map<string, string>(), commands };
    return { id: key, line, template: false, conditions: [], paths: [], needs: [], matrix: false, legs: [new Map<string, string>()], calls: [], steps: [step] };
  });
  return { file, triggers: [], parameters: new Map(), jobs, includes: [] };
}
