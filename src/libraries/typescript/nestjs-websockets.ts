import { defineLibrary } from '../../core/library.js';

/** WebSocket gateways of NestJS. */
export const nestjsWebsockets = defineLibrary({
  id: 'nestjs-websockets',
  language: 'typescript',
  url: 'https://docs.nestjs.com/websockets/gateways',
  modules: ['@nestjs/websockets'],
  sightings: [
    { annotation: ['WebSocketGateway'], effect: 'entry', makes: true, methods: ['afterInit', 'handleConnection', 'handleDisconnect'] },
    {
      annotation: ['WebSocketGateway'],
      role: 'server',
      protocol: 'websocket',
      parts: {
        port: { arg: 0, is: 'text' },
        path: {
          firstOf: [
            { arg: 1, property: 'namespace' },
            { arg: 0, property: 'namespace' },
          ],
        },
      },
    },
    { annotation: ['SubscribeMessage'], role: 'server', protocol: 'websocket', parts: { operation: { arg: 0 } } },
    { annotation: ['SubscribeMessage'], effect: 'entry' },
  ],
  examples: [
    {
      code: "import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway(3002)\nexport class Notifications {\n  @SubscribeMessage('seen')\n  seen() {\n    return fetch('http://orders/seen', { method: 'POST' });\n  }\n}",
      expect: ['client http method=POST url=http://orders/seen', 'server websocket operation=seen', 'server websocket port=3002'],
    },
    { code: "import { WsException } from '@nestjs/websockets';\nnew WsException('no');", expect: [] },
  ],
});
