import type { Container, WorkloadFact } from '../../../core/workload.js';
import { interpolate } from '../../../parse/interpolate.js';
import { folderOf, isRelativePath, rootPath } from '../../../parse/paths.js';
import { redactWords } from '../../../parse/redact.js';
import { shellWords } from '../../../parse/shell.js';
import { booleanOf, entriesOf, get, itemsOf, numberOf, textOf, textsOf, type TreeEntry, type TreeNode } from '../../../parse/tree.js';
import { mountsOf } from './mounts.js';
import { portsOf } from './ports.js';
import { envOf, labelsOf, plain } from './texts.js';

/** What a service takes from the file around it. */
export interface ComposeFile {
  readonly file: string;
  readonly document: TreeNode;
  readonly environment?: string;
  readonly overrides?: string;
}

/** One entry of `services:` (or of a version 1 file) as a workload. */
export function readService(entry: TreeEntry, context: ComposeFile): WorkloadFact {
  const { file } = context;
  const node = entry.value;
  const at = { file, line: entry.line };
  const replicas = numberOf(get(node, 'deploy', 'replicas')) ?? numberOf(get(node, 'scale'));
  const parent = extendsOf(file, get(node, 'extends'));
  return {
    kind: 'workload',
    platform: 'compose',
    name: entry.key,
    stack: file,
    workloadKind: 'service',
    containers: [readContainer(entry, context)],
    hostnames: hostnamesOf(node),
    links: [...linksOf(file, node), ...extraHostsOf(file, get(node, 'extra_hosts'))],
    startsAfter: dependenciesOf(file, get(node, 'depends_on')),
    labels: { ...labelsOf(get(node, 'deploy', 'labels')), ...labelsOf(get(node, 'labels')) },
    profiles: textsOf(get(node, 'profiles')),
    ...(replicas !== undefined && { replicas }),
    ...addressesOf(node),
    ...(joinsOthers(node, context.document) && { joinsOthers: true }),
    ...networkOf(plain(get(node, 'network_mode')) ?? plain(get(node, 'net'))),
    ...(parent && { extends: parent }),
    ...(context.overrides !== undefined && { overrides: context.overrides }),
    ...(context.environment !== undefined && { environment: context.environment }),
    at,
    foundBy: 'compose',
  };
}

function readContainer(entry: TreeEntry, { file, document }: ComposeFile): Container {
  const node = entry.value;
  const image = textOf(get(node, 'image'));
  const build = buildOf(file, get(node, 'build'), get(node, 'dockerfile'));
  const entrypoint = wordsOf(get(node, 'entrypoint'));
  const command = wordsOf(get(node, 'command'));
  const workingDir = plain(get(node, 'working_dir'));
  return {
    name: entry.key,
    ...(image !== undefined && image !== '' && { image: interpolate(image) }),
    ...(build && { build }),
    ...(entrypoint && { entrypoint }),
    ...(command && { command }),
    ...(workingDir !== undefined && { workingDir }),
    env: envOf(file, get(node, 'environment')),
    envFrom: envFilesOf(file, get(node, 'env_file')),
    mounts: mountsOf(file, node, document),
    ports: portsOf(file, get(node, 'ports'), get(node, 'expose')),
    init: false,
    at: { file, line: entry.line },
  };
}

/** Short and long form; `dockerfile` beside `build` is version 1. The Dockerfile's path is relative to the context, remote contexts stay as written. */
function buildOf(file: string, node: TreeNode | undefined, besideIt: TreeNode | undefined): Container['build'] {
  if (node === undefined || (node.kind === 'scalar' && textOf(node) === undefined) || node.kind === 'list') return undefined;
  const written = plain(node) ?? plain(get(node, 'context')) ?? '.';
  const context = rootPath(folderOf(file), written);
  const dockerfile = plain(get(node, 'dockerfile')) ?? plain(besideIt);
  const target = plain(get(node, 'target'));
  const path = dockerfile === undefined ? undefined : isRelativePath(written) ? rootPath(context, dockerfile) : dockerfile;
  return { context, ...(path !== undefined && { dockerfile: path }), ...(target !== undefined && { target }), args: envOf(file, get(node, 'args')) };
}

