import type { WiringFact } from '../../../core/workload.js';
import type { Access } from '../../../core/library.js';
import { entriesOf, get, itemsOrOne, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { functionsOf } from './functions.js';
import { placeOf, type Resource, type Stack, termOf } from './stack.js';

type Use = Pick<WiringFact, 'role' | 'protocol'> & { readonly part: 'table' | 'queue' | 'topic' | 'serviceName' | 'database' };

/** What a function does with a resource that a connector joins it to. */
const uses: ReadonlyMap<string, Use> = new Map([
  ['AWS::DynamoDB::Table', { role: 'query', protocol: 'dynamodb', part: 'table' }],
  ['AWS::Serverless::SimpleTable', { role: 'query', protocol: 'dynamodb', part: 'table' }],
  ['AWS::S3::Bucket', { role: 'query', protocol: 'aws_s3', part: 'database' }],
  ['AWS::SQS::Queue', { role: 'producer', protocol: 'aws_sqs', part: 'queue' }],
  ['AWS::SNS::Topic', { role: 'producer', protocol: 'aws_sns', part: 'topic' }],
  ['AWS::Lambda::Function', { role: 'client', protocol: 'aws_lambda', part: 'serviceName' }],
  ['AWS::Serverless::Function', { role: 'client', protocol: 'aws_lambda', part: 'serviceName' }],
]);

/** What SAM's connectors let functions do: those that stand on a function, and those that are resources of their own. */
export function connectionsOf(stack: Stack): WiringFact[] {
  const functions = functionsOf(stack);
  const own = functions.flatMap((f) => entriesOf(f.connectors).flatMap(({ value }) => connected(stack, f, get(value, 'Properties'))));
  const apart = stack.resources
    .filter((r) => r.type === 'AWS::Serverless::Connector')
    .flatMap((r) => {
      const source = functions.find((f) => f.id === textOf(get(r.properties, 'Source', 'Id')));
      return source === undefined ? [] : connected(stack, source, r.properties);
    });
  return [...own, ...apart];
}

function connected(stack: Stack, source: Resource, properties: TreeNode | undefined): WiringFact[] {
  const allowed = textsOf(get(properties, 'Permissions'));
  return itemsOrOne(get(properties, 'Destination')).flatMap((destination): WiringFact[] => {
    const node = get(destination, 'Id');
    const target = stack.resources.find((r) => r.id === textOf(node));
    const use = uses.get(target?.type ?? '');
    if (target === undefined || use === undefined || (use.role === 'producer' && !allowed.includes('Write'))) return [];
    const access: Access = allowed.includes('Write') ? (allowed.includes('Read') ? 'readwrite' : 'write') : 'read';
    return [
      {
        kind: 'wiring',
        at: placeOf(stack, node),
        foundBy: stack.tool,
        stack: stack.key,
        container: source.id,
        role: use.role,
        protocol: use.protocol,
        parts: { [use.part]: termOf(target.name) },
        ...(use.role === 'query' ? { access } : {}),
        force: 'allowed',
        text: `${source.id} → ${target.id}`,
      },
    ];
  });
}
