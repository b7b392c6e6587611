import { defineLibrary } from '../../core/library.js';

/** joi: a validated value is the value, with the defaults of its schema. */
export const joi = defineLibrary({
  id: 'joi',
  language: 'typescript',
  url: 'https://joi.dev/api/',
  modules: ['joi', '@hapi/joi'],
  sightings: [
    { call: ['object', 'ObjectSchema.{keys,append}'], effect: 'handle', type: 'ObjectSchema' },
    { call: ['ObjectSchema.*'], effect: 'same', of: { receiver: true } },
    { call: ['{string,number,boolean,bool,any,array,date,alternatives}'], effect: 'handle', type: 'Schema' },
    { call: ['Schema.default'], effect: 'handle', type: 'DefaultedSchema' },
    { call: ['{Schema,DefaultedSchema}.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['ObjectSchema.validate'],
      effect: 'same',
      of: { arg: 0 },
      as: 'value',
      defaults: { in: { handle: { arg: 0 } }, type: 'DefaultedSchema', pick: { arg: 0 } },
    },
    {
      call: ['ObjectSchema.validateAsync'],
      effect: 'same',
      of: { arg: 0 },
      defaults: { in: { handle: { arg: 0 } }, type: 'DefaultedSchema', pick: { arg: 0 } },
    },
    { call: ['{Schema,DefaultedSchema}.validate'], effect: 'same', of: { arg: 0 }, as: 'value' },
    { call: ['{Schema,DefaultedSchema}.validateAsync'], effect: 'same', of: { arg: 0 } },
    {
      call: ['{attempt,assert}'],
      effect: 'same',
      of: { arg: 0 },
      defaults: { in: { handle: { arg: 0 }, of: { arg: 1 }, type: 'ObjectSchema' }, type: 'DefaultedSchema', pick: { arg: 0 } },
    },
    { call: ['validate'], effect: 'same', of: { arg: 0 }, as: 'value' },
  ],
  examples: [
    {
      code: "import Joi from 'joi';\nconst schema = Joi.object().keys({ ORDERS_URL: Joi.string().default('http://orders').description('orders') }).unknown();\nconst { value: env } = schema.prefs({ errors: { label: 'key' } }).validate(process.env);\nfetch(env.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}'],
    },
    {
      code: "import * as Joi from 'joi';\nconst schema = Joi.object({ ORDERS_URL: Joi.string().required() });\nconst result = schema.validate(process.env);\nfetch(result.value.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    {
      code: "import Joi from 'joi';\nconst env = Joi.attempt(process.env, Joi.object({ ORDERS_URL: Joi.string() }));\nfetch(env.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    { code: "import Joi from 'joi';\nJoi.object({ url: Joi.string().default('http://orders') }).validate({ url: 'http://orders' });", expect: [] },
  ],
});
