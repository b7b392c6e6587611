import { defineLibrary } from '../../core/library.js';

/** socket.io on the server. */
export const socketIo = defineLibrary({
  id: 'socket-io',
  language: 'typescript',
  url: 'https://socket.io/docs/v4/server-api/',
  modules: ['socket.io'],
  sightings: [
    { new: ['Server', 'default'], effect: 'handle', type: 'Server' },
    { call: ['default', 'Server', 'listen'], effect: 'handle', type: 'Server' },
    { call: ['Server.{of,use}'], effect: 'same', of: { receiver: true } },
    { effect: 'handle', type: 'Namespace' },
    {
      call: ['{Server,Namespace}.{on,once}'],
      role: 'server',
      protocol: 'websocket',
      parts: { operation: { arg: 0 }, port: { handle: { arg: 0, is: 'text' } } },
      handlers: { arg: 1 },
    },
    { call: ['Server.sockets.on'], role: 'server', protocol: 'websocket', parts: { operation: { arg: 0 } }, handlers: { arg: 1 } },
    { call: ['Server.listen'], role: 'server', protocol: 'websocket', parts: { port: { arg: 0 } } },
  ],
  examples: [
    {
      code: "import { Server } from 'socket.io';\nconst io = new Server(3001);\nio.on('connection', (socket) => socket.emit('hello'));",
      expect: ['server websocket operation=connection port=3001'],
    },
    { code: "import { Server } from 'socket.io';\nnew Server(3001);", expect: [] },
  ],
});
