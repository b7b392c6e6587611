import type { ReleaseMember } from '../../core/fact.js';
import { type MemberPlace, imageMember, pathMember, treeMember, workloadMember } from './members.js';
import type { PipelineCommand } from './model.js';

/**
 * What a command publishes or deploys: docker, kubectl, helm, skaffold, kustomize and the deployers of single services. `place.line` and
 * `place.folder` are the command's.
 */
export function publishedByCommand({ words, pipedFrom }: PipelineCommand, place: MemberPlace): ReleaseMember[] {
  const [tool = '', verb = ''] = words;
  switch (tool) {
    case 'docker':
    case 'podman':
    case 'buildah':
      return docker(place, words);
    case 'docker-compose':
      return verb === 'push' || flagged(words, 'push') ? composePush(place, words, words.indexOf('push') + 1) : [];
    case 'kubectl':
    case 'oc':
      return [...kubectl(place, words), ...piped(place, words, pipedFrom ?? [])];
    case 'helm':
      return helmRelease(place, words);
    case 'skaffold':
      return verb === 'run' || verb === 'deploy' ? treeMember(place, option(words, '-f', '--filename')?.replace(/[^/]*\.ya?ml$/, '.') ?? '.') : [];
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

function docker(place: MemberPlace, words: readonly string[]): ReleaseMember[] {
  if (words[1] === 'compose') return flagged(words, 'push') ? composePush(place, words, words.indexOf('push') + 1) : [];
  if (words[1] === 'stack' && words[2] === 'deploy') return options(words, '-c', '--compose-file').flatMap((file) => wholeFile(place, file));
  if (words[1] === 'push' || (words[1] === 'image' && words[2] === 'push'))
    return operands(words, words.indexOf('push') + 1).flatMap((image) => imageMember(place, image));
  const builds = words.includes('build') && (flagged(words, '--push') || words.some((word) => /\btype=registry|push=true/.test(word)));
  return builds
    ? options(words, '-t', '--tag')
        .slice(0, 1)
        .flatMap((image) => imageMember(place, image))
    : [];
}

function composePush(place: MemberPlace, words: readonly string[], from: number): ReleaseMember[] {
  const services = operands(words, from);
  if (services.length > 0) return services.flatMap((service) => workloadMember(place, service));
  return wholeFile(place, option(words, '-f', '--file') ?? 'docker-compose.yml');
}

/** All services of a compose file. */
function wholeFile(place: MemberPlace, file: string): ReleaseMember[] {
  return pathMember(place, file).map((member) => ({ ...member, kind: 'workload', text: `${member.text}#*` }));
}

function kubectl(place: MemberPlace, words: readonly string[]): ReleaseMember[] {
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
function piped(place: MemberPlace, words: readonly string[], before: readonly string[]): ReleaseMember[] {
  if (!words.includes('apply') || option(words, '-f', '--filename') !== '-') return [];
  const [tool = '', verb = ''] = before;
  const renders = (tool === 'kustomize' && verb === 'build') || (tool === 'kubectl' && verb === 'kustomize') || (tool === 'helm' && verb === 'template');
  const rendered = renders ? operands(before, 2, ['-f', '--values', '-n', '--namespace', '--set', '--load-restrictor']).at(-1) : undefined;
  return rendered === undefined ? [] : treeMember(place, rendered);
}

/** A local chart by its folder, else the release by its name. */
function helmRelease(place: MemberPlace, words: readonly string[]): ReleaseMember[] {
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

/** Deployers whose one command is one service. */
function deployer(place: MemberPlace, words: readonly string[]): ReleaseMember[] {
  const text = words.slice(0, 4).join(' ');
  if (/^aws ecs update-service/.test(text)) return workloadMember(place, option(words, '--service') ?? '');
  if (/^gcloud (?:beta )?run deploy/.test(text)) return workloadMember(place, words[words.indexOf('deploy') + 1] ?? '');
  if (/^az containerapp (?:update|up)/.test(text)) return workloadMember(place, option(words, '-n', '--name') ?? '');
  if (/^(?:fly|flyctl) deploy/.test(text)) return pathMember(place, option(words, '-c', '--config') ?? '.');
  if (/^(?:npx )?(?:serverless|sls|sam|cdk) deploy/.test(text)) return pathMember(place, '.');
  if (/^heroku container:push/.test(text)) return workloadMember(place, option(words, '-a', '--app') ?? '');
  return [];
}
