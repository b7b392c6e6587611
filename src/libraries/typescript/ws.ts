import { defineLibrary } from '../../core/library.js';

/** ws: WebSocket client and server. */
export const ws = defineLibrary({
  id: 'ws',
  language: 'typescript',
  url: 'https://github.com/websockets/ws',
  modules: ['ws', 'isomorphic-ws', 'reconnecting-websocket'],
  sightings: [
    {
      new: ['default', 'WebSocket'],
      role: 'client',
      protocol: 'websocket',
      target: { firstOf: [{ arg: 0, property: '()' }, { arg: 0 }] },
      parts: {
        timeout: {
          firstOf: [
            { arg: 1, property: 'handshakeTimeout' },
            { arg: 2, property: 'handshakeTimeout' },
          ],
        },
      },
    },
    { new: ['{WebSocketServer,Server}', 'WebSocket.Server'], effect: 'handle', type: 'WebSocketServer' },
    {
      new: ['{WebSocketServer,Server}', 'WebSocket.Server'],
      role: 'server',
      protocol: 'websocket',
      parts: { port: { arg: 0, property: 'port' }, path: { arg: 0, property: 'path' } },
    },
    { call: ['WebSocketServer.on'], effect: 'entry', functions: { arg: 1 } },
  ],
  examples: [
    { code: "import WebSocket from 'ws';\nnew WebSocket(`ws://${process.env.NOTIFY_HOST}/feed`);", expect: ['client websocket url=ws://${NOTIFY_HOST}/feed'] },
    { code: "import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 8080, path: '/feed' });", expect: ['server websocket path=/feed port=8080'] },
    { code: "import WebSocket from 'ws';\nconsole.log(WebSocket.OPEN);", expect: [] },
  ],
});
