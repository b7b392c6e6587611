import type { Container, EnvEntry, FunctionHandler, WorkloadFact } from '../../../core/workload.js';
import type { Location } from '../../../core/location.js';
import { hasUnknown, knownName } from '../../../parse/marks.js';
import { folderOf, isRelativePath, joinPath } from '../../../parse/paths.js';
import { redact } from '../../../parse/redact.js';
import { entriesOf, get, textOf, textsOf, type TreeEntry, type TreeNode } from '../../../parse/tree.js';
import { functionName, ofType, placeOf, type Resource, type Stack, termOf } from './stack.js';

const types = ['AWS::Serverless::Function', 'AWS::Lambda::Function'] as const;

/** Functions that the owners build: what only deploys the stack itself, and code written into the template, is none. */
export function functionsOf(stack: Stack): Resource[] {
  const glue = new Set(stack.resources.flatMap((r) => textOf(get(r.properties, 'ServiceToken')) ?? []));
  return ofType(stack, ...types).filter((f) => ![...glue].some((token) => token === f.name || token.endsWith(`:${f.name}`)) && inline(f) === undefined);
}

/** A property of a function: its own, else what the template's globals say. */
export function setting(stack: Stack, resource: Resource, ...path: readonly string[]): TreeNode | undefined {
  const kind = resource.type === 'AWS::Serverless::Function' ? 'Function' : resource.type === 'AWS::Serverless::Api' ? 'Api' : 'HttpApi';
  return get(resource.properties, ...path) ?? (resource.type.startsWith('AWS::Serverless::') ? get(stack.globals, kind, ...path) : undefined);
}

/** The functions of a stack as one workload, with a container for each; none where the stack has no functions. */
export function workloadsOf(stack: Stack): WorkloadFact[] {
  const functions = functionsOf(stack);
  const [first] = functions;
  if (first === undefined) return [];
  const containers = functions.map((f) => containerOf(stack, f));
  return [
    {
      kind: 'workload',
      platform: stack.tool === 'serverless' ? 'serverless' : 'cloudformation',
      at: placeOf(stack, undefined, first),
      foundBy: stack.tool,
      name: stack.name,
      stack: stack.key,
      workloadKind: 'functions',
      containers,
      hostnames: functions.map((f) => f.name),
      links: [],
      startsAfter: [],
      labels: {},
      profiles: [],
      autoscaled: true,
    },
  ];
}

function inline(resource: Resource): TreeNode | undefined {
  return get(resource.properties, 'InlineCode') ?? get(resource.properties, 'Code', 'ZipFile');
}

function containerOf(stack: Stack, resource: Resource): Container {
  const at = placeOf(stack, undefined, resource);
  const folder = codeFolder(stack, resource);
  const image = textOf(get(resource.properties, 'ImageUri')) ?? textOf(get(resource.properties, 'Code', 'ImageUri'));
  return {
    name: resource.id,
    ...(image === undefined ? {} : { image: termOf(image) }),
    code: { folder, handlers: [handlerOf(stack, resource, folder)] },
    env: environmentOf(stack, resource),
    envFrom: [],
    mounts: [],
    ports: [],
    init: false,
    at,
  };
}

/** The folder of a function's code: also where an image is built of it. A file or archive in a folder counts as its folder. */
function codeFolder(stack: Stack, resource: Resource): string | null {
  const built = textOf(get(resource.metadata, 'DockerContext'));
  const written = built ?? textOf(setting(stack, resource, 'CodeUri')) ?? textOf(get(resource.properties, 'Code'));
  const image = textOf(setting(stack, resource, 'PackageType')) === 'Image';
  if (image && built === undefined) return null;
  const named = written ?? (resource.type === 'AWS::Serverless::Function' ? '.' : undefined);
  if (named === undefined || !isRelativePath(named) || hasUnknown(named)) return null;
  const path = joinPath(folderOf(stack.key), named);
  return path.startsWith('..') ? null : /\.(zip|jar|war|[cm]?[jt]s|py)$/.test(path) ? folderOf(path) : path;
}

/** `src/app.handler` is the export `handler` of `src/app`; the entry point of a bundle stands for what the bundler writes. */
function handlerOf(stack: Stack, resource: Resource, folder: string | null): FunctionHandler {
  const node = setting(stack, resource, 'Handler');
  const written = textOf(node) ?? '';
  const dot = written.lastIndexOf('.');
  const open = openAddress(stack, resource);
  const base = { function: resource.id, name: resource.name, at: placeOf(stack, node, resource), ...(open === undefined ? {} : { open }) };
  if (folder === null || dot <= 0 || /[\s:]/.test(written)) return base;
  const bundled = textsOf(get(resource.metadata, 'BuildProperties', 'EntryPoints'))[0];
  return { ...base, file: joinPath(folder, bundled ?? written.slice(0, dot)), export: written.slice(dot + 1) };
}

/** Where a function gets an address of its own that asks nobody who they are. */
function openAddress(stack: Stack, resource: Resource): Location | undefined {
  const apart = ofType(stack, 'AWS::Lambda::Url').find((url) => functionName(textOf(get(url.properties, 'TargetFunctionArn')) ?? '') === resource.name);
  const type = get(setting(stack, resource, 'FunctionUrlConfig'), 'AuthType') ?? get(apart?.properties, 'AuthType');
  return textOf(type)?.toUpperCase() === 'NONE' ? placeOf(stack, type) : undefined;
}

function environmentOf(stack: Stack, resource: Resource): EnvEntry[] {
  const shared = resource.type === 'AWS::Serverless::Function' ? entriesOf(get(stack.globals, 'Function', 'Environment', 'Variables')) : [];
  const own = entriesOf(get(resource.properties, 'Environment', 'Variables'));
  const all = new Map<string, TreeEntry>([...shared, ...own].map((entry) => [entry.key, entry]));
  return [...all.values()].map((entry) => envEntry(stack, entry));
}

/** A variable of a container or function. */
function envEntry(stack: Stack, { key, line, value }: TreeEntry): EnvEntry {
  const text = textOf(value);
  const at = placeOf(stack, value.kind === 'scalar' ? value : { line });
  const shown = text === undefined || knownName(text) === '' ? undefined : redact(key, termOf(text));
  return { name: key, ...(shown && { value: shown }), at };
}
