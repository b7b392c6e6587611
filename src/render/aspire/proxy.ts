import { type Route, unknown, type Value } from './model.js';
import { type Call, textOf } from './values.js';

const transforms: ReadonlyMap<string, Route['transforms'][number]['kind']> = new Map([
  ['withtransformpathremoveprefix', 'remove'],
  ['withtransformpathprefix', 'prefix'],
  ['withtransformpathset', 'set'],
  ['withtransformpathrouteparameters', 'pattern'],
]);

/** The calls inside `yarp.WithConfiguration(…)`: clusters and routes of a proxy. */
export function routeMethod(receiver: Extract<Value, { k: 'proxy' | 'route' }>, call: Call): Value {
  if (receiver.k === 'route') {
    const kind = transforms.get(call.name.toLowerCase());
    if (kind !== undefined) receiver.route.transforms.push({ kind, text: textOf(call.arg(0)) ?? '' });
    return receiver;
  }
  if (call.name === 'AddCluster') return call.arg(call.arg(0)?.k === 'text' ? 1 : 0) ?? unknown;
  if (call.name !== 'AddRoute') return receiver;
  const first = call.arg(0, 'path');
  const withPath = first?.k === 'text';
  const target = withPath ? call.arg(1, 'cluster') : first;
  const to = addressOf(target);
  if (to === undefined) return unknown;
  const route: Route = { path: withPath ? first.text : '/{**catchall}', to: { text: to, at: call.at }, at: call.at, transforms: [] };
  receiver.resource.routes.push(route);
  return { k: 'route', route };
}

function addressOf(target: Value | undefined): string | undefined {
  if (target?.k === 'resource') return `{${target.resource.name}.bindings.${[...target.resource.bindings.keys()][0] ?? 'http'}.url}`;
  return textOf(target);
}
