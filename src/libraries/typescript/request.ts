import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const base: Pick = { firstOf: [{ arg: 0, property: 'baseUrl' }, { arg: 1, property: 'baseUrl' }, { handle: { arg: 0, property: 'baseUrl' } }] };
const target: Pick = { join: [base, { firstOf: [{ arg: 0, property: 'url' }, { arg: 0, property: 'uri' }, { arg: 0, property: 'url.href' }, { arg: 0 }] }] };
const timeout: Pick = { firstOf: [{ arg: 0, property: 'timeout' }, { arg: 1, property: 'timeout' }, { handle: { arg: 0, property: 'timeout' } }] };
const VERBS = '{get,post,put,patch,delete,head,options}';

/** request and its promise forms. */
export const request = defineLibrary({
  id: 'request',
  language: 'typescript',
  url: 'https://github.com/request/request',
  modules: [
    'request',
    'request-promise',
    'request-promise-native',
    'request-promise-any',
    'requestretry',
    '@cypress/request',
    'postman-request',
    'teeny-request',
  ],
  sightings: [
    { call: ['defaults', 'RequestAPI.defaults'], effect: 'handle', type: 'RequestAPI' },
    {
      call: ['default', 'RequestAPI', 'teenyRequest'],
      role: 'client',
      protocol: 'http',
      target,
      parts: {
        method: {
          text: 'upper',
          of: { firstOf: [{ arg: 0, property: 'method' }, { arg: 1, property: 'method' }, { handle: { arg: 0, property: 'method' } }, { literal: 'GET' }] },
        },
        timeout,
      },
    },
    { call: [VERBS, `RequestAPI.${VERBS}`], role: 'client', protocol: 'http', target, parts: { method: { method: true, upper: true }, timeout } },
    { call: ['del', 'RequestAPI.del'], role: 'client', protocol: 'http', target, parts: { method: { literal: 'DELETE' }, timeout } },
  ],
  examples: [
    {
      code: "const request = require('request');\nconst host = process.env.CATALOGUE_HOST || 'catalogue';\nrequest('http://' + host + ':8080/product/1', (err, res, body) => console.log(body));",
      expect: ['client http method=GET url=http://${CATALOGUE_HOST:-catalogue}:8080/product/1'],
    },
    {
      code: "const request = require('request');\nrequest.post({ uri: 'http://payment/pay', timeout: 1500, json: {} });",
      expect: ['client http method=POST timeout=1500 url=http://payment/pay'],
    },
    {
      code: "import rp from 'request-promise-native';\nrp({ method: 'PUT', baseUrl: 'http://stock', uri: '/items/1' });",
      expect: ['client http method=PUT url=http://stock/items/1'],
    },
    {
      code: "const request = require('request').defaults({ baseUrl: 'http://stock' });\nrequest.get('/items');",
      expect: ['client http method=GET url=http://stock/items'],
    },
    { code: "const request = require('request');\nrequest.jar();", expect: [] },
  ],
});
