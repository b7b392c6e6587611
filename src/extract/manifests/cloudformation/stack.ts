import type { Location } from '../../../core/location.js';
import type { Term } from '../../../core/term.js';
import { termOfText } from '../../../parse/marks.js';
import { redactTerm } from '../../../parse/redact.js';
import { entriesOf, get, textOf, type TreeNode } from '../../../parse/tree.js';

/** A resource of a deployed template. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  /** Under which the whole tree knows it. */
  readonly name: string;
  /** Line of its logical id. */
  readonly line: number;
  readonly properties: TreeNode | undefined;
  readonly metadata: TreeNode | undefined;
  /** What SAM joins it to. */
  readonly connectors: TreeNode | undefined;
  /** The template that it makes a stack of: the `key` of that. */
  readonly nested?: string;
}

/** A template whose values are filled in. */
export interface Stack {
  /** For places. */
  readonly file: string;
  /** The file as it is in the tree: what its parts are known by. */
  readonly key: string;
  readonly name: string;
  /** What made it: `cloudformation`, `sam`, `serverless`, `terraform`. */
  readonly tool: string;
  readonly globals: TreeNode | undefined;
  readonly resources: readonly Resource[];
}

/** Reads a template's tree; undefined where it is none. */
export function stackOf(file: string, root: TreeNode | undefined): Stack | undefined {
  const resources = entriesOf(get(root, 'Resources')).flatMap(({ key, line, value }): Resource[] => {
    const type = textOf(get(value, 'Type'));
    const nested = textOf(get(value, 'Nested'));
    const name = textOf(get(value, 'Name')) ?? key;
    if (type === undefined) return [];
    const parts = { properties: get(value, 'Properties'), metadata: get(value, 'Metadata'), connectors: get(value, 'Connectors') };
    return [{ id: key, type, name, line, ...parts, ...(nested === undefined ? {} : { nested }) }];
  });
  if (!resources.some(({ type }) => type.startsWith('AWS::'))) return undefined;
  const tool = textOf(get(root, 'Tool')) ?? (resources.some(({ type }) => type.startsWith('AWS::Serverless::')) ? 'sam' : 'cloudformation');
  return { file, key: file.replace(/\.deployed$/, ''), name: textOf(get(root, 'Stack')) ?? 'app', tool, globals: get(root, 'Globals'), resources };
}

/** Resources of these types. */
export function ofType(stack: Stack, ...types: readonly string[]): Resource[] {
  return stack.resources.filter((resource) => types.includes(resource.type));
}

/** Where a node stands; the resource where it does not. */
export function placeOf(stack: Stack, node: { readonly line: number } | undefined, resource?: Resource): Location {
  return { file: stack.file, line: node?.line ?? resource?.line ?? 1 };
}

/** A text with its unknown parts and without passwords. */
export function termOf(text: string): Term {
  return redactTerm(termOfText(text));
}

/** Where messages come from or go to, told by an ARN, an address or a reference. */
export interface Point {
  readonly service: 'sqs' | 'sns' | 'kinesis' | 'dynamodb' | 'events' | 'lambda' | 'states' | 's3' | 'other';
  readonly name: string;
}

const arn = /^arn:aws[\w-]*:([a-z0-9-]+):[^:]*:[^:]*:(.*)$/s;

/** Reads an ARN or a queue's address. */
export function pointOf(text: string): Point {
  const address = /^https:\/\/sqs\.(?:[^/]*\.)?amazonaws\.com\/(?:.*\/)?([^/]+)$/s.exec(text);
  if (address !== null) return { service: 'sqs', name: address[1] ?? '' };
  const [, service = '', rest = ''] = arn.exec(text) ?? [];
  switch (service) {
    case 'sqs':
    case 'sns':
    case 's3':
      return { service, name: rest };
    case 'kinesis':
      return { service, name: rest.replace(/^stream\//, '') };
    case 'dynamodb':
      return { service, name: rest.replace(/^table\//, '').replace(/\/.*$/s, '') };
    case 'events':
      return { service, name: rest.replace(/^event-bus\//, '') };
    case 'lambda':
      return { service, name: rest.replace(/^function:/, '').replace(/:.*$/s, '') };
    case 'states':
      return { service, name: rest.replace(/^stateMachine:/, '') };
    default:
      return { service: 'other', name: text };
  }
}

/** The name of the function that an ARN, an invocation's address or a name leads to. */
export function functionName(text: string): string {
  const inside = /function:([^/:]+)/.exec(text);
  return inside?.[1] ?? text;
}
