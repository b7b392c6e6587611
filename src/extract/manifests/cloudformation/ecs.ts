import type { Container, EnvEntry, PortMapping, WorkloadFact } from '../../../core/workload.js';
import { hasUnknown, knownName } from '../../../parse/marks.js';
import { redact, redactWords } from '../../../parse/redact.js';
import { get, itemsOf, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { ofType, placeOf, type Resource, type Stack, termOf } from './stack.js';

/** ECS services with their containers and the names under which others find them, and tasks that no service of the stack runs. */
export function tasksOf(stack: Stack): WorkloadFact[] {
  const services = ofType(stack, 'AWS::ECS::Service');
  const run = new Set<Resource>();
  const found = services.flatMap((service) => {
    const task = taskOf(stack, service);
    if (task !== undefined) run.add(task);
    return task === undefined ? [] : [workloadOf(stack, task, service)];
  });
  const alone = ofType(stack, 'AWS::ECS::TaskDefinition').filter((task) => !run.has(task));
  return [...found, ...alone.map((task) => workloadOf(stack, task, undefined))].filter((w) => w.containers.length > 0);
}

function taskOf(stack: Stack, service: Resource): Resource | undefined {
  const named = textOf(get(service.properties, 'TaskDefinition'));
  return ofType(stack, 'AWS::ECS::TaskDefinition').find((t) => t.id === named || textOf(get(t.properties, 'Family')) === named);
}

/** The name of an ECS service, as others of the stack may refer to it. */
export function taskName(stack: Stack, service: Resource): string {
  const task = taskOf(stack, service);
  return task === undefined ? service.id : nameOf(task, service);
}

/** As the owners name it: the service, the family of its tasks, the only container; else the logical id without the word for what it is. */
function nameOf(task: Resource, service: Resource | undefined): string {
  const containers = itemsOf(get(task.properties, 'ContainerDefinitions'));
  const only = containers.length === 1 ? textOf(get(containers[0], 'Name')) : undefined;
  const written = [textOf(get(service?.properties, 'ServiceName')), textOf(get(task.properties, 'Family')), only];
  const known = written.flatMap((name) => (name === undefined ? [] : [knownName(name)])).find((name) => name !== '');
  return known ?? (service ?? task).id.replace(/(ECS)?(Fargate)?(Service|TaskDefinition|Task)$/i, '') ?? task.id;
}

function workloadOf(stack: Stack, task: Resource, service: Resource | undefined): WorkloadFact {
  const replicas = numberOf(get(service?.properties, 'DesiredCount'));
  const scaled = ofType(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').length > 0;
  return {
    kind: 'workload',
    platform: 'cloudformation',
    at: placeOf(stack, undefined, service ?? task),
    foundBy: stack.tool,
    name: nameOf(task, service),
    stack: stack.key,
    workloadKind: service === undefined ? 'ECS task' : 'ECS service',
    containers: itemsOf(get(task.properties, 'ContainerDefinitions')).flatMap((node) => containerOf(stack, node)),
    hostnames: service === undefined ? [] : hostnamesOf(stack, service),
    links: [],
    startsAfter: [],
    labels: {},
    profiles: [],
    ...(replicas === undefined ? {} : { replicas }),
    ...(scaled ? { autoscaled: true } : {}),
  };
}

function containerOf(stack: Stack, node: TreeNode): Container[] {
  const name = get(node, 'Name');
  const image = textOf(get(node, 'Image'));
  if (image === undefined || node.kind !== 'map') return [];
  const [entrypoint, command] = [get(node, 'EntryPoint'), get(node, 'Command')].map((words) => (words === undefined ? undefined : redactWords(textsOf(words))));
  return [
    {
      name: textOf(name) ?? '',
      image: termOf(image),
      ...(entrypoint && { entrypoint }),
      ...(command && { command }),
      env: [...itemsOf(get(node, 'Environment')), ...itemsOf(get(node, 'Secrets'))].flatMap((entry) => variableOf(stack, entry)),
      envFrom: [],
      mounts: [],
      ports: itemsOf(get(node, 'PortMappings')).flatMap((port) => portOf(stack, port)),
      init: false,
      at: placeOf(stack, name ?? node),
    },
  ];
}

function variableOf(stack: Stack, entry: TreeNode): EnvEntry[] {
  const name = textOf(get(entry, 'Name'));
  const value = get(entry, 'Value');
  const text = textOf(value);
  if (name === undefined) return [];
  const shown = text === undefined || knownName(text) === '' ? undefined : redact(name, termOf(text));
  return [{ name, ...(shown && { value: shown }), at: placeOf(stack, value ?? entry) }];
}

function portOf(stack: Stack, port: TreeNode): PortMapping[] {
  const text = textOf(get(port, 'ContainerPort'));
  return text === undefined ? [] : [{ container: termOf(text), at: placeOf(stack, get(port, 'ContainerPort') ?? port) }];
}

/** Names of service discovery, and those that Service Connect gives. */
function hostnamesOf(stack: Stack, service: Resource): string[] {
  const registered = itemsOf(get(service.properties, 'ServiceRegistries')).flatMap((r) => {
    const found = ofType(stack, 'AWS::ServiceDiscovery::Service').find((s) => s.id === textOf(get(r, 'RegistryArn')));
    const name = textOf(get(found?.properties, 'Name'));
    const space = textOf(get(found?.properties, 'NamespaceId')) ?? textOf(get(found?.properties, 'DnsConfig', 'NamespaceId'));
    return name === undefined ? [] : inNamespace(stack, name, space);
  });
  const connect = get(service.properties, 'ServiceConnectConfiguration');
  const connected = itemsOf(get(connect, 'Services')).flatMap((s) => {
    const aliases = itemsOf(get(s, 'ClientAliases')).flatMap((alias) => textOf(get(alias, 'DnsName')) ?? []);
    const name = textOf(get(s, 'DiscoveryName')) ?? textOf(get(s, 'PortName'));
    return aliases.length > 0 || name === undefined ? aliases : inNamespace(stack, name, textOf(get(connect, 'Namespace')));
  });
  return [...new Set([...registered, ...connected])].filter((name) => !hasUnknown(name));
}

/** A name alone and in its namespace, which is a resource of the stack or said by its name. */
function inNamespace(stack: Stack, name: string, namespace: string | undefined): string[] {
  const space = stack.resources.find((r) => r.id === namespace && r.type.startsWith('AWS::ServiceDiscovery::'));
  const written = space === undefined ? namespace : textOf(get(space.properties, 'Name'));
  return written === undefined || hasUnknown(written) ? [name] : [name, `${name}.${written}`];
}
