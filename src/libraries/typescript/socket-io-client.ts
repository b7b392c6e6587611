import { defineLibrary } from '../../core/library.js';

/** socket.io in the client. Without an address it is the page's own. */
export const socketIoClient = defineLibrary({
  id: 'socket-io-client',
  language: 'typescript',
  url: 'https://socket.io/docs/v4/client-api/',
  modules: ['socket.io-client', 'socket.io-client/*'],
  sightings: [
    { call: ['default', '{io,connect}', 'io.connect'], role: 'client', protocol: 'websocket', requires: { arg: 0, is: 'text' }, target: { arg: 0 } },
    {
      call: ['default', '{io,connect}', 'io.connect'],
      role: 'client',
      protocol: 'websocket',
      requires: { arg: 0 },
      unless: {
        firstOf: [
          { arg: 0, is: 'text' },
          { arg: 0, is: 'object' },
        ],
      },
      target: { arg: 0 },
    },
    { new: ['Manager'], role: 'client', protocol: 'websocket', target: { arg: 0 } },
  ],
  examples: [
    { code: "import { io } from 'socket.io-client';\nio(process.env.WS_URL!, { transports: ['websocket'] });", expect: ['client websocket url=${WS_URL}'] },
    { code: "import io from 'socket.io-client';\nio.connect('http://notify:3000');", expect: ['client websocket url=http://notify:3000'] },
    { code: "import { io } from 'socket.io-client';\nio({ path: '/ws' });", expect: [] },
  ],
});
