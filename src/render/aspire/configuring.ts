import { markUnknown } from '../../parse/marks.js';
import { addChild } from './adding.js';
import type { Resource, Value } from './model.js';
import { type Call, type Host, numberOf, textOf } from './values.js';
import { tools } from './resource-kinds.js';

type Setter = (resource: Resource, call: Call) => void;

/** Methods of a resource's builder by name in lower case. All give the same resource back. */
const setters: ReadonlyMap<string, Setter> = new Map<string, Setter>([
  ['withreference', addReference],
  ['withenvironment', addEnvironment],
  ['withendpoint', (resource, call) => addEndpoint(resource, call, { name: call.arg(2, 'name'), scheme: textOf(call.arg(3, 'scheme')) ?? 'tcp' })],
  ['withhttpendpoint', (resource, call) => addEndpoint(resource, call, { name: call.arg(2, 'name'), scheme: 'http' })],
  ['withhttpsendpoint', (resource, call) => addEndpoint(resource, call, { name: call.arg(2, 'name'), scheme: 'https' })],
  ['withexternalhttpendpoints', publish],
  ['withreplicas', (resource, call) => void Object.assign(resource, withNumber('replicas', call.arg(0, 'replicas')))],
  ['waitfor', addWait],
  ['waitforcompletion', addWait],
  ['waitforstart', addWait],
  ['withimage', setImage],
  ['withimagetag', (resource, call) => void Object.assign(resource, withText('tag', call.arg(0, 'tag')))],
  [
    'withargs',
    (resource, call) =>
      void resource.args.push(
        ...call
          .rest(0)
          .flatMap((one) => (one.k === 'list' ? one.items : [one]))
          .flatMap((one) => textOf(one) ?? []),
      ),
  ],
]);

/** A call on a resource's builder. What is not known changes nothing. */
export function configure(host: Host, resource: Resource, call: Call): Value {
  const same: Value = { k: 'resource', resource };
  const name = call.name.toLowerCase();
  const setter = setters.get(name);
  if (setter !== undefined) setter(resource, call);
  else if (name === 'getendpoint') return { k: 'endpoint', resource, endpoint: endpointName(resource, call), property: 'url' };
  else if (name === 'withconfiguration') call.run(call.arg(0), { k: 'proxy', resource });
  else if (name.startsWith('add') && !tools.test(call.name)) return addChild(host, resource, call);
  return same;
}

/** A name that is not known at rest (a launch profile) is that of the only endpoint, else of the first. */
function endpointName(resource: Resource, call: Call): string {
  const name = textOf(call.arg(0, 'name'));
  return name !== undefined && resource.bindings.has(name) ? name : ([...resource.bindings.keys()][0] ?? name ?? 'http');
}

/** A connection string where the other has one, else its endpoints, as service discovery looks for them. */
function addReference(resource: Resource, call: Call): void {
  const other = call.arg(0, 'source');
  const { at } = call;
  if (other?.k === 'endpoint') {
    resource.env.set(`services__${other.resource.name}__${other.endpoint}__0`, { text: textOf(other) ?? '', at });
    return;
  }
  if (other?.k === 'text') {
    const address = textOf(call.arg(1, 'uri'));
    if (address !== undefined) resource.env.set(`services__${other.text}__default__0`, { text: address, at });
    return;
  }
  if (other?.k !== 'resource') return;
  const { name, connection, bindings } = other.resource;
  if (connection !== undefined) {
    const given = textOf(call.arg(1, 'connectionName')) ?? name;
    resource.env.set(
      /^https?:/.test(connection.text) && other.resource.server === undefined ? `services__${name}__default__0` : `ConnectionStrings__${given}`,
      {
        text: `{${name}.connectionString}`,
        at,
      },
    );
    return;
  }
  for (const binding of bindings.keys()) resource.env.set(`services__${name}__${binding}__0`, { text: `{${name}.bindings.${binding}.url}`, at });
}

function addEnvironment(resource: Resource, call: Call): void {
  const first = call.arg(0, 'name');
  if (first?.k === 'closure') {
    call.run(first, { k: 'callback', resource, part: 'context' });
    return;
  }
  const name = textOf(first);
  if (name === undefined) return;
  const second = call.arg(1, 'value');
  const value = second?.k === 'closure' ? call.run(second) : second;
  resource.env.set(name, { text: textOf(value) ?? markUnknown('…', 'dynamic'), at: call.at });
}

function addEndpoint(resource: Resource, call: Call, { name, scheme }: { readonly name: Value | undefined; readonly scheme: string }): void {
  const key = textOf(name) ?? scheme;
  const known = resource.bindings.get(key);
  const made = { scheme, external: known?.external ?? textOf(call.arg(99, 'isExternal')) === 'true', at: call.at };
  resource.bindings.set(key, { ...made, ...withNumber('port', call.arg(0, 'port')), ...withNumber('targetPort', call.arg(1, 'targetPort')) });
}

function publish(resource: Resource): void {
  for (const [key, binding] of resource.bindings) if (binding.scheme.startsWith('http')) resource.bindings.set(key, { ...binding, external: true });
}

function addWait(resource: Resource, call: Call): void {
  const other = call.arg(0, 'dependency');
  if (other?.k === 'resource') resource.waits.push({ target: (other.resource.parent ?? other.resource).name, at: call.at });
}

function setImage(resource: Resource, call: Call): void {
  const image = textOf(call.arg(0, 'image'));
  if (image !== undefined) resource.image = { text: image, at: call.at };
  Object.assign(resource, withText('tag', call.arg(1, 'tag')));
}

function withNumber<K extends string>(key: K, value: Value | undefined): { [P in K]?: number } {
  const number = numberOf(value);
  return (number === undefined ? {} : { [key]: number }) as { [P in K]?: number };
}

function withText<K extends string>(key: K, value: Value | undefined): { [P in K]?: string } {
  const text = textOf(value);
  return (text === undefined ? {} : { [key]: text }) as { [P in K]?: string };
}