function wordsOf(node: TreeNode | undefined): readonly string[] | undefined {
  const words = node?.kind === 'list' ? node.items.flatMap((item) => plain(item) ?? []) : shellWords(plain(node) ?? '');
  return words.length === 0 ? undefined : redactWords(words);
}

function envFilesOf(file: string, node: TreeNode | undefined): Container['envFrom'] {
  const items = node === undefined ? [] : node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    const written = plain(item) ?? plain(get(item, 'path'));
    return written === undefined || written === '' ? [] : [{ kind: 'file' as const, name: rootPath(folderOf(file), written), at: { file, line: item.line } }];
  });
}

/** container_name, hostname and the aliases of all networks; names that hold variables without default are of no use. */
function hostnamesOf(node: TreeNode): readonly string[] {
  const aliases = entriesOf(get(node, 'networks')).flatMap(({ value }) => itemsOf(get(value, 'aliases')));
  const names = [get(node, 'container_name'), get(node, 'hostname'), ...aliases].flatMap((name) => plain(name) ?? []);
  return [...new Set(names)].filter((name) => name !== '' && !name.includes('$'));
}

/** Fixed addresses: `ipv4_address` of a network. */
function addressesOf(node: TreeNode): { addresses?: readonly string[] } {
  const addresses = entriesOf(get(node, 'networks')).flatMap(({ value }) => plain(get(value, 'ipv4_address')) ?? []);
  return addresses.length === 0 ? {} : { addresses };
}

/** Whether one of its networks is `external`, also under a name of its own. */
function joinsOthers(node: TreeNode, document: TreeNode): boolean {
  const networks = get(node, 'networks');
  const names = networks?.kind === 'map' ? networks.entries.map(({ key }) => key) : textsOf(networks);
  const external = (name: string): TreeNode | undefined => get(document, 'networks', name, 'external');
  const all = names.length > 0 ? names : ['default'];
  return all.some((name) => external(name) !== undefined && booleanOf(external(name)) !== false);
}

function linksOf(file: string, node: TreeNode): WorkloadFact['links'] {
  return [...itemsOf(get(node, 'links')), ...itemsOf(get(node, 'external_links'))].flatMap((item) => {
    const [target = '', alias = target] = (plain(item) ?? '').split(':');
    return target === '' ? [] : [{ target, alias, at: { file, line: item.line } }];
  });
}

/** `extra_hosts`: a name and the address it stands for, as a list (`name:address`, `name=address`) or a map; `host-gateway` is the machine. */
function extraHostsOf(file: string, node: TreeNode | undefined): WorkloadFact['links'] {
  const pairs = [
    ...itemsOf(node).map((item) => ({ line: item.line, pair: /^([^:=]+)[:=](.+)$/.exec(plain(item) ?? '')?.slice(1) ?? [] })),
    ...entriesOf(node).map(({ key, line, value }) => ({ line, pair: [key, plain(value) ?? plain(itemsOf(value)[0])] })),
  ];
  return pairs.flatMap(({ line, pair: [alias = '', address = ''] }) => {
    const target = address.replace(/^\[(.*)\]$/, '$1');
    return alias === '' || target === '' || target.includes('$')
      ? []
      : [{ target: target === 'host-gateway' ? 'host.docker.internal' : target, alias, at: { file, line } }];
  });
}

/** `network_mode`: the machine's network, or that of another service or container. */
function networkOf(mode: string | undefined): Pick<WorkloadFact, 'network' | 'networkOf'> {
  if (mode === 'host') return { network: 'host' };
  const other = /^(?:service|container):(.+)$/.exec(mode ?? '')?.[1];
  return other === undefined || other.includes('$') ? {} : { networkOf: other };
}

function dependenciesOf(file: string, node: TreeNode | undefined): WorkloadFact['startsAfter'] {
  const fromList = itemsOf(node).flatMap((item) => (textOf(item) === undefined ? [] : [{ target: textOf(item) ?? '', at: { file, line: item.line } }]));
  return [...fromList, ...entriesOf(node).map(({ key, line }) => ({ target: key, at: { file, line } }))];
}

function extendsOf(file: string, node: TreeNode | undefined): WorkloadFact['extends'] {
  const service = textOf(node) ?? textOf(get(node, 'service'));
  const other = plain(get(node, 'file'));
  return service === undefined ? undefined : { service, ...(other !== undefined && { file: rootPath(folderOf(file), other) }) };
}
