import type { WiringFact } from '../../../core/workload.js';
import type { Access } from '../../../core/library.js';
import { knownName } from '../../../parse/marks.js';
import { entriesOf, get, itemsOrOne, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { functionsOf, setting } from './functions.js';
import { ofType, placeOf, pointOf, type Resource, type Stack, termOf } from './stack.js';

/** What a policy template of SAM lets a function do; `part` is what its parameter names. */
interface Allowed {
  readonly parameter: string;
  readonly role: WiringFact['role'];
  readonly protocol: string;
  readonly part: 'table' | 'queue' | 'topic' | 'serviceName' | 'database';
  readonly access?: Access;
}

const templates: ReadonlyMap<string, Allowed> = new Map([
  ['DynamoDBCrudPolicy', { parameter: 'TableName', role: 'query', protocol: 'dynamodb', part: 'table', access: 'readwrite' }],
  ['DynamoDBReadPolicy', { parameter: 'TableName', role: 'query', protocol: 'dynamodb', part: 'table', access: 'read' }],
  ['DynamoDBWritePolicy', { parameter: 'TableName', role: 'query', protocol: 'dynamodb', part: 'table', access: 'write' }],
  ['S3CrudPolicy', { parameter: 'BucketName', role: 'query', protocol: 'aws_s3', part: 'database', access: 'readwrite' }],
  ['S3ReadPolicy', { parameter: 'BucketName', role: 'query', protocol: 'aws_s3', part: 'database', access: 'read' }],
  ['S3WritePolicy', { parameter: 'BucketName', role: 'query', protocol: 'aws_s3', part: 'database', access: 'write' }],
  ['SQSSendMessagePolicy', { parameter: 'QueueName', role: 'producer', protocol: 'aws_sqs', part: 'queue' }],
  ['SQSPollerPolicy', { parameter: 'QueueName', role: 'consumer', protocol: 'aws_sqs', part: 'queue' }],
  ['SNSPublishMessagePolicy', { parameter: 'TopicName', role: 'producer', protocol: 'aws_sns', part: 'topic' }],
  ['LambdaInvokePolicy', { parameter: 'FunctionName', role: 'client', protocol: 'aws_lambda', part: 'serviceName' }],
]);

/** Actions of statements that tell a use of what the statement names; wildcards and administration tell none. */
const actions: readonly (readonly [pattern: RegExp, allowed: Omit<Allowed, 'parameter'>])[] = [
  [/^dynamodb:(GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/i, { role: 'query', protocol: 'dynamodb', part: 'table', access: 'read' }],
  [/^dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/i, { role: 'query', protocol: 'dynamodb', part: 'table', access: 'write' }],
  [/^s3:GetObject$/i, { role: 'query', protocol: 'aws_s3', part: 'database', access: 'read' }],
  [/^s3:(PutObject|DeleteObject)$/i, { role: 'query', protocol: 'aws_s3', part: 'database', access: 'write' }],
  [/^sqs:SendMessage$/i, { role: 'producer', protocol: 'aws_sqs', part: 'queue' }],
  [/^sqs:ReceiveMessage$/i, { role: 'consumer', protocol: 'aws_sqs', part: 'queue' }],
  [/^sns:Publish$/i, { role: 'producer', protocol: 'aws_sns', part: 'topic' }],
  [/^lambda:Invoke(Function|Async)?$/i, { role: 'client', protocol: 'aws_lambda', part: 'serviceName' }],
];

/** What policies let functions do, by SAM's templates and by statements that name their resources. */
export function allowancesOf(stack: Stack): WiringFact[] {
  return functionsOf(stack).flatMap((f) =>
    itemsOrOne(setting(stack, f, 'Policies')).flatMap((policy) => [
      ...entriesOf(policy).flatMap(({ key, value }) => ofTemplate(stack, f, key, value)),
      ...itemsOrOne(get(policy, 'Statement')).flatMap((statement) => ofStatement(stack, f, statement)),
    ]),
  );
}

/** Statements of the roles that functions take on. */
export function roleAllowancesOf(stack: Stack): WiringFact[] {
  return functionsOf(stack).flatMap((f) => {
    const named = textOf(setting(stack, f, 'Role'));
    const role = ofType(stack, 'AWS::IAM::Role').find((r) => r.id === named);
    const documents = itemsOrOne(get(role?.properties, 'Policies')).map((policy) => get(policy, 'PolicyDocument'));
    return documents.flatMap((document) => itemsOrOne(get(document, 'Statement')).flatMap((statement) => ofStatement(stack, f, statement)));
  });
}

function ofTemplate(stack: Stack, resource: Resource, name: string, value: TreeNode): WiringFact[] {
  const template = templates.get(name);
  const node = get(value, template?.parameter ?? '');
  return template === undefined || node === undefined ? [] : allowed(stack, resource, template, name, node);
}

function ofStatement(stack: Stack, resource: Resource, statement: TreeNode): WiringFact[] {
  if ((textOf(get(statement, 'Effect')) ?? 'Allow') !== 'Allow') return [];
  const told = new Map<string, WiringFact>();
  for (const action of textsOf(get(statement, 'Action'))) {
    const use = actions.find(([pattern]) => pattern.test(action))?.[1];
    if (use === undefined) continue;
    for (const node of itemsOrOne(get(statement, 'Resource')))
      for (const fact of allowed(stack, resource, use, action, node))
        told.set(`${fact.protocol} ${fact.role} ${fact.access} ${fact.text.replace(action, '')}`, fact);
  }
  return [...told.values()];
}

function allowed(stack: Stack, resource: Resource, use: Omit<Allowed, 'parameter'>, name: string, node: TreeNode): WiringFact[] {
  const text = textOf(node) ?? '';
  const point = pointOf(text);
  const named = knownName(point.service === 'other' ? text : point.name).replace(/\/\*?$/, '');
  if (!/^[\w.-]+$/.test(named)) return [];
  return [
    {
      kind: 'wiring',
      at: placeOf(stack, node),
      foundBy: stack.tool,
      stack: stack.key,
      container: resource.id,
      role: use.role,
      protocol: use.protocol,
      parts: { [use.part]: termOf(named) },
      ...(use.access === undefined ? {} : { access: use.access }),
      force: 'allowed',
      text: `${resource.id} ${name} ${named}`,
    },
  ];
}
