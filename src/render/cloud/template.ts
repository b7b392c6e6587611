import type { Location } from '../../core/location.js';
import { at, entries, type Placed, type PlacedMap, text } from '../placed.js';

/** A resource of a template, as written. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  /** Where its logical id stands. */
  readonly at: Location;
  readonly body: Placed;
}

/** A template of CloudFormation or SAM, or what another tool makes into one, as written. */
export interface Template {
  readonly file: string;
  /** The file, with the stack's name behind it where several stacks are made of one template. */
  readonly id: string;
  /** Name of the stack that it makes. */
  readonly stack: string;
  /** What made it: `cloudformation`, `sam`, `serverless` … */
  readonly tool: string;
  readonly root: PlacedMap;
  readonly resources: ReadonlyMap<string, Resource>;
}

/** A template's tree with its resources by logical id. */
export function templateOf({ file, stack, tool, root }: Pick<Template, 'file' | 'stack' | 'tool' | 'root'>): Template {
  const resources = new Map<string, Resource>();
  for (const { key, at: place, value } of entries(at(root, 'Resources'))) {
    const type = text(at(value, 'Type'));
    if (type !== undefined) resources.set(key, { id: key, type, at: place, body: value });
  }
  return { file, id: file, stack, tool, root, resources };
}
