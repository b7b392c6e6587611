import { entryOf, listOf, mapOf } from '../cloud/build.js';
import { at, type Placed, type PlacedEntry, scalar, text } from '../placed.js';
import { ecsServiceOf, listenerOf, listenerRuleOf, schemeOf, taskOf } from './containers.js';
import type { Block } from './modules.js';
import { blocks, parsed, type Properties, type Reading } from './reading.js';
import type { Made } from './bindings.js';
import type { Scope } from './scope.js';

/** A resource as CloudFormation writes it; undefined for types that say nothing of services and messages. */
export function resourceOf(block: Block, scope: Scope, one: Made): Placed | undefined {
  const form = types.get(block.type);
  if (form === undefined) return undefined;
  const place = { file: block.file, line: block.line };
  const value = (...path: readonly string[]): Placed | undefined => scope.argument(block, one.bindings, ...path);
  const properties = form.properties({ value, scope, block, one });
  return mapOf(place, entryOf('Type', scalar(form.type, place)), entryOf('Properties', mapOf(place, ...properties)));
}

/** Whether a type says anything of services and messages. */
export function isKnown(type: string): boolean {
  return types.has(type);
}

interface Form {
  readonly type: string;
  readonly properties: Properties;
}

/** Arguments that only have another name. */
const renamed =
  (...pairs: readonly (readonly [to: string, ...from: readonly string[]])[]): Properties =>
  ({ value }) =>
    pairs.map(([to, ...from]) => entryOf(to, value(...from)));

