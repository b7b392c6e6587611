import { markUnknown } from '../../parse/marks.js';
import { joinPath } from '../../parse/paths.js';
import type { Resource, Value } from './model.js';
import { type Call, type Host, textOf } from './values.js';
import { programKinds, type ServerKind, serverKinds } from './resource-kinds.js';

/** `builder.AddProject<Projects.Orders>("orders")` and what else a host is built of. */
export function addResource(host: Host, call: Call): Value {
  const kind = call.name.slice('Add'.length).toLowerCase();
  const name = textOf(call.arg(0, 'name'));
  if (name === undefined || name === '') return { k: 'builder' };
  const known = host.resources.get(name);
  if (known !== undefined) return { k: 'resource', resource: known };
  const made = resourceOf(host, call, kind, name);
  host.resources.set(name, made);
  return { k: 'resource', resource: made };
}

type Maker = (host: Host, call: Call, name: string) => Resource;

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['project', projectOf],
  ['csharpapp', projectOf],
  ['azurefunctionsproject', projectOf],
  ['container', containerOf],
  ['dockerfile', dockerfileOf],
  ['parameter', parameterOf],
  ['connectionstring', givenOf],
  ['externalservice', givenOf],
]);

function resourceOf(host: Host, call: Call, kind: string, name: string): Resource {
  const maker = makers.get(kind);
  if (maker !== undefined) return maker(host, call, name);
  const folder = programKinds.get(kind);
  if (folder !== undefined) return programOf(host, call, name, folder);
  const server = serverKinds.get(kind);
  return server === undefined ? blank(host, call, name, 'value') : serverOf(host, call, name, server);
}

/** A path that an argument gives, relative to the scan root. */
function pathOf(host: Host, call: Call, index: number, name: string): string | undefined {
  const written = textOf(call.arg(index, name));
  return written === undefined ? undefined : joinPath(host.world.dir, written.replaceAll('\\', '/'));
}

function projectOf(host: Host, call: Call, name: string): Resource {
  const { at } = call;
  const type = call.types[0]?.replace(/^(?:global::)?Projects\./, '');
  const file = type === undefined ? pathOf(host, call, 1, 'projectPath') : host.world.projectNamed(type);
  const made = blank(host, call, name, 'project');
  for (const scheme of file === undefined ? ['http'] : host.world.schemesOf(file)) made.bindings.set(scheme, { scheme, external: false, at });
  if (file !== undefined) made.path = { text: file, at };
  return made;
}

function containerOf(host: Host, call: Call, name: string): Resource {
  const made = blank(host, call, name, 'container');
  const image = textOf(call.arg(1, 'image'));
  const tag = textOf(call.arg(2, 'tag'));
  if (image !== undefined) made.image = { text: image, at: call.at };
  if (tag !== undefined) made.tag = tag;
  return made;
}

function dockerfileOf(host: Host, call: Call, name: string): Resource {
  const made = blank(host, call, name, 'dockerfile');
  const context = pathOf(host, call, 1, 'contextPath');
  const dockerfile = textOf(call.arg(2, 'dockerfilePath'));
  if (context !== undefined) made.path = { text: context, at: call.at };
  if (dockerfile !== undefined) made.dockerfile = dockerfile;
  return made;
}

/** A program of a folder, which is one of the arguments; of any executable the command comes before it. */
function programOf(host: Host, call: Call, name: string, folder: number): Resource {
  const made = blank(host, call, name, 'executable');
  const dir = pathOf(host, call, folder, 'workingDirectory');
  const command = folder > 1 ? textOf(call.arg(1, 'command')) : undefined;
  if (dir !== undefined) made.path = { text: dir, at: call.at };
  if (command !== undefined) made.command = command;
  return made;
}

function parameterOf(host: Host, call: Call, name: string): Resource {
  const made = blank(host, call, name, 'parameter');
  const value = textOf(call.arg(1, 'value'));
  if (value !== undefined) made.value = value;
  return made;
}

/** What whoever deploys gives, or a service elsewhere by its address. */
function givenOf(host: Host, call: Call, name: string): Resource {
  const made = blank(host, call, name, 'value');
  const address = call.name === 'AddExternalService' ? textOf(call.arg(1, 'url')) : undefined;
  made.connection = { text: address ?? markUnknown(`connection string ${name}`, 'parameter'), at: call.at };
  return made;
}

function serverOf(host: Host, call: Call, name: string, server: ServerKind): Resource {
  const made = blank(host, call, name, 'container', server);
  const binding = server.scheme ?? 'tcp';
  made.image = { text: server.image, at: call.at };
  made.bindings.set(binding, { scheme: server.scheme ?? 'tcp', targetPort: server.port, external: false, at: call.at });
  if (server.connection !== undefined) made.connection = { text: filled(server.connection, name, binding), at: call.at };
  return made;
}

function filled(template: string, name: string, binding: string): string {
  return template.replaceAll('{host}', `{${name}.bindings.${binding}.host}`).replaceAll('{port}', `{${name}.bindings.${binding}.targetPort}`);
}

/** `postgres.AddDatabase("orders")`, and other things that a server holds. */
export function addChild(host: Host, parent: Resource, call: Call): Value {
  const name = textOf(call.arg(0, 'name'));
  if (name === undefined || name === '') return { k: 'resource', resource: parent };
  const known = host.resources.get(name);
  if (known !== undefined) return { k: 'resource', resource: known };
  const inner = textOf(call.arg(1, 'databaseName')) ?? name;
  const server = parent.server ?? parent.parent?.server;
  const made: Resource = { ...blank(host, call, name, 'value'), parent };
  const suffix = (server?.child ?? '').replaceAll('{name}', inner);
  if (parent.connection !== undefined) made.connection = { text: `{${parent.name}.connectionString}${suffix}`, at: call.at };
  host.resources.set(name, made);
  return { k: 'resource', resource: made };
}

function blank(host: Host, call: Call, name: string, kind: Resource['kind'], server?: ServerKind): Resource {
  return {
    name,
    at: call.at,
    order: host.resources.size,
    kind,
    ...(server && { server }),
    env: new Map(),
    bindings: new Map(),
    waits: [],
    args: [],
    routes: [],
  };
}
