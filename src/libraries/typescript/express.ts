import { defineLibrary } from '../../core/library.js';

const APP = '{Application,Express,Router,IRouter,IRoute}';
const VERBS = '{get,post,put,delete,patch,options,head}';

/** express: applications, routers, routes. */
export const express = defineLibrary({
  id: 'express',
  language: 'typescript',
  url: 'https://expressjs.com/en/api.html',
  modules: ['express', 'express-serve-static-core', '@types/express', 'ultimate-express'],
  sightings: [
    { call: ['default', 'express'], effect: 'handle', type: 'Application' },
    { call: ['Router'], effect: 'handle', type: 'Router' },
    { new: ['Router'], effect: 'handle', type: 'Router' },
    { effect: 'handle', type: 'Express' },
    { effect: 'handle', type: 'IRouter' },
    { call: ['{Application,Express,Router,IRouter}.route'], effect: 'handle', type: 'IRoute' },
    {
      call: [`{Application,Express,Router,IRouter}.${VERBS}`],
      role: 'server',
      protocol: 'http',
      requires: { arg: 1 },
      parts: { method: { method: true, upper: true }, path: { arg: 0 } },
      handlers: { arg: 1, rest: true },
    },
    {
      call: ['{Application,Express,Router,IRouter}.all'],
      role: 'server',
      protocol: 'http',
      requires: { arg: 1 },
      parts: { method: { literal: '*' }, path: { arg: 0 } },
      handlers: { arg: 1, rest: true },
    },
    {
      call: [`IRoute.${VERBS}`],
      role: 'server',
      protocol: 'http',
      parts: { method: { method: true, upper: true }, path: { handle: { arg: 0 } } },
      handlers: { arg: 0, rest: true },
    },
    {
      call: ['IRoute.all'],
      role: 'server',
      protocol: 'http',
      parts: { method: { literal: '*' }, path: { handle: { arg: 0 } } },
      handlers: { arg: 0, rest: true },
    },
    {
      call: ['{Application,Express,Router,IRouter}.use'],
      role: 'server',
      protocol: 'http',
      requires: { arg: 0, is: 'text' },
      mounts: { arg: 1, rest: true },
      parts: { method: { literal: '*' }, path: { arg: 0 } },
      handlers: { arg: 1, rest: true },
    },
    { call: ['{Application,Express,Router,IRouter}.get'], effect: 'handle', type: 'Response', callbackParam: { arg: 1, param: 1 } },
    // What a program answers Dapr when asked what it subscribes to.
    {
      call: ['Response.{json,send}'],
      role: 'consumer',
      protocol: 'dapr',
      requires: { arg: 0, property: 'pubsubname' },
      each: { arg: 0 },
      parts: { topic: { arg: 0, property: 'topic' }, exchange: { arg: 0, property: 'pubsubname' } },
    },
    { call: [`${APP}.${VERBS}`, `${APP}.{all,use,set,enable,disable,param}`], effect: 'same', of: { receiver: true } },
    { call: ['{Application,Express}.listen'], role: 'server', protocol: 'http', parts: { port: { arg: 0 } } },
  ],
  examples: [
    {
      code: "import express from 'express';\nconst app = express();\napp.get('/dapr/subscribe', (_req, res) => res.json([{ pubsubname: 'shop', topic: 'orders', route: '/orders' }, { pubsubname: 'shop', topic: 'bills', route: '/bills' }]));",
      expect: ['consumer dapr exchange=shop topic=bills', 'consumer dapr exchange=shop topic=orders', 'server http method=GET path=/dapr/subscribe'],
    },
    {
      code: "import express, { Router } from 'express';\nconst orders = Router();\norders.get('/:id', (req, res) => res.end());\nconst v1 = Router();\nv1.use('/orders', orders);\nconst app = express();\napp.use('/api/v1', v1);\napp.use('/hook', (req, res) => res.end());\napp.use('/api', express.json());",
      expect: ['server http method=* path=/hook', 'server http method=GET path=/api/v1/orders/:id'],
    },
    {
      code: "import express from 'express';\nconst app = express();\napp.use(express.json());\napp.get('/orders/:id', (req, res) => res.json({}));\napp.listen(process.env.PORT || 8080);",
      expect: ['server http method=GET path=/orders/:id', 'server http port=${PORT:-8080}'],
    },
    {
      code: "const express = require('express');\nconst router = express.Router();\nrouter.post('/', (req, res) => res.end());\nconst app = express();\napp.use('/orders', router);",
      expect: ['server http method=POST path=/orders/'],
    },
    {
      code: "import { Router } from 'express';\nconst router = Router();\nrouter.route('/orders').get((req, res) => res.end()).put((req, res) => res.end());",
      expect: ['server http method=GET path=/orders', 'server http method=PUT path=/orders'],
    },
    { code: "import express from 'express';\nconst app = express();\napp.set('trust proxy', true);\nconsole.log(app.get('trust proxy'));", expect: [] },
  ],
});
