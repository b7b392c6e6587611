import type { Rendering } from '../../core/rendered.js';
import { environmentOfPath } from '../../parse/environment.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import { at, entries, type Placed, type PlacedEntry, scalar, text, withKey } from '../placed.js';
import { writeDocuments } from '../write.js';
import { isApi } from './attributes.js';
import type { Documents } from './documents.js';
import type { Template } from './template.js';
import type { World } from './world.js';

/** What the name of a template ends with when its values are filled in. */
const deployed = '.deployed';

/**
 * A template as it is deployed: every value filled in, what a condition leaves out taken away, included documents in their place, and two keys that no template
 * has: `Stack`, its name, and `Tool`, what made it.
 */
export function renderTemplate(template: Template, world: World, documents: Documents): Rendering {
  const evaluation = world.of(template);
  const origin = { file: template.file, line: 1 };
  const resources = [...template.resources.values()].flatMap((resource): PlacedEntry[] => {
    const condition = text(at(resource.body, 'Condition'));
    if (condition !== undefined && evaluation.holds(condition) === false) return [];
    const value = isApi(resource.type) ? withDefinition(resource.body, template, documents) : resource.body;
    const made = withKind(evaluation.value(value), resource.type, world.nameOf(resource, template));
    return [{ key: resource.id, at: resource.at, value: withNested(made, evaluation.nested.get(resource.id)) }];
  });
  const globals = at(template.root, 'Globals');
  const root: Placed = {
    kind: 'map',
    at: origin,
    entries: [
      { key: 'Stack', at: origin, value: scalar(template.stack, origin) },
      { key: 'Tool', at: origin, value: scalar(template.tool, origin) },
      ...(globals === undefined ? [] : [{ key: 'Globals', at: globals.at, value: evaluation.value(globals) }]),
      { key: 'Resources', at: at(template.root, 'Resources')?.at ?? origin, value: { kind: 'map', at: origin, entries: resources } },
    ],
  };
  const environment = environmentOfPath(template.file);
  return { file: `${template.id}${deployed}`, ...writeDocuments([root]), stack: template.id, ...(environment !== undefined && { environment }) };
}

/** A resource that makes a stack of another template says which. */
function withNested(value: Placed, child: Template | undefined): Placed {
  return child === undefined || value.kind !== 'map' ? value : withKey(value, 'Nested', scalar(child.id, value.at));
}

/** A resource says under which name the whole tree knows it. */
function withKind(value: Placed, type: string, name: string): Placed {
  return value.kind === 'map' ? withKey(withKey(value, 'Type', scalar(type, at(value, 'Type')?.at ?? value.at)), 'Name', scalar(name, value.at)) : value;
}

/** An API's OpenAPI document in place of its file's name. */
function withDefinition(body: Placed, template: Template, documents: Documents): Placed {
  const properties = at(body, 'Properties');
  if (body.kind !== 'map' || properties?.kind !== 'map') return body;
  const own = at(properties, 'DefinitionBody') ?? at(properties, 'Body');
  const file = text(at(properties, 'DefinitionUri')) ?? included(own);
  if (file === undefined) return body;
  const document = documents.document(joinPath(folderOf(template.file), file));
  return document === undefined ? body : withKey(body, 'Properties', withKey(properties, 'DefinitionBody', document));
}

/** `Fn::Transform: { Name: AWS::Include, Parameters: { Location: … } }`. */
function included(body: Placed | undefined): string | undefined {
  const transform = at(body, 'Fn::Transform');
  return entries(transform).length > 0 && text(at(transform, 'Name')) === 'AWS::Include' ? text(at(transform, 'Parameters', 'Location')) : undefined;
}
