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

function resourceOf(host: Host, call: Call, kind: string, name: string): Resource {
  const { dir } = host.world;
  const text = (index: number, named?: string): string | undefined => textOf(call.arg(index, named));
  const path = (index: number, named?: string): string | undefined => {
    const written = text(index, named);
    return written === undefined ? undefined : joinPath(dir, written.replaceAll('\\', '/'));
  };
  const at = call.at;
  if (kind === 'project' || kind === 'csharpapp' || kind === 'azurefunctionsproject') {
    const type = call.types[0]?.replace(/^(?:global::)?Projects\./, '');
    const file = type === undefined ? path(1, 'projectPath') : host.world.projectNamed(type);
    const made = blank(host, call, name, 'project');
    for (const scheme of file === undefined ? ['http'] : host.world.schemesOf(file)) made.bindings.set(scheme, { scheme, external: false, at });
    if (file !== undefined) made.path = { text: file, at };
    return made;
  }
  if (kind === 'container') {
    const made = blank(host, call, name, 'container');
    const image = text(1, 'image');
    if (image !== undefined) made.image = { text: image, at };
    const tag = text(2, 'tag');
    return tag === undefined ? made : Object.assign(made, { tag });
  }
  if (kind === 'dockerfile') {
    const context = path(1, 'contextPath');
    const dockerfile = text(2, 'dockerfilePath');
    return Object.assign(blank(host, call, name, 'dockerfile'), {
      ...(context !== undefined && { path: { text: context, at } }),
      ...(dockerfile !== undefined && { dockerfile }),
    });
  }
  const folder = programKinds.get(kind);
  if (folder !== undefined) {
    const dirOfProgram = path(folder, kind === 'executable' ? 'workingDirectory' : 'workingDirectory');
    const made = blank(host, call, name, 'executable');
    if (dirOfProgram !== undefined) made.path = { text: dirOfProgram, at };
    const command = kind === 'executable' ? text(1, 'command') : undefined;
    return command === undefined ? made : Object.assign(made, { command });
  }
  if (kind === 'parameter' || kind === 'connectionstring' || kind === 'externalservice') return given(host, call, kind, name);
  const server = serverKinds.get(kind);
  return server === undefined ? blank(host, call, name, 'value') : serverOf(host, call, name, server);
}

/** What whoever deploys gives: parameters, connection strings, addresses of services elsewhere. */
function given(host: Host, call: Call, kind: string, name: string): Resource {
  const text = textOf(call.arg(1, 'value'));
  if (kind === 'parameter') return Object.assign(blank(host, call, name, 'parameter'), text === undefined ? {} : { value: text });
  const made = blank(host, call, name, 'value');
  made.connection = { text: kind === 'externalservice' && text !== undefined ? text : markUnknown(`connection string ${name}`, 'parameter'), at: call.at };
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
