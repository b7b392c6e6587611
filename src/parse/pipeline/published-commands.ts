import type { DeliveredMember } from '../../core/delivery.js';
import { joinPath } from '../paths.js';
import { shellCommands } from '../shell.js';
import { type MemberPlace, imageMember, pathMember, treeMember, workloadMember } from './members.js';
import type { PipelineCommand } from './model.js';

/**
 * What a command publishes or deploys: docker, kubectl, helm, helmfile, kustomize, Nomad and the deployers of single services. Images that it builds and pushes at once
 * are read from what it builds. `place.line` and `place.folder` are the command's.
 */
export function publishedByCommand({ words, pipedFrom }: Pick<PipelineCommand, 'words' | 'pipedFrom'>, place: MemberPlace): DeliveredMember[] {
  const [tool = '', verb = ''] = words;
  switch (tool) {
    case 'docker':
    case 'podman':
    case 'buildah':
      return docker(place, words);
    case 'docker-compose':
      return verb === 'push' || flagged(words, 'push') ? composePush(place, words, words.indexOf('push') + 1) : [];
    case 'skopeo':
    case 'crane':
    case 'regctl':
      return /^(?:copy|cp|push)$/.test(verb === 'image' ? (words[2] ?? '') : verb) ? imageMember(place, (words.at(-1) ?? '').replace(/^docker:\/\//, '')) : [];
    case 'kubectl':
    case 'oc':
      return [...kubectl(place, words), ...piped(place, words, pipedFrom ?? [])];
    case 'kustomize':
      return verb === 'edit' && words[3] === 'image' ? words.slice(4).flatMap((image) => imageMember(place, image.split('=')[0] ?? '', 'deploy')) : [];
    case 'helm':
      return helmRelease(place, words);
    case 'helmfile':
      return helmfileReleases(place, words);
    case 'ssh':
      return remote(place, words);
    default:
      return deployer(place, words);
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

function docker(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
  if (words[1] === 'compose') return flagged(words, 'push') ? composePush(place, words, words.indexOf('push') + 1) : [];
  if (words[1] === 'stack' && words[2] === 'deploy') return composeFileMembers(place, options(words, '-c', '--compose-file'), place.folder, 'deploy');
  if (words[1] === 'service' && words[2] === 'update') return workloadMember(place, words.at(-1) ?? '');
  return words[1] === 'push' || (words[1] === 'image' && words[2] === 'push')
    ? operands(words, words.indexOf('push') + 1).flatMap((image) => imageMember(place, image))
    : [];
}

function composePush(place: MemberPlace, words: readonly string[], from: number): DeliveredMember[] {
  const services = operands(words, from);
  if (services.length > 0) return services.flatMap((service) => workloadMember(place, service, 'publish'));
  return composeFileMembers(place, options(words, '-f', '--file'), place.folder, 'publish');
}

const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** All services of compose files; without any the ones that compose looks for. */
export function composeFileMembers(place: MemberPlace, files: readonly string[], within: string, act: DeliveredMember['act']): DeliveredMember[] {
  return (files.length > 0 ? files : composeFiles).flatMap((file) =>
    pathMember(place, file, within, act).flatMap((member) => workloadMember(place, `${member.text}#*`, act)),
  );
}

/** `ssh host "cd shop && docker compose up -d"`: the files of the repository lie on another machine. */
function remote(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
  const script = words.slice(1).find((word) => /\s/.test(word)) ?? '';
  if (script.length > 20_000) return [];
  return shellCommands(script).flatMap(({ words: command }) => composeUp({ ...place, folder: '.' }, command));
}

/** `docker compose up -d orders`: on another machine a deployment. */
function composeUp(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
  const at = words[0] === 'sudo' ? 1 : 0;
  const compose = words[at] === 'docker-compose' || (words[at] === 'docker' && words[at + 1] === 'compose');
  if (!compose || !words.includes('up')) return [];
  const services = operands(words, words.indexOf('up') + 1);
  if (services.length > 0) return services.flatMap((service) => workloadMember(place, service));
  return composeFileMembers(place, options(words, '-f', '--file'), '.', 'deploy');
}

function kubectl(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
  if (words.some((word) => word.startsWith('--dry-run') && !word.endsWith('=none'))) return [];
  const verb = words.find((word) => ['apply', 'create', 'replace', 'set', 'rollout'].includes(word));
  if (verb === 'apply' || verb === 'create' || verb === 'replace') {
    return options(words, '-f', '--filename', '-k', '--kustomize').flatMap((path) => treeMember(place, path));
  }
  const sets = verb === 'set' && words[words.indexOf('set') + 1] === 'image';
  const restarts = verb === 'rollout' && words[words.indexOf('rollout') + 1] === 'restart';
  if (!sets && !restarts) return [];
  const rest = operands(words, words.indexOf(verb) + 2, ['-n', '--namespace', '--context', '--kubeconfig']);
  const kinds = /^(?:deploy(?:ments?)?|deployment\.apps|sts|statefulsets?|ds|daemonsets?|cronjobs?)$/;
  const named = rest.flatMap((word) => /^[a-z.]+\/(.+)$/.exec(word)?.[1] ?? []);
  if (named.length > 0) return named.flatMap((name) => workloadMember(place, name));
  return kinds.test(rest[0] ?? '') ? rest.slice(1, sets ? 2 : undefined).flatMap((name) => workloadMember(place, name)) : [];
}

/** `kustomize build x | kubectl apply -f -`, `helm template name chart | …`, `kubectl kustomize x | …`. */
function piped(place: MemberPlace, words: readonly string[], before: readonly string[]): DeliveredMember[] {
  if (!words.includes('apply') || option(words, '-f', '--filename') !== '-') return [];
  const [tool = '', verb = ''] = before;
  const renders = (tool === 'kustomize' && verb === 'build') || (tool === 'kubectl' && verb === 'kustomize') || (tool === 'helm' && verb === 'template');
  const rendered = renders ? operands(before, 2, ['-f', '--values', '-n', '--namespace', '--set', '--load-restrictor']).at(-1) : undefined;
  return rendered === undefined ? [] : treeMember(place, rendered);
}

/** A local chart by its folder, else the release by its name. */
function helmRelease(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
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
  if (chart !== undefined && /^\.|^[\w-]+(?:\/[\w.-]+){2,}$|^charts?\//.test(chart)) return pathMember(place, chart);
  return name === undefined ? [] : workloadMember(place, name);
}

/** All releases of a helmfile, unless labels pick some. */
function helmfileReleases(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
  if (!words.some((word) => /^(?:apply|sync|deploy)$/.test(word)) || flagged(words, '-l', '--selector') || words.some((w) => w.startsWith('--selector=')))
    return [];
  const file = option(words, '-f', '--file') ?? '';
  const folder = joinPath(place.folder, /\.ya?ml(?:\.gotmpl)?$/.test(file) ? `${file}/..` : file);
  return workloadMember(place, `${folder}#*`);
}

/** Deployers whose one command is one service, by the words that it begins with: what they name it by. */
const deployers: readonly (readonly [RegExp, (place: MemberPlace, words: readonly string[]) => DeliveredMember[]])[] = [
  [/^aws ecs update-service/, (place, words) => workloadMember(place, option(words, '--service') ?? '')],
  [/^aws lambda update-function-code/, (place, words) => workloadMember(place, option(words, '--function-name') ?? '')],
  [/^ecs deploy/, (place, words) => workloadMember(place, operands(words, 2)[1] ?? '')],
  [/^copilot (?:svc )?deploy/, (place, words) => workloadMember(place, option(words, '-n', '--name') ?? '')],
  [/^gcloud (?:beta )?run deploy/, (place, words) => workloadMember(place, words[words.indexOf('deploy') + 1] ?? '')],
  [/^gcloud (?:beta )?functions deploy/, (place, words) => workloadMember(place, words[words.indexOf('deploy') + 1] ?? '')],
  [/^gcloud app deploy/, (place, words) => operands(words, 3, ['--project', '--version']).flatMap((file) => pathMember(place, file))],
  [/^az containerapp (?:update|up)/, (place, words) => workloadMember(place, option(words, '-n', '--name') ?? '')],
  [/^az webapp (?:deploy|up|config container set)/, (place, words) => workloadMember(place, option(words, '-n', '--name') ?? '')],
  [/^(?:fly|flyctl) deploy/, (place, words) => pathMember(place, option(words, '-c', '--config') ?? '.')],
  [/^(?:npx )?(?:serverless|sls|sam) deploy/, (place) => pathMember(place, '.')],
  [/^heroku container:(?:push|release)/, (place, words) => workloadMember(place, option(words, '-a', '--app') ?? '')],
  [/^cf push/, (place, words) => workloadMember(place, operands(words, 2, ['-f', '-p'])[0] ?? '')],
  [/^nomad (?:job )?run/, (place, words) => operands(words, words.indexOf('run') + 1).flatMap((file) => pathMember(place, file))],
  [/^argocd app (?:sync|set)/, (place, words) => workloadMember(place, operands(words, 3)[0] ?? '')],
  [/^kapp deploy/, (place, words) => options(words, '-f', '--file').flatMap((file) => treeMember(place, file))],
  [/^ko (?:apply|create)/, (place, words) => options(words, '-f', '--filename').flatMap((file) => treeMember(place, file))],
  [/^ko (?:build|publish)/, (place, words) => operands(words, 2).flatMap((path) => pathMember(place, path, place.folder, 'publish'))],
];

function deployer(place: MemberPlace, words: readonly string[]): DeliveredMember[] {
  const text = words.slice(0, 5).join(' ');
  return deployers.find(([begins]) => begins.test(text))?.[1](place, words) ?? [];
}
