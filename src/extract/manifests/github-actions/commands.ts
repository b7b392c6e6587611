import type { ReleaseMember } from '../../../core/fact.js';
import { joinPath } from '../../../parse/paths.js';
import { shellCommands } from '../../../parse/shell.js';
import { get, textOf } from '../../../parse/tree.js';
import { imageMember, pathMember, treeMember, workloadMember } from './step.js';
import type { Step } from './step.js';

interface Command {
  readonly words: readonly string[];
  readonly line: number;
  readonly folder: string;
}

/** What the commands of a step's script publish or deploy: docker, kubectl, helm, skaffold, kustomize and the deployers of single services. */
export function publishedByCommands(step: Step): ReleaseMember[] {
  const node = get(step.node, 'run');
  const script = textOf(node);
  if (script === undefined || node === undefined || script.length > 100_000) return [];
  const members: ReleaseMember[] = [];
  let folder = step.folder;
  // A block scalar's text begins on the line after its `|`.
  const first = script.includes('\n') ? node.line + 1 : node.line;
  const loops = loopsIn(script);
  let before: readonly string[] = [];
  for (const { words, offset } of shellCommands(script)) {
    const line = first + (script.slice(0, offset).match(/\n/g)?.length ?? 0);
    const bare = words.filter((word, i) => !(i === 0 && /^(?:do|then|else|sudo|time|retry|exec)$/.test(word)) && !/^[A-Z_][A-Z0-9_]*=/.test(word));
    if (bare[0] === 'cd' && bare[1] !== undefined) {
      folder = bare[1].startsWith('/') || bare[1].includes('$') ? folder : joinPath(folder, bare[1]);
      continue;
    }
    for (const expanded of expand(bare, loops)) members.push(...published(step, { words: expanded, line, folder }, before));
    before = bare;
  }
  return members;
}

/** `for name in orders billing; do`: the variable's words, where all are literal. */
function loopsIn(script: string): ReadonlyMap<string, readonly string[]> {
  const loops = new Map<string, readonly string[]>();
  for (const match of script.matchAll(/\bfor\s+([A-Za-z_]\w*)\s+in\s+([^;\n]{1,1000})[;\n]/g)) {
    const words = (match[2] ?? '').trim().split(/\s+/);
    if (words.every((word) => /^[\w./-]+$/.test(word))) loops.set(match[1] ?? '', words);
  }
  return loops;
}

function expand(words: readonly string[], loops: ReadonlyMap<string, readonly string[]>): (readonly string[])[] {
  for (const [name, values] of loops) {
    const use = new RegExp(String.raw`\$(?:\{${name}\}|${name}\b)`, 'g');
    if (words.some((word) => use.test(word))) return values.slice(0, 100).map((value) => words.map((word) => word.replace(use, value)));
  }
  return [words];
}

function published(step: Step, command: Command, before: readonly string[]): ReleaseMember[] {
  const { words, line, folder } = command;
  const [tool = '', verb = ''] = words;
  switch (tool) {
    case 'docker':
    case 'podman':
    case 'buildah':
      return docker(step, command);
    case 'docker-compose':
      return verb === 'push' || flagged(words, 'push') ? composePush(step, words, words.indexOf('push') + 1, line, folder) : [];
    case 'kubectl':
    case 'oc':
      return [...kubectl(step, command), ...piped(step, command, before)];
    case 'helm':
      return helmRelease(step, command);
    case 'skaffold':
      return verb === 'run' || verb === 'deploy' ? treeMember(step, option(words, '-f', '--filename')?.replace(/[^/]*\.ya?ml$/, '.') ?? '.', line, folder) : [];
    default:
      return deployer(step, command);
  }
}

function flagged(words: readonly string[], ...flags: readonly string[]): boolean {
  return words.some((word) => flags.includes(word));
}

function option(words: readonly string[], ...names: readonly string[]): string | undefined {
  return options(words, ...names)[0];
}

function options(words: readonly string[], ...names: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const name = names.find((n) => word === n || word.startsWith(`${n}=`));
    if (name === undefined) return [];
    return word === name ? (words[i + 1] ?? []) : word.slice(name.length + 1);
  });
}

/** Words after `from` that are neither options nor their values. */
function operands(words: readonly string[], from: number, valued: readonly string[] = []): string[] {
  return words.slice(from).filter((word, i, all) => !word.startsWith('-') && !valued.includes(all[i - 1] ?? ''));
}

function docker(step: Step, { words, line, folder }: Command): ReleaseMember[] {
  if (words[1] === 'compose') return flagged(words, 'push') ? composePush(step, words, words.indexOf('push') + 1, line, folder) : [];
  if (words[1] === 'stack' && words[2] === 'deploy') return options(words, '-c', '--compose-file').flatMap((file) => wholeFile(step, file, line, folder));
  if (words[1] === 'push' || (words[1] === 'image' && words[2] === 'push'))
    return operands(words, words.indexOf('push') + 1).flatMap((image) => imageMember(step, image, line));
  const builds = words.includes('build') && (flagged(words, '--push') || words.some((word) => /\btype=registry|push=true/.test(word)));
  return builds
    ? options(words, '-t', '--tag')
        .slice(0, 1)
        .flatMap((image) => imageMember(step, image, line))
    : [];
}

