import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

/** Base URL of a call: its own, else that of the instance (or the one it was made from), else the assigned default. */
const base = (config: number): Pick => ({
  firstOf: [
    { arg: config, property: 'baseURL' },
    { assigned: 'defaults.baseURL' },
    { handle: { arg: 0, property: 'baseURL' } },
    { handle: { handle: { arg: 0, property: 'baseURL' } } },
  ],
});
const timeout = (config: number): Pick => ({
  firstOf: [
    { arg: config, property: 'timeout' },
    { arg: config, property: 'signal', is: 'text' },
    { assigned: 'defaults.timeout' },
    { handle: { arg: 0, property: 'timeout' } },
    { handle: { handle: { arg: 0, property: 'timeout' } } },
  ],
});

/** The program that a sidecar (Dapr) is asked to pass the request to. */
const application = (config: number): Pick => ({
  firstOf: [{ arg: config, property: 'headers.dapr-app-id' }, { handle: { arg: 0, property: 'headers.dapr-app-id' } }],
});

/** axios: the module itself and instances, every call form. No time limit by default. */
export const axios = defineLibrary({
  id: 'axios',
  language: 'typescript',
  url: 'https://axios-http.com/docs/api_intro',
  modules: ['axios', 'axios-observable'],
  sightings: [
    { call: ['create', '{AxiosInstance,AxiosStatic,Axios}.create'], effect: 'handle', type: 'AxiosInstance' },
    { new: ['Axios'], effect: 'handle', type: 'Axios' },
    { effect: 'handle', type: 'AxiosStatic' },
    {
      call: ['default', 'request', '{AxiosInstance,AxiosStatic,Axios}', '{AxiosInstance,AxiosStatic,Axios}.request'],
      role: 'client',
      protocol: 'http',
      target: { join: [{ firstOf: [{ arg: 0, property: 'baseURL' }, base(1)] }, { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] }] },
      parts: {
        method: {
          text: 'upper',
          of: { firstOf: [{ arg: 0, property: 'method' }, { arg: 1, property: 'method' }, { handle: { arg: 0, property: 'method' } }, { literal: 'GET' }] },
        },
        timeout: { firstOf: [{ arg: 0, property: 'timeout' }, timeout(1)] },
        serviceName: { firstOf: [{ arg: 0, property: 'headers.dapr-app-id' }, application(1)] },
      },
    },
    {
      call: ['{get,delete,head,options}', '{AxiosInstance,AxiosStatic,Axios}.{get,delete,head,options}'],
      role: 'client',
      protocol: 'http',
      target: { join: [base(1), { arg: 0 }] },
      parts: { method: { method: true, upper: true }, timeout: timeout(1), serviceName: application(1) },
    },
    {
      call: ['{post,put,patch}', '{AxiosInstance,AxiosStatic,Axios}.{post,put,patch}'],
      role: 'client',
      protocol: 'http',
      target: { join: [base(2), { arg: 0 }] },
      parts: { method: { method: true, upper: true }, timeout: timeout(2), serviceName: application(2) },
    },
    ...(['post', 'put', 'patch'] as const).map((name) => ({
      call: [`${name}Form`, `{AxiosInstance,AxiosStatic,Axios}.${name}Form`],
      role: 'client' as const,
      protocol: 'http',
      target: { join: [base(2), { arg: 0 }] },
      parts: { method: { literal: name.toUpperCase() }, timeout: timeout(2) },
    })),
  ],
  examples: [
    {
      code: "import axios from 'axios';\naxios.post(`http://localhost:${process.env.DAPR_HTTP_PORT}/orders`, { id: 1 }, { headers: { 'dapr-app-id': 'order-desk' } });",
      expect: ['client http method=POST serviceName=order-desk url=http://localhost:${DAPR_HTTP_PORT}/orders'],
    },
    {
      code: "import axios from 'axios';\naxios.get(`${process.env.ORDERS_URL}/orders`, { timeout: 2000 });",
      expect: ['client http method=GET timeout=2000 url=${ORDERS_URL}/orders'],
    },
    {
      code: "import axios from 'axios';\naxios({ method: 'post', url: 'http://orders/orders', data: {} });",
      expect: ['client http method=POST url=http://orders/orders'],
    },
    { code: "import axios from 'axios';\naxios('http://orders/orders', { method: 'PUT' });", expect: ['client http method=PUT url=http://orders/orders'] },
    {
      code: "import axios from 'axios';\nconst orders = axios.create({ baseURL: process.env.ORDERS_URL, timeout: 1000 });\norders.post('/orders', { id: 1 });",
      expect: ['client http method=POST timeout=1000 url=${ORDERS_URL}/orders'],
    },
    {
      code: "import axios from 'axios';\nconst orders = axios.create({ baseURL: 'http://orders/api/' });\norders({ url: 'orders' });",
      expect: ['client http method=GET url=http://orders/api/orders'],
    },
    {
      code: "import axios from 'axios';\naxios.defaults.baseURL = 'http://orders';\naxios.delete('/orders/1');",
      expect: ['client http method=DELETE url=http://orders/orders/1'],
    },
    {
      code: "const axios = require('axios').default;\naxios.request({ baseURL: 'http://orders', url: '/orders' });",
      expect: ['client http method=GET url=http://orders/orders'],
    },
    {
      code: "import { AxiosInstance } from 'axios';\nexport function load(client: AxiosInstance) {\n  return client.get('http://orders/orders');\n}",
      expect: ['client http method=GET url=http://orders/orders'],
    },
    {
      code: "import axios from 'axios';\naxios.create({ baseURL: 'http://orders' });\naxios.interceptors.request.use((config) => config);\naxios.isAxiosError(new Error());",
      expect: [],
    },
  ],
});
