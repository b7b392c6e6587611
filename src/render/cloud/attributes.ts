/** How resources of one type are named and what references to them say. `{}` stands for the name. */
export interface ResourceKind {
  /** Types of one family share their names. */
  readonly family: string;
  /** Property that names it; absent: only its logical id does. */
  readonly name?: string;
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

const queue: ResourceKind = {
  family: 'queue',
  name: 'QueueName',
  ref: 'https://sqs.amazonaws.com/{}',
  attributes: { Arn: 'arn:aws:sqs:::{}', QueueName: '{}', QueueUrl: 'https://sqs.amazonaws.com/{}' },
};
const topic: ResourceKind = { family: 'topic', name: 'TopicName', ref: 'arn:aws:sns:::{}', attributes: { TopicName: '{}', TopicArn: 'arn:aws:sns:::{}' } };
const table: ResourceKind = {
  family: 'table',
  name: 'TableName',
  ref: '{}',
  attributes: { Arn: 'arn:aws:dynamodb:::table/{}', StreamArn: 'arn:aws:dynamodb:::table/{}/stream' },
};
const lambda: ResourceKind = { family: 'function', name: 'FunctionName', ref: '{}', attributes: { Arn: 'arn:aws:lambda:::function:{}' } };
const machine: ResourceKind = {
  family: 'machine',
  name: 'StateMachineName',
  ref: 'arn:aws:states:::stateMachine:{}',
  attributes: { Arn: 'arn:aws:states:::stateMachine:{}', Name: '{}' },
};
const api: ResourceKind = {
  family: 'api',
  name: 'Name',
  ref: '{}',
  attributes: { RootResourceId: '{}#root', RestApiId: '{}', ApiId: '{}', ApiEndpoint: 'https://{}.execute-api.amazonaws.com' },
};
const database = (domain: string, port: string): ResourceKind => ({
  family: 'server',
  ref: '{}',
  attributes: {
    Endpoint: `{}.${domain}`,
    'Endpoint.Address': `{}.${domain}`,
    'Endpoint.Port': port,
    'ReadEndpoint.Address': `{}.${domain}`,
    DomainEndpoint: `{}.${domain}`,
    'RedisEndpoint.Address': `{}.${domain}`,
    'RedisEndpoint.Port': port,
    'PrimaryEndPoint.Address': `{}.${domain}`,
    'PrimaryEndPoint.Port': port,
    'ReaderEndPoint.Address': `{}.${domain}`,
    'ConfigurationEndPoint.Address': `{}.${domain}`,
    'ConfigurationEndpoint.Address': `{}.${domain}`,
    'ConfigurationEndpoint.Port': port,
  },
});

const kinds: ReadonlyMap<string, ResourceKind> = new Map([
  ['AWS::SQS::Queue', queue],
  ['AWS::SNS::Topic', topic],
  ['AWS::DynamoDB::Table', table],
  ['AWS::DynamoDB::GlobalTable', table],
  ['AWS::Serverless::SimpleTable', table],
  ['AWS::Lambda::Function', lambda],
  ['AWS::Serverless::Function', lambda],
  ['AWS::StepFunctions::StateMachine', machine],
  ['AWS::Serverless::StateMachine', { ...machine, name: 'Name' }],
  ['AWS::Kinesis::Stream', { family: 'stream', name: 'Name', ref: '{}', attributes: { Arn: 'arn:aws:kinesis:::stream/{}' } }],
  ['AWS::Events::EventBus', { family: 'bus', name: 'Name', ref: '{}', attributes: { Name: '{}', Arn: 'arn:aws:events:::event-bus/{}' } }],
  ['AWS::S3::Bucket', { family: 'bucket', name: 'BucketName', ref: '{}', attributes: { Arn: 'arn:aws:s3:::{}', DomainName: '{}.s3.amazonaws.com' } }],
  ['AWS::ApiGateway::RestApi', api],
  ['AWS::Serverless::Api', api],
  ['AWS::ApiGatewayV2::Api', api],
  ['AWS::Serverless::HttpApi', api],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { family: 'balancer', name: 'Name', ref: '{}', attributes: { DNSName: '{}.elb.amazonaws.com', LoadBalancerArn: '{}', LoadBalancerName: '{}' } },
  ],
  ['AWS::RDS::DBInstance', database('rds.amazonaws.com', '')],
  ['AWS::RDS::DBCluster', database('rds.amazonaws.com', '')],
  ['AWS::DocDB::DBCluster', database('docdb.amazonaws.com', '27017')],
  ['AWS::ElastiCache::CacheCluster', database('cache.amazonaws.com', '6379')],
  ['AWS::ElastiCache::ReplicationGroup', database('cache.amazonaws.com', '6379')],
  ['AWS::ElastiCache::ServerlessCache', database('cache.amazonaws.com', '6379')],
  ['AWS::OpenSearchService::Domain', database('es.amazonaws.com', '443')],
  ['AWS::Elasticsearch::Domain', database('es.amazonaws.com', '443')],
]);

/** How a type's resources are referred to; undefined for types whose references only their own stack can follow. */
export function resourceKind(type: string): ResourceKind | undefined {
  return kinds.get(type);
}

/** Whether a type is an API of API Gateway. */
export function isApi(type: string): boolean {
  return kinds.get(type)?.family === 'api';
}