const types: ReadonlyMap<string, Form> = new Map(
  Object.entries({
    aws_sqs_queue: { type: 'AWS::SQS::Queue', properties: renamed(['QueueName', 'name']) },
    aws_sns_topic: { type: 'AWS::SNS::Topic', properties: renamed(['TopicName', 'name']) },
    aws_sns_topic_subscription: {
      type: 'AWS::SNS::Subscription',
      properties: renamed(['TopicArn', 'topic_arn'], ['Endpoint', 'endpoint'], ['Protocol', 'protocol']),
    },
    aws_dynamodb_table: { type: 'AWS::DynamoDB::Table', properties: renamed(['TableName', 'name']) },
    aws_kinesis_stream: { type: 'AWS::Kinesis::Stream', properties: renamed(['Name', 'name']) },
    aws_cloudwatch_event_bus: { type: 'AWS::Events::EventBus', properties: renamed(['Name', 'name']) },
    aws_cloudwatch_event_rule: { type: 'AWS::Events::Rule', properties: ruleOf },
    aws_s3_bucket: { type: 'AWS::S3::Bucket', properties: renamed(['BucketName', 'bucket']) },
    aws_ssm_parameter: { type: 'AWS::SSM::Parameter', properties: renamed(['Name', 'name'], ['Value', 'value']) },
    aws_lambda_function: { type: 'AWS::Lambda::Function', properties: functionOf },
    aws_lambda_function_url: { type: 'AWS::Lambda::Url', properties: renamed(['TargetFunctionArn', 'function_name'], ['AuthType', 'authorization_type']) },
    aws_lambda_alias: { type: 'AWS::Lambda::Alias', properties: renamed(['FunctionName', 'function_name']) },
    aws_lambda_event_source_mapping: {
      type: 'AWS::Lambda::EventSourceMapping',
      properties: renamed(['EventSourceArn', 'event_source_arn'], ['FunctionName', 'function_name'], ['Topics', 'topics']),
    },
    aws_api_gateway_rest_api: {
      type: 'AWS::ApiGateway::RestApi',
      properties: renamed(['Name', 'name'], ['Body', 'body'], ['Policy', 'policy'], ['EndpointConfiguration', 'endpoint_configuration', 'types']),
    },
    aws_api_gateway_resource: {
      type: 'AWS::ApiGateway::Resource',
      properties: renamed(['RestApiId', 'rest_api_id'], ['ParentId', 'parent_id'], ['PathPart', 'path_part']),
    },
    aws_api_gateway_method: { type: 'AWS::ApiGateway::Method', properties: methodOf },
    aws_api_gateway_usage_plan: { type: 'AWS::ApiGateway::UsagePlan', properties: planOf },
    aws_api_gateway_method_settings: { type: 'AWS::ApiGateway::Stage', properties: settingsOf },
    aws_apigatewayv2_api: { type: 'AWS::ApiGatewayV2::Api', properties: renamed(['Name', 'name'], ['ProtocolType', 'protocol_type'], ['Target', 'target']) },
    aws_apigatewayv2_route: {
      type: 'AWS::ApiGatewayV2::Route',
      properties: renamed(['ApiId', 'api_id'], ['RouteKey', 'route_key'], ['Target', 'target'], ['AuthorizationType', 'authorization_type']),
    },
    aws_apigatewayv2_integration: {
      type: 'AWS::ApiGatewayV2::Integration',
      properties: renamed(['ApiId', 'api_id'], ['IntegrationUri', 'integration_uri'], ['IntegrationType', 'integration_type']),
    },
    aws_apigatewayv2_stage: {
      type: 'AWS::ApiGatewayV2::Stage',
      properties: ({ value }) => [entryOf('ApiId', value('api_id')), entryOf('DefaultRouteSettings', throttled(value('default_route_settings')))],
    },
    aws_lb: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', properties: schemeOf },
    aws_alb: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', properties: schemeOf },
    aws_lb_listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', properties: listenerOf },
    aws_alb_listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', properties: listenerOf },
    aws_lb_listener_rule: { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', properties: listenerRuleOf },
    aws_alb_listener_rule: { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', properties: listenerRuleOf },
    aws_lb_target_group: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', properties: renamed(['Port', 'port']) },
    aws_alb_target_group: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', properties: renamed(['Port', 'port']) },
    aws_ecs_task_definition: { type: 'AWS::ECS::TaskDefinition', properties: taskOf },
    aws_ecs_service: { type: 'AWS::ECS::Service', properties: ecsServiceOf },
    aws_service_discovery_service: {
      type: 'AWS::ServiceDiscovery::Service',
      properties: ({ value }) => [entryOf('Name', value('name')), entryOf('NamespaceId', value('dns_config', 'namespace_id') ?? value('namespace_id'))],
    },
    aws_service_discovery_private_dns_namespace: { type: 'AWS::ServiceDiscovery::PrivateDnsNamespace', properties: renamed(['Name', 'name']) },
    aws_service_discovery_http_namespace: { type: 'AWS::ServiceDiscovery::HttpNamespace', properties: renamed(['Name', 'name']) },
    aws_db_instance: { type: 'AWS::RDS::DBInstance', properties: renamed(['Engine', 'engine'], ['DBName', 'db_name']) },
    aws_rds_cluster: { type: 'AWS::RDS::DBCluster', properties: renamed(['Engine', 'engine'], ['DatabaseName', 'database_name']) },
    aws_docdb_cluster: { type: 'AWS::DocDB::DBCluster', properties: () => [] },
    aws_elasticache_cluster: { type: 'AWS::ElastiCache::CacheCluster', properties: renamed(['Engine', 'engine']) },
    aws_elasticache_replication_group: { type: 'AWS::ElastiCache::ReplicationGroup', properties: renamed(['Engine', 'engine']) },
  } satisfies Record<string, Form>),
);

/** The folder that is packed, a folder around an archive, or an image. A path is seen from the stack's own folder. */
function functionOf({ value, scope, block }: Reading): (readonly PlacedEntry[])[] {
  const packed = scope.pathOf(value('filename'));
  const place = { file: block.file, line: block.line };
  return [
    entryOf('FunctionName', value('function_name')),
    packed === undefined ? [] : entryOf('Code', scalar(relativeTo(scope.rootFolder, packed), value('filename')?.at ?? place)),
    entryOf('Handler', value('handler')),
    entryOf('ImageUri', value('image_uri')),
    entryOf('PackageType', value('package_type')),
    entryOf('Environment', environmentOf(value('environment', 'variables'))),
  ];
}

function environmentOf(variables: Placed | undefined): Placed | undefined {
  return variables?.kind === 'map' ? mapOf(variables.at, entryOf('Variables', variables)) : undefined;
}

/** A path under the scan root, as it is written in a folder. */
function relativeTo(folder: string, path: string): string {
  if (folder === '.') return path;
  const [from, to] = [folder.split('/'), path.split('/')];
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common += 1;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}

/** The targets of a rule are resources of their own. */
function ruleOf({ value, scope, block, one }: Reading): (readonly PlacedEntry[])[] {
  const targets = [...scope.module.resources.values()].filter((r) => r.type === 'aws_cloudwatch_event_target' && refersTo(r, 'rule', block));
  const arns = targets.flatMap((target) =>
    together(scope, target, one).flatMap((own) => {
      const arn = scope.argument(target, own.bindings, 'arn');
      return arn === undefined ? [] : [mapOf({ file: target.file, line: target.line }, entryOf('Arn', arn))];
    }),
  );
  return [
    entryOf('EventBusName', value('event_bus_name')),
    entryOf('EventPattern', parsed(value('event_pattern'))),
    arns.length === 0 ? [] : entryOf('Targets', listOf({ file: block.file, line: block.line }, arns)),
  ];
}

/** Of what a block makes, that which goes with one of another: of the same key, where both have keys. */
function together(scope: Scope, block: Block, one: Made): readonly Made[] {
  return scope.instancesOf(block).filter((own) => own.key === undefined || one.key === undefined || own.key === one.key);
}

/** Whether an argument of one block names another. */
function refersTo(from: Block, argument: string, to: Block): boolean {
  const node = from.node.kind === 'map' ? from.node.entries.find((e) => e.key === argument)?.value : undefined;
  const [, after] = node?.kind === 'scalar' ? node.text.split(`${to.type}.${to.name}`, 2) : [];
  return after !== undefined && !/^[\w-]/.test(after);
}

/** A method and its integration, which is a resource of its own. */
function methodOf({ value, scope, block, one }: Reading): (readonly PlacedEntry[])[] {
  const resource = idText(block, 'resource_id');
  const method = idText(block, 'http_method');
  const integration = [...scope.module.resources.values()].find(
    (r) =>
      r.type === 'aws_api_gateway_integration' &&
      (refersTo(r, 'http_method', block) ||
        (idText(r, 'resource_id') === resource && idText(r, 'http_method') === method) ||
        refersTo(r, 'resource_id', block)),
  );
  const own = integration === undefined ? undefined : together(scope, integration, one)[0];
  const of = (...path: readonly string[]): Placed | undefined =>
    integration === undefined || own === undefined ? undefined : scope.argument(integration, own.bindings, ...path);
  const place = integration === undefined ? { file: block.file, line: block.line } : { file: integration.file, line: integration.line };
  return [
    entryOf('RestApiId', value('rest_api_id')),
    entryOf('ResourceId', value('resource_id')),
    entryOf('HttpMethod', value('http_method')),
    entryOf('AuthorizationType', value('authorization')),
    entryOf('ApiKeyRequired', value('api_key_required')),
    integration === undefined ? [] : entryOf('Integration', mapOf(place, entryOf('Type', of('type')), entryOf('Uri', of('uri')))),
  ];
}

function idText(block: Block, argument: string): string | undefined {
  const node = block.node.kind === 'map' ? block.node.entries.find((e) => e.key === argument)?.value : undefined;
  return node?.kind === 'scalar' ? node.text : undefined;
}

function planOf({ value }: Reading): (readonly PlacedEntry[])[] {
  const stages = blocks(value('api_stages')).flatMap((stage) => {
    const api = at(stage, 'api_id');
    return api === undefined ? [] : [mapOf(stage.at, entryOf('ApiId', api))];
  });
  const throttle = value('throttle_settings');
  return [stages[0] === undefined ? [] : entryOf('ApiStages', listOf(stages[0].at, stages)), entryOf('Throttle', throttle)];
}

/** Settings of methods stand for their stage. */
function settingsOf({ value, block }: Reading): (readonly PlacedEntry[])[] {
  const place = { file: block.file, line: block.line };
  const path = text(value('method_path') ?? scalar('*/*', place)) ?? '*/*';
  const cut = path.lastIndexOf('/');
  const limit = value('settings', 'throttling_rate_limit');
  const one = mapOf(place, entryOf('ResourcePath', scalar(path === '*/*' ? '/*' : `/${path.slice(0, cut)}`, place)), entryOf('ThrottlingRateLimit', limit));
  return [entryOf('RestApiId', value('rest_api_id')), entryOf('MethodSettings', listOf(place, [one]))];
}

function throttled(settings: Placed | undefined): Placed | undefined {
  const limit = at(settings, 'throttling_rate_limit');
  return settings === undefined || limit === undefined ? undefined : mapOf(settings.at, entryOf('ThrottlingRateLimit', limit));
}
