import type { Fact } from '../../../core/fact.js';
import type { ChannelPoint, ForwardFact, WiringFact } from '../../../core/workload.js';
import { knownName } from '../../../parse/marks.js';
import { entriesOf, get, itemsOf, itemsOrOne, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { functionsOf } from './functions.js';
import { functionName, ofType, placeOf, type Point, pointOf, type Resource, type Stack, termOf } from './stack.js';

type Parts = WiringFact['parts'];

/** What a function gets: the channel's technology, the parts that name it, and what to call it. */
interface Source {
  readonly protocol: string;
  readonly parts: Parts;
  readonly shown: string;
}

/** Which channels the platform brings to which functions, and which it passes on to others. */
export function messagesOf(stack: Stack): Fact[] {
  const functions = functionsOf(stack);
  return [
    ...functions.flatMap((f) => entriesOf(get(f.properties, 'Events')).flatMap(({ value, line }) => eventOf(stack, f, value, line))),
    ...functions.flatMap((f) => destinationOf(stack, f)),
    ...ofType(stack, 'AWS::Lambda::EventSourceMapping').flatMap((m) => mappingOf(stack, functions, m)),
    ...ofType(stack, 'AWS::SNS::Subscription').flatMap((s) => subscriptionOf(stack, functions, s.properties, textOf(get(s.properties, 'TopicArn')), s)),
    ...ofType(stack, 'AWS::SNS::Topic').flatMap((t) =>
      itemsOf(get(t.properties, 'Subscription')).flatMap((s) => subscriptionOf(stack, functions, s, `arn:aws:sns:::${t.name}`, t)),
    ),
    ...ofType(stack, 'AWS::Events::Rule').flatMap((rule) => ruleOf(stack, functions, rule)),
  ];
}

/** An event of a function as SAM writes it. */
function eventOf(stack: Stack, target: Resource, event: TreeNode, line: number): Fact[] {
  const properties = get(event, 'Properties');
  const place = (key: string): { line: number } => get(properties, key) ?? { line };
  const from = (key: string): Source[] => sourcesOfArn(textOf(get(properties, key)));
  switch (textOf(get(event, 'Type'))) {
    case 'SQS':
      return from('Queue').map((source) => wiring(stack, target, source, place('Queue')));
    case 'SNS':
      return snsEvent(stack, target, properties, place('Topic'));
    case 'Kinesis':
    case 'DynamoDB':
      return from('Stream').map((source) => wiring(stack, target, source, place('Stream')));
    case 'EventBridgeRule':
    case 'CloudWatchEvent':
      return patternSources(get(properties, 'Pattern'), busOf(properties)).map((source) => wiring(stack, target, source, { line: source.line ?? line }));
    case 'MSK':
    case 'SelfManagedKafka':
      return textsOf(get(properties, 'Topics')).map((topic) => wiring(stack, target, kafka(topic), place('Topics')));
    case 'MQ':
      return textsOf(get(properties, 'Queues')).map((queue) =>
        wiring(stack, target, { protocol: 'activemq', parts: { queue: termOf(queue) }, shown: queue }, place('Queues')),
      );
    default:
      return [];
  }
}

/** SAM may put a queue of its own between topic and function. */
function snsEvent(stack: Stack, target: Resource, properties: TreeNode | undefined, at: { line: number }): Fact[] {
  return sourcesOfArn(textOf(get(properties, 'Topic'))).map((source) => wiring(stack, target, source, at));
}

/** Where the platform sends what a function gives when it is done. */
function destinationOf(stack: Stack, source: Resource): Fact[] {
  const node = get(source.properties, 'EventInvokeConfig', 'DestinationConfig', 'OnSuccess', 'Destination');
  return sourcesOfArn(textOf(node)).map((to) => ({ ...wiring(stack, source, to, node ?? source), role: 'producer', text: `${source.id} → ${to.shown}` }));
}

function mappingOf(stack: Stack, functions: readonly Resource[], mapping: Resource): Fact[] {
  const node = get(mapping.properties, 'EventSourceArn');
  const target = functionNamed(functions, textOf(get(mapping.properties, 'FunctionName')));
  if (target === undefined) return [];
  const topics = textsOf(get(mapping.properties, 'Topics')).map(kafka);
  const sources = topics.length > 0 ? topics : sourcesOfArn(textOf(node));
  return sources.map((source) => wiring(stack, target, source, node ?? mapping));
}

function subscriptionOf(stack: Stack, functions: readonly Resource[], node: TreeNode | undefined, topic: string | undefined, resource: Resource): Fact[] {
  const endpoint = get(node, 'Endpoint');
  const text = textOf(endpoint);
  const [source] = sourcesOfArn(topic);
  if (text === undefined || source === undefined) return [];
  const to = pointOf(text);
  const at = endpoint ?? resource;
  if (to.service === 'sqs') return [forward(stack, channel(source), { technology: 'aws_sqs', name: termOf(known(to)) }, at)];
  const target = functionNamed(functions, text);
  return target === undefined ? [] : [wiring(stack, target, source, at)];
}

/** A rule of an event bus and its targets; one that runs by a schedule has no events. */
function ruleOf(stack: Stack, functions: readonly Resource[], rule: Resource): Fact[] {
  const sources = patternSources(get(rule.properties, 'EventPattern'), busOf(rule.properties));
  return itemsOrOne(get(rule.properties, 'Targets')).flatMap((target): Fact[] => {
    const node = get(target, 'Arn');
    const text = textOf(node);
    if (text === undefined) return [];
    const to = pointOf(text);
    const consumer = functionNamed(functions, text);
    const technology = to.service === 'sqs' ? 'aws_sqs' : to.service === 'sns' ? 'aws_sns' : undefined;
    return sources.flatMap((source): Fact[] => {
      if (technology !== undefined) return [forward(stack, channel(source), { technology, name: termOf(known(to)) }, node ?? rule)];
      return consumer === undefined ? [] : [wiring(stack, consumer, source, { line: source.line ?? rule.line })];
    });
  });
}

function busOf(properties: TreeNode | undefined): string | undefined {
  const text = textOf(get(properties, 'EventBusName'));
  return text === undefined ? undefined : pointOf(text).service === 'events' ? pointOf(text).name : text;
}

/** What a pattern lets through: each detail type; else each source, else the bus. Events of AWS itself are no messages of the system's. */
function patternSources(pattern: TreeNode | undefined, bus: string | undefined): (Source & { readonly line?: number })[] {
  if (pattern === undefined) return [];
  const types = itemsOrOne(get(pattern, 'detail-type')).flatMap((node) => (textOf(node) === undefined ? [] : [{ text: textOf(node) ?? '', line: node.line }]));
  const keys = itemsOrOne(get(pattern, 'source')).flatMap((node) => (textOf(node) === undefined ? [] : [{ text: textOf(node) ?? '', line: node.line }]));
  const own = keys.filter(({ text }) => !text.startsWith('aws.'));
  if (keys.length > 0 && own.length === 0) return [];
  const exchange = bus === undefined ? {} : { exchange: termOf(bus) };
  const key = own.length === 1 && own[0] !== undefined ? { key: termOf(own[0].text) } : {};
  if (types.length > 0)
    return types.map(({ text, line }) => ({ protocol: 'aws_eventbridge', parts: { topic: termOf(text), ...exchange, ...key }, shown: text, line }));
  if (own.length > 0) return own.map(({ text, line }) => ({ protocol: 'aws_eventbridge', parts: { key: termOf(text), ...exchange }, shown: text, line }));
  return bus === undefined ? [] : [{ protocol: 'aws_eventbridge', parts: exchange, shown: bus, line: pattern.line }];
}

const technologies: Readonly<Partial<Record<Point['service'], string>>> = {
  sqs: 'aws_sqs',
  sns: 'aws_sns',
  kinesis: 'aws_kinesis',
  dynamodb: 'aws_dynamodb_stream',
};

function sourcesOfArn(text: string | undefined): Source[] {
  if (text === undefined) return [];
  const point = pointOf(text);
  const protocol = technologies[point.service];
  const name = known(point);
  if (protocol === undefined || name === '') return [];
  const part = point.service === 'sqs' ? { queue: termOf(name) } : { topic: termOf(name) };
  return [{ protocol, parts: part, shown: name }];
}

const known = (point: Point): string => knownName(point.name);
const kafka = (topic: string): Source => ({ protocol: 'kafka', parts: { topic: termOf(topic) }, shown: topic });

function functionNamed(functions: readonly Resource[], text: string | undefined): Resource | undefined {
  const name = text === undefined ? undefined : functionName(text);
  return functions.find((f) => f.name === name || f.id === name);
}

function wiring(stack: Stack, target: Resource, source: Source, at: { readonly line: number }): WiringFact {
  return {
    kind: 'wiring',
    at: placeOf(stack, at),
    foundBy: stack.tool,
    stack: stack.key,
    container: target.id,
    role: 'consumer',
    protocol: source.protocol,
    parts: source.parts,
    force: 'done',
    text: `${source.shown} → ${target.id}`,
  };
}

function channel({ protocol, parts }: Source): ChannelPoint {
  const name = parts.topic ?? parts.queue;
  return { technology: protocol, ...(name && { name }), ...(parts.exchange && { exchange: parts.exchange }), ...(parts.key && { key: parts.key }) };
}

function forward(stack: Stack, from: ChannelPoint, to: ChannelPoint, at: { readonly line: number }): ForwardFact {
  return { kind: 'forward', at: placeOf(stack, at), foundBy: stack.tool, from, to };
}
