/** What an attribute of a resource is: the resource itself, an attribute as CloudFormation calls it, or an argument of its own. */
export type Reference = { readonly kind: 'ref' } | { readonly kind: 'attribute'; readonly name: string } | { readonly kind: 'argument'; readonly name: string };

const ref: Reference = { kind: 'ref' };
const attribute = (name: string): Reference => ({ kind: 'attribute', name });

const rows: Readonly<Record<string, Readonly<Record<string, Reference>>>> = {
  aws_sqs_queue: { id: ref, url: ref, arn: attribute('Arn'), name: attribute('QueueName') },
  aws_sns_topic: { id: ref, arn: ref, name: attribute('TopicName') },
  aws_dynamodb_table: { id: ref, name: ref, arn: attribute('Arn'), stream_arn: attribute('StreamArn') },
  aws_lambda_function: { id: ref, function_name: ref, arn: attribute('Arn'), invoke_arn: attribute('Arn'), qualified_arn: attribute('Arn') },
  aws_lambda_alias: { arn: ref, invoke_arn: ref },
  aws_kinesis_stream: { id: attribute('Arn'), arn: attribute('Arn'), name: ref },
  aws_cloudwatch_event_bus: { id: ref, name: ref, arn: attribute('Arn') },
  aws_cloudwatch_event_rule: { id: ref, name: ref },
  aws_s3_bucket: { id: ref, bucket: ref, arn: attribute('Arn'), bucket_domain_name: attribute('DomainName') },
  aws_sfn_state_machine: { id: ref, arn: ref },
  aws_api_gateway_rest_api: { id: ref, root_resource_id: attribute('RootResourceId') },
  aws_api_gateway_resource: { id: ref },
  aws_api_gateway_method: { http_method: { kind: 'argument', name: 'http_method' }, resource_id: { kind: 'argument', name: 'resource_id' } },
  aws_api_gateway_authorizer: { id: ref },
  aws_api_gateway_stage: { stage_name: { kind: 'argument', name: 'stage_name' }, invoke_url: { kind: 'argument', name: 'rest_api_id' } },
  aws_apigatewayv2_api: { id: ref, api_endpoint: attribute('ApiEndpoint') },
  aws_apigatewayv2_integration: { id: ref },
  aws_apigatewayv2_authorizer: { id: ref },
  aws_apigatewayv2_stage: { id: ref },
  aws_lb: { arn: ref, id: ref, dns_name: attribute('DNSName') },
  aws_alb: { arn: ref, id: ref, dns_name: attribute('DNSName') },
  aws_lb_listener: { arn: ref, id: ref },
  aws_alb_listener: { arn: ref, id: ref },
  aws_lb_target_group: { arn: ref, id: ref },
  aws_alb_target_group: { arn: ref, id: ref },
  aws_ecs_task_definition: { arn: ref, id: ref, family: { kind: 'argument', name: 'family' } },
  aws_ecs_service: { id: ref, name: { kind: 'argument', name: 'name' } },
  aws_service_discovery_service: { arn: ref, id: ref, name: { kind: 'argument', name: 'name' } },
  aws_service_discovery_private_dns_namespace: { id: ref, arn: ref, name: { kind: 'argument', name: 'name' } },
  aws_service_discovery_http_namespace: { id: ref, arn: ref, name: { kind: 'argument', name: 'name' } },
  aws_db_instance: {
    address: attribute('Endpoint.Address'),
    endpoint: attribute('Endpoint'),
    id: ref,
    db_name: { kind: 'argument', name: 'db_name' },
    name: { kind: 'argument', name: 'name' },
  },
  aws_rds_cluster: { endpoint: attribute('Endpoint'), id: ref, database_name: { kind: 'argument', name: 'database_name' } },
  aws_docdb_cluster: { endpoint: attribute('Endpoint'), id: ref },
  aws_elasticache_cluster: {
    'cache_nodes.address': attribute('RedisEndpoint.Address'),
    cache_nodes: attribute('RedisEndpoint.Address'),
    configuration_endpoint: attribute('ConfigurationEndpoint.Address'),
  },
  aws_elasticache_replication_group: {
    primary_endpoint_address: attribute('PrimaryEndPoint.Address'),
    configuration_endpoint_address: attribute('ConfigurationEndPoint.Address'),
  },
  aws_ssm_parameter: { value: { kind: 'argument', name: 'value' }, name: { kind: 'argument', name: 'name' } },
  aws_ecr_repository: { repository_url: { kind: 'argument', name: 'name' }, name: { kind: 'argument', name: 'name' } },
};

/** What an attribute of a type is; undefined for what only a deployment knows. */
export function referenceOf(type: string, name: string): Reference | undefined {
  return Object.hasOwn(rows, type) && Object.hasOwn(rows[type] ?? {}, name) ? rows[type]?.[name] : undefined;
}

/** All attributes of a type that something is known of, with what they are. */
export function referencesOf(type: string): readonly (readonly [name: string, reference: Reference])[] {
  return Object.hasOwn(rows, type) ? Object.entries(rows[type] ?? {}) : [];
}
