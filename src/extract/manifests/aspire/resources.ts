import type { Fact } from '../../../core/fact.js';
import type { Container, EnvEntry, PortMapping, WorkloadFact } from '../../../core/workload.js';
import type { PathStep, RouteFact } from '../../../core/route.js';
import { literal } from '../../../core/term.js';
import { termOfText } from '../../../parse/marks.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { redact, redactText, redactWords } from '../../../parse/redact.js';
import { booleanOf, entriesOf, get, itemsOf, numberOf, textOf, textsOf, type TreeEntry, type TreeNode } from '../../../parse/tree.js';
import { filled } from './references.js';

/** What of a manifest runs. Values, parameters and resources of clouds run nothing here. */
export function resourceFacts(file: string, resources: TreeNode | undefined): Fact[] {
  return entriesOf(resources).flatMap((entry): Fact[] => {
    const type = (textOf(get(entry.value, 'type')) ?? '').replace(/\.v\d$/, '');
    const container = containerOf(file, entry, type, resources);
    return container === undefined ? [] : [workload(file, entry, type, container), ...routesOf(file, entry, resources)];
  });
}

function workload(file: string, { key, line, value }: TreeEntry, type: string, container: Container): WorkloadFact {
  const replicas = numberOf(get(value, 'replicas'));
  return {
    kind: 'workload',
    platform: 'aspire',
    name: key,
    stack: folderOf(file),
    workloadKind: type,
    containers: [container],
    hostnames: [],
    links: [],
    startsAfter: itemsOf(get(value, 'waitFor')).flatMap((node) => {
      const target = textOf(node);
      return target === undefined ? [] : [{ target, at: { file, line: node.line } }];
    }),
    labels: {},
    profiles: [],
    ...(replicas !== undefined && { replicas }),
    at: { file, line },
    foundBy: 'aspire',
  };
}

function containerOf(file: string, { key, line, value }: TreeEntry, type: string, resources: TreeNode | undefined): Container | undefined {
  const source = sourceOf(file, value, type);
  if (source === undefined) return undefined;
  const command = textOf(get(value, 'command'));
  const args = textsOf(get(value, 'args')).map((text) => filled(text, resources));
  const words = redactWords([...(command === undefined ? [] : [command]), ...args]);
  const entrypoint = textOf(get(value, 'entrypoint'));
  return {
    name: key,
    ...source,
    ...(entrypoint !== undefined && { entrypoint: [entrypoint] }),
    ...(words.length > 0 && { command: words }),
    env: entriesOf(get(value, 'env')).flatMap((entry) => envEntry(file, entry, resources)),
    envFrom: [],
    mounts: itemsOf(get(value, 'bindMounts')).flatMap((mount) => {
      const [from, target] = [textOf(get(mount, 'source')), textOf(get(mount, 'target'))];
      return from === undefined || target === undefined ? [] : [{ source: rootPath(folderOf(file), from), target, at: { file, line: mount.line } }];
    }),
    ports: entriesOf(get(value, 'bindings')).flatMap((entry) => portOf(file, entry)),
    init: false,
    at: { file, line },
  };
}

/** A project and a program run from a folder, a container from an image or what it is built of; undefined for what does not run. */
function sourceOf(file: string, node: TreeNode, type: string): Pick<Container, 'code' | 'image' | 'build' | 'workingDir'> | undefined {
  const folder = folderOf(file);
  const path = (key: string): string | undefined => {
    const text = textOf(get(node, key));
    return text === undefined ? undefined : rootPath(folder, text);
  };
  if (type === 'project') {
    const project = path('path');
    return project === undefined ? {} : { code: { folder: inTree(/\.\w+proj$/i.test(project) ? folderOf(project) : project), handlers: [] } };
  }
  if (type === 'executable') {
    const dir = path('workingDirectory');
    return dir === undefined || inTree(dir) === null ? {} : { code: { folder: dir, handlers: [] } };
  }
  const build = get(node, 'build');
  const context = build === undefined ? path('context') : textOf(get(build, 'context'));
  if (type === 'dockerfile' || build !== undefined) {
    const inside = context === undefined ? folder : build === undefined ? context : rootPath(folder, context);
    const written = textOf(get(node, 'dockerfile')) ?? textOf(get(build, 'dockerfile'));
    const dockerfile = written === undefined ? path('path') : rootPath(get(node, 'dockerfile') === undefined ? folder : inside, written);
    return { build: { context: inside, ...(dockerfile !== undefined && { dockerfile }), args: [] } };
  }
  const image = textOf(get(node, 'image'));
  return type === 'container' ? { ...(image !== undefined && { image: termOfText(image) }) } : undefined;
}

const inTree = (folder: string): string | null => (folder.startsWith('..') || folder.startsWith('/') ? null : folder);

function envEntry(file: string, { key, line, value }: TreeEntry, resources: TreeNode | undefined): EnvEntry[] {
  const text = textOf(value);
  if (text === undefined) return [];
  const term = redact(key, termOfText(redactText(filled(text, resources))));
  return [{ name: key, ...(term && { value: term }), at: { file, line } }];
}

function portOf(file: string, { value, line }: TreeEntry): PortMapping[] {
  const inner = textOf(get(value, 'targetPort')) ?? textOf(get(value, 'port'));
  if (inner === undefined && booleanOf(get(value, 'external')) !== true) return [];
  const port = literal(inner ?? '8080');
  const host = booleanOf(get(value, 'external')) === true ? { host: literal(textOf(get(value, 'port')) ?? inner ?? '80') } : {};
  return [{ container: port, ...host, at: { file, line } }];
}

function routesOf(file: string, { key, value }: TreeEntry, resources: TreeNode | undefined): RouteFact[] {
  return itemsOf(get(value, 'routes')).flatMap((node): RouteFact[] => {
    const [path, to] = [textOf(get(node, 'path')), textOf(get(node, 'to'))];
    const at = { file, line: node.line };
    if (path === undefined || to === undefined) return [];
    return [
      {
        kind: 'route',
        at,
        foundBy: 'aspire',
        technology: 'yarp',
        gateway: { by: 'controller', name: key },
        source: file,
        stack: folderOf(file),
        hosts: [],
        path,
        pathKind: 'template',
        methods: [],
        protocol: 'http',
        targets: [{ address: termOfText(filled(to, resources)), at }],
        forwards: stepsOf(itemsOf(get(node, 'transforms')), path),
        policies: [],
      },
    ];
  });
}

function stepsOf(transforms: readonly TreeNode[], path: string): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  for (const transform of transforms) {
    const [entry] = entriesOf(transform);
    const text = textOf(entry?.value) ?? '';
    if (entry?.key === 'remove') steps.push({ front: text, by: '' });
    else if (entry?.key === 'prefix') steps.push({ front: '', by: text });
    else if (entry?.key === 'set') steps.push({ whole: text });
    else {
      const [front, by] = [path, text].map((one) => /^(.*?)\/?\{\*\*?[\w-]+\}$/.exec(one)?.[1]);
      if (front === undefined || by === undefined || /[{]/.test(front + by)) return null;
      steps.push({ front, by });
    }
  }
  return steps;
}
