import type { DeliveryRun } from '../../core/delivery.js';
import type { Term } from '../../core/term.js';
import { joinPath } from '../paths.js';
import type { PipelineAction, PipelineCommand } from './model.js';
import { scriptRun } from './script-run.js';
import { textTerm } from './text.js';

/**
 * Files of the tree that a command runs, with the job of each: scripts, targets of make, scripts of packages, Skaffold's and Bake's files. `file` is where the
 * command stands; `otherFolder` as for `scriptRun`.
 */
export function runsOf(command: PipelineCommand, file: string, otherFolder?: string): DeliveryRun[] {
  const at = { file, line: command.line };
  const script = scriptRun(command, otherFolder);
  if (script) return [{ ...script, at }];
  const { words, folder } = command;
  const tool = words[0] ?? '';
  if (tool === 'make' || tool === 'gmake' || tool === '${MAKE}') return make(words.slice(1), folder, at);
  const everywhere = workspaceScript(words);
  if (everywhere !== undefined) return [{ files: [joinPath(folder, '**/package.json')], job: everywhere, values: {}, at }];
  if (tool === 'npm' || tool === 'yarn' || tool === 'pnpm') return packageScript(words, folder, at);
  if (tool === 'skaffold' && /^(?:run|deploy|build)$/.test(words[1] ?? '')) return skaffold(words, folder, at);
  const bake = words.indexOf('bake');
  return tool === 'docker' && bake > 0 && words.includes('--push') ? dockerBake(words.slice(bake + 1), folder, at) : [];
}

/** Files of the tree that an action runs: Bake's. */
export function runsOfAction(action: PipelineAction, at: DeliveryRun['at']): DeliveryRun[] {
  const input = (name: string): string => action.inputs.get(name)?.text ?? '';
  if (action.name !== 'docker/bake-action' || !/^true$|\$/.test(input('push'))) return [];
  const words = (text: string): string[] =>
    text
      .split(/[\n,]/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const file = words(input('files')).flatMap((one) => ['-f', one]);
  return dockerBake([...file, ...words(input('targets'))], words(input('workdir'))[0] ?? '.', at);
}

type Place = DeliveryRun['at'];

function optionOf(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    if (names.includes(word)) return words[i + 1];
    const name = names.find((one) => word.startsWith(`${one}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return undefined;
}

function make(words: readonly string[], folder: string, at: Place): DeliveryRun[] {
  const home = joinPath(folder, optionOf(words, '-C', '--directory') ?? '.');
  const named = optionOf(words, '-f', '--file', '--makefile');
  const files = (named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named]).map((name) => joinPath(home, name));
  const values: Record<string, Term> = Object.create(null);
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_]\w*)[:?]?=(.*)$/s.exec(word) ?? [];
    if (name !== undefined && value !== undefined) values[name] = textTerm(value);
  }
  const valued = /^(?:-C|--directory|-f|--file|--makefile|-j|-o|-W|-I)$/;
  const targets = words.filter((word, i) => !word.startsWith('-') && !word.includes('=') && !valued.test(words[i - 1] ?? '') && !/[<>|]/.test(word));
  return targets.map((job) => ({ files, job, values, at }));
}

/** Options by which a command runs in some packages of a workspace only. */
const picksSome = /^(?:-F|--filter|--scope|--since|--from|--include|--affected|--workspace|-w)(?:=|$)/;

/** The script that a command runs in every package of a workspace; undefined where it runs none, or only in some. */
function workspaceScript(written: readonly string[]): string | undefined {
  const words = /^(?:npx|yarn)$/.test(written[0] ?? '') && /^(?:lerna|turbo)$/.test(written[1] ?? '') ? written.slice(1) : written;
  if (words.some((word) => picksSome.test(word))) return undefined;
  const [tool, ...rest] = words;
  const script = rest.filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'exec');
  if (tool === 'lerna' && rest[0] === 'run') return script[0];
  if (tool === 'turbo') return script[0];
  if (tool === 'pnpm' && words.some((word) => word === '-r' || word === '--recursive')) return script[0];
  if (tool === 'npm' && rest[0] === 'run' && words.some((word) => word === '-ws' || word === '--workspaces')) return script[0];
  return tool === 'yarn' && rest[0] === 'workspaces' && (rest[1] === 'run' || rest[1] === 'foreach')
    ? script.filter((word) => !/^(?:workspaces|foreach)$/.test(word))[0]
    : undefined;
}

function packageScript(words: readonly string[], folder: string, at: Place): DeliveryRun[] {
  if (words.some((word) => picksSome.test(word))) return [];
  const home = joinPath(folder, optionOf(words, '--prefix', '--cwd', '--dir', '-C') ?? '.');
  const run = words.findIndex((word) => word === 'run' || word === 'run-script');
  const plain = words.slice(1).filter((word, i) => !word.startsWith('-') && !/^(?:--prefix|--cwd|--dir|-C)$/.test(words[i] ?? ''));
  const job = run > 0 ? words.slice(run + 1).find((word) => !word.startsWith('-')) : words[0] === 'npm' ? undefined : plain[0];
  return job === undefined ? [] : [{ files: [joinPath(home, 'package.json')], job, values: {}, at }];
}

function skaffold(words: readonly string[], folder: string, at: Place): DeliveryRun[] {
  if (words.includes('-m') || words.includes('--module') || words.includes('-b')) return [];
  const file = optionOf(words, '-f', '--filename');
  const files = (file === undefined ? ['skaffold.yaml', 'skaffold.yml'] : [file]).map((name) => joinPath(folder, name));
  return [{ files, values: {}, at }];
}

const bakeFiles = ['docker-bake.hcl', 'docker-bake.json', 'docker-bake.override.hcl'];

function dockerBake(words: readonly string[], folder: string, at: Place): DeliveryRun[] {
  const file = optionOf(words, '-f', '--file');
  const files = (file === undefined ? bakeFiles : [file]).map((name) => joinPath(folder, name));
  const targets = words.filter((word, i) => !word.startsWith('-') && !/^(?:-f|--file|--set|--progress|--builder)$/.test(words[i - 1] ?? ''));
  return (targets.length === 0 ? ['default'] : targets).map((job) => ({ files, job, values: {}, at }));
}
