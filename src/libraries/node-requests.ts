import type { Pick, Sighting } from '../core/library.js';

const option = (...names: readonly string[]): Pick => ({
  firstOf: names.flatMap((property) => [
    { arg: 0, property, is: 'text' as const },
    { arg: 1, property, is: 'text' as const },
  ]),
});

/** Requests by URL or by parts, and servers: the same in `node:http` and `node:https`. */
export const nodeRequests: readonly Sighting[] = [
  {
    call: ['request', 'get'],
    role: 'client',
    protocol: 'http',
    requires: {
      firstOf: [
        { arg: 0, property: 'hostname' },
        { arg: 0, property: 'host' },
      ],
    },
    unless: { arg: 0, property: 'href' },
    parts: {
      host: { firstOf: [option('hostname'), option('host')] },
      port: option('port'),
      path: option('path'),
      method: { text: 'upper', of: { firstOf: [option('method'), { literal: 'GET' }] } },
      timeout: option('timeout'),
    },
  },
  {
    call: ['request', 'get'],
    role: 'client',
    protocol: 'http',
    unless: {
      firstOf: [
        { arg: 0, property: 'href' },
        { arg: 0, property: 'hostname' },
        { arg: 0, property: 'host' },
      ],
    },
    target: { arg: 0 },
    parts: {
      method: { text: 'upper', of: { firstOf: [option('method'), { literal: 'GET' }] } },
      timeout: option('timeout'),
    },
  },
  {
    call: ['request', 'get'],
    role: 'client',
    protocol: 'http',
    requires: { arg: 0, property: 'href' },
    target: { arg: 0, property: 'href' },
    parts: { method: { text: 'upper', of: { firstOf: [option('method'), { literal: 'GET' }] } }, timeout: option('timeout') },
  },
  { call: ['createServer'], effect: 'handle', type: 'Server' },
  { new: ['Server'], effect: 'handle', type: 'Server' },
  { call: ['Server.listen'], role: 'server', protocol: 'http', parts: { port: { firstOf: [{ arg: 0, property: 'port' }, { arg: 0 }] } } },
];
