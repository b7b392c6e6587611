import { defineLibrary } from '../../core/library.js';

/** The global `fetch`. */
export const fetchGlobal = defineLibrary({
  id: 'fetch',
  language: 'typescript',
  url: 'https://developer.mozilla.org/docs/Web/API/Fetch_API',
  modules: [],
  sightings: [
    {
      call: ['fetch'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0 },
      parts: {
        method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { literal: 'GET' }] } },
        timeout: { arg: 1, property: 'signal', is: 'text' },
        serviceName: { arg: 1, property: 'headers.dapr-app-id' },
      },
    },
  ],
  examples: [
    {
      code: "fetch('http://localhost:3500/orders', { headers: { 'dapr-app-id': 'order-desk' } });",
      expect: ['client http method=GET serviceName=order-desk url=http://localhost:3500/orders'],
    },
    { code: "fetch('http://orders:8080/orders');", expect: ['client http method=GET url=http://orders:8080/orders'] },
    {
      code: "export const place = (id: string) => fetch(`${process.env.ORDERS_URL}/orders/${id}`, { method: 'POST' });",
      expect: ['client http method=POST url=${ORDERS_URL}/orders/{…}'],
    },
    {
      code: "fetch(new Request('http://orders/orders'), { signal: AbortSignal.timeout(5000) });",
      expect: ['client http method=GET timeout=5000 url=http://orders/orders'],
    },
    { code: "globalThis.fetch('http://orders/orders');", expect: ['client http method=GET url=http://orders/orders'] },
    { code: "const fetch = (url: string) => url.length;\nfetch('http://orders/orders');", expect: [] },
  ],
});
