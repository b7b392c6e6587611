import { defineLibrary } from '../../core/library.js';

const VERBS = '{get,post,put,patch,delete,head,options}';

/** superagent. */
export const superagent = defineLibrary({
  id: 'superagent',
  language: 'typescript',
  url: 'https://forwardemail.github.io/superagent/',
  modules: ['superagent'],
  sightings: [
    { call: ['agent'], effect: 'handle', type: 'SuperAgent' },
    { call: [VERBS, `SuperAgent.${VERBS}`], role: 'client', protocol: 'http', target: { arg: 0 }, parts: { method: { method: true, upper: true } } },
    { call: ['del', 'SuperAgent.del'], role: 'client', protocol: 'http', target: { arg: 0 }, parts: { method: { literal: 'DELETE' } } },
    {
      call: ['default'],
      role: 'client',
      protocol: 'http',
      requires: { arg: 1, is: 'text' },
      target: { arg: 1 },
      parts: { method: { text: 'upper', of: { arg: 0 } } },
    },
    { call: ['default'], role: 'client', protocol: 'http', unless: { arg: 1, is: 'text' }, target: { arg: 0 }, parts: { method: { literal: 'GET' } } },
  ],
  examples: [
    {
      code: "import request from 'superagent';\nrequest.post('http://orders/orders').send({ id: 1 });",
      expect: ['client http method=POST url=http://orders/orders'],
    },
    {
      code: "import * as superagent from 'superagent';\nsuperagent.get(`${process.env.ORDERS_URL}/orders`).timeout(500);",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    { code: "const request = require('superagent');\nrequest('PUT', 'http://orders/orders');", expect: ['client http method=PUT url=http://orders/orders'] },
    { code: "import request from 'superagent';\nrequest.agent();", expect: [] },
  ],
});
