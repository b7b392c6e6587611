import { entryOf, listOf, mapOf } from '../cloud/build.js';
import { at, items, type Placed, type PlacedEntry, scalar, text } from '../placed.js';
import { blocks, parsed, type Reading } from './reading.js';

/** A load balancer. */
export function schemeOf({ value }: Reading): (readonly PlacedEntry[])[] {
  const internal = value('internal');
  return [
    entryOf('Name', value('name')),
    internal !== undefined && text(internal) === 'true' ? entryOf('Scheme', scalar('internal', internal.at)) : [],
    entryOf('Type', value('load_balancer_type')),
  ];
}

/** A listener, and where it leads what no rule takes. */
export function listenerOf({ value }: Reading): (readonly PlacedEntry[])[] {
  const actions = blocks(value('default_action')).map(actionOf);
  return [entryOf('LoadBalancerArn', value('load_balancer_arn')), actions[0] === undefined ? [] : entryOf('DefaultActions', listOf(actions[0].at, actions))];
}

/** A rule of a listener. */
export function listenerRuleOf({ value }: Reading): (readonly PlacedEntry[])[] {
  const actions = blocks(value('action')).map(actionOf);
  const conditions = blocks(value('condition')).flatMap((condition) => conditionOf(condition));
  return [
    entryOf('ListenerArn', value('listener_arn')),
    actions[0] === undefined ? [] : entryOf('Actions', listOf(actions[0].at, actions)),
    conditions[0] === undefined ? [] : entryOf('Conditions', listOf(conditions[0].at, conditions)),
  ];
}

function actionOf(action: Placed): Placed {
  const groups = blocks(at(action, 'forward', 'target_group')).map((group) =>
    mapOf(group.at, entryOf('TargetGroupArn', at(group, 'arn')), entryOf('Weight', at(group, 'weight'))),
  );
  return mapOf(
    action.at,
    entryOf('Type', at(action, 'type')),
    entryOf('TargetGroupArn', at(action, 'target_group_arn')),
    groups[0] === undefined ? [] : entryOf('ForwardConfig', mapOf(groups[0].at, entryOf('TargetGroups', listOf(groups[0].at, groups)))),
  );
}

function conditionOf(condition: Placed): Placed[] {
  const fields = [
    ['path-pattern', 'path_pattern'],
    ['host-header', 'host_header'],
    ['http-request-method', 'http_request_method'],
  ] as const;
  return fields.flatMap(([field, key]) => {
    const values = at(condition, key, 'values');
    return values === undefined ? [] : [mapOf(condition.at, entryOf('Field', scalar(field, condition.at)), entryOf('Values', values))];
  });
}

/** Container definitions are JSON: encoded here, or a text that is. */
export function taskOf({ value }: Reading): (readonly PlacedEntry[])[] {
  const containers = parsed(value('container_definitions'));
  return [
    entryOf('Family', value('family')),
    items(containers).length === 0 ? [] : entryOf('ContainerDefinitions', listOf(containers?.at ?? { file: '.', line: 1 }, items(containers).map(capitalised))),
  ];
}

/** Keys of ECS's JSON as CloudFormation spells them. */
function capitalised(node: Placed): Placed {
  if (node.kind === 'list') return { ...node, items: node.items.map(capitalised) };
  if (node.kind !== 'map') return node;
  return { ...node, entries: node.entries.map((e) => ({ ...e, key: e.key.charAt(0).toUpperCase() + e.key.slice(1), value: capitalised(e.value) })) };
}

/** A service of ECS. */
export function ecsServiceOf({ value }: Reading): (readonly PlacedEntry[])[] {
  const balancers = blocks(value('load_balancer')).map((b) =>
    mapOf(b.at, entryOf('ContainerName', at(b, 'container_name')), entryOf('TargetGroupArn', at(b, 'target_group_arn'))),
  );
  const registries = blocks(value('service_registries')).map((r) => mapOf(r.at, entryOf('RegistryArn', at(r, 'registry_arn'))));
  const services = blocks(value('service_connect_configuration', 'service')).map((s) => connectOf(s));
  return [
    entryOf('ServiceName', value('name')),
    entryOf('TaskDefinition', value('task_definition')),
    entryOf('DesiredCount', value('desired_count')),
    balancers[0] === undefined ? [] : entryOf('LoadBalancers', listOf(balancers[0].at, balancers)),
    registries[0] === undefined ? [] : entryOf('ServiceRegistries', listOf(registries[0].at, registries)),
    services[0] === undefined ? [] : entryOf('ServiceConnectConfiguration', mapOf(services[0].at, entryOf('Services', listOf(services[0].at, services)))),
  ];
}

function connectOf(service: Placed): Placed {
  const aliases = blocks(at(service, 'client_alias')).map((alias) => mapOf(alias.at, entryOf('DnsName', at(alias, 'dns_name'))));
  return mapOf(
    service.at,
    entryOf('PortName', at(service, 'port_name')),
    entryOf('DiscoveryName', at(service, 'discovery_name')),
    aliases[0] === undefined ? [] : entryOf('ClientAliases', listOf(aliases[0].at, aliases)),
  );
}
