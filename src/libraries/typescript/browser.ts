import { defineLibrary } from '../../core/library.js';

/** What a browser offers besides `fetch`: its own address, sockets, event sources, XMLHttpRequest, beacons. */
export const browser = defineLibrary({
  id: 'browser',
  language: 'typescript',
  url: 'https://developer.mozilla.org/docs/Web/API',
  modules: [],
  sightings: [
    { member: ['location.{origin,host,hostname,href}', 'document.location.{origin,host,hostname,href}', 'document.baseURI'], effect: 'origin' },
    { new: ['WebSocket'], role: 'client', protocol: 'websocket', target: { arg: 0 } },
    { new: ['EventSource'], role: 'client', protocol: 'http', target: { arg: 0 }, parts: { method: { literal: 'GET' } } },
    { new: ['XMLHttpRequest'], effect: 'handle', type: 'XMLHttpRequest' },
    { call: ['XMLHttpRequest.open'], role: 'client', protocol: 'http', target: { arg: 1 }, parts: { method: { text: 'upper', of: { arg: 0 } } } },
    { call: ['navigator.sendBeacon'], role: 'client', protocol: 'http', target: { arg: 0 }, parts: { method: { literal: 'POST' } } },
  ],
  examples: [
    { code: "new WebSocket('ws://notify:3000/feed');", expect: ['client websocket url=ws://notify:3000/feed'] },
    { code: 'fetch(`${window.location.origin}/api/orders`);', expect: ['client http method=GET url=<origin>/api/orders'] },
    {
      code: "const xhr = new XMLHttpRequest();\nxhr.open('put', 'http://orders/orders/1');\nxhr.send();",
      expect: ['client http method=PUT url=http://orders/orders/1'],
    },
    {
      code: "new EventSource('http://notify/stream');\nnavigator.sendBeacon('http://metrics/hit');",
      expect: ['client http method=GET url=http://notify/stream', 'client http method=POST url=http://metrics/hit'],
    },
    { code: 'console.log(window.location.origin);', expect: [] },
  ],
});