function composePush(step: Step, words: readonly string[], from: number, line: number, folder: string): ReleaseMember[] {
  const services = operands(words, from);
  if (services.length > 0) return services.flatMap((service) => workloadMember(step, service, line));
  return wholeFile(step, option(words, '-f', '--file') ?? 'docker-compose.yml', line, folder);
}

/** All services of a compose file. */
function wholeFile(step: Step, file: string, line: number, folder: string): ReleaseMember[] {
  return pathMember(step, file, line, folder).map((member) => ({ ...member, kind: 'workload', text: `${member.text}#*` }));
}

function kubectl(step: Step, { words, line, folder }: Command): ReleaseMember[] {
  if (words.some((word) => word.startsWith('--dry-run') && !word.endsWith('=none'))) return [];
  const verb = words.find((word) => ['apply', 'create', 'replace', 'set', 'rollout'].includes(word));
  if (verb === 'apply' || verb === 'create' || verb === 'replace') {
    return options(words, '-f', '--filename', '-k', '--kustomize').flatMap((path) => treeMember(step, path, line, folder));
  }
  const sets = verb === 'set' && words[words.indexOf('set') + 1] === 'image';
  const restarts = verb === 'rollout' && words[words.indexOf('rollout') + 1] === 'restart';
  if (!sets && !restarts) return [];
  const rest = operands(words, words.indexOf(verb) + 2, ['-n', '--namespace', '--context', '--kubeconfig']);
  const kinds = /^(?:deploy(?:ments?)?|deployment\.apps|sts|statefulsets?|ds|daemonsets?|cronjobs?)$/;
  const named = rest.flatMap((word) => /^[a-z.]+\/(.+)$/.exec(word)?.[1] ?? []);
  if (named.length > 0) return named.flatMap((name) => workloadMember(step, name, line));
  return kinds.test(rest[0] ?? '') ? rest.slice(1, sets ? 2 : undefined).flatMap((name) => workloadMember(step, name, line)) : [];
}

/** `kustomize build x | kubectl apply -f -`, `helm template name chart | …`, `kubectl kustomize x | …`. */
function piped(step: Step, { words, line, folder }: Command, before: readonly string[]): ReleaseMember[] {
  if (!words.includes('apply') || option(words, '-f', '--filename') !== '-') return [];
  const [tool = '', verb = ''] = before;
  const renders = (tool === 'kustomize' && verb === 'build') || (tool === 'kubectl' && verb === 'kustomize') || (tool === 'helm' && verb === 'template');
  const rendered = renders ? operands(before, 2, ['-f', '--values', '-n', '--namespace', '--set', '--load-restrictor']).at(-1) : undefined;
  return rendered === undefined ? [] : treeMember(step, rendered, line, folder);
}

/** A local chart by its folder, else the release by its name. */
function helmRelease(step: Step, { words, line, folder }: Command): ReleaseMember[] {
  const verb = words.find((word) => word === 'upgrade' || word === 'install');
  if (verb === undefined || flagged(words, '--dry-run')) return [];
  const valued = [
    '-n',
    '--namespace',
    '-f',
    '--values',
    '--set',
    '--set-string',
    '--version',
    '--timeout',
    '--kube-context',
    '--repo',
    '--set-file',
    '--kubeconfig',
  ];
  const [name, chart] = operands(words, words.indexOf(verb) + 1, valued);
  if (chart !== undefined && /^\.|^[\w-]+(?:\/[\w.-]+){2,}$|^charts?\//.test(chart)) return pathMember(step, chart, line, folder);
  return name === undefined ? [] : workloadMember(step, name, line);
}

/** Deployers whose one command is one service. */
function deployer(step: Step, { words, line, folder }: Command): ReleaseMember[] {
  const text = words.slice(0, 4).join(' ');
  if (/^aws ecs update-service/.test(text)) return workloadMember(step, option(words, '--service') ?? '', line);
  if (/^gcloud (?:beta )?run deploy/.test(text)) return workloadMember(step, words[words.indexOf('deploy') + 1] ?? '', line);
  if (/^az containerapp (?:update|up)/.test(text)) return workloadMember(step, option(words, '-n', '--name') ?? '', line);
  if (/^(?:fly|flyctl) deploy/.test(text)) return pathMember(step, option(words, '-c', '--config') ?? '.', line, folder);
  if (/^(?:npx )?(?:serverless|sls|sam|cdk) deploy/.test(text)) return pathMember(step, '.', line, folder);
  if (/^heroku container:push/.test(text)) return workloadMember(step, option(words, '-a', '--app') ?? '', line);
  return [];
}
