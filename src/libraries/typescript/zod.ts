import { defineLibrary } from '../../core/library.js';

/** zod: a parsed value is the value, with the defaults of its schema. */
export const zod = defineLibrary({
  id: 'zod',
  language: 'typescript',
  url: 'https://zod.dev',
  modules: ['zod', 'zod/*'],
  sightings: [
    { call: ['{z.,}{object,strictObject,looseObject}', 'ZodObject.{extend,safeExtend,augment}'], effect: 'handle', type: 'ZodObject' },
    { call: ['ZodObject.*'], effect: 'same', of: { receiver: true } },
    {
      call: [
        '{z.,}{string,number,boolean,bigint,date,any,unknown,enum,nativeEnum,literal,union,array,record,url,email,preprocess,stringbool}',
        '{z.,}coerce.*',
      ],
      effect: 'handle',
      type: 'ZodType',
    },
    { call: ['ZodType.{default,prefault,catch}'], effect: 'handle', type: 'ZodDefault' },
    { call: ['{ZodType,ZodDefault}.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['ZodObject.{parse,parseAsync}'],
      effect: 'same',
      of: { arg: 0 },
      defaults: { in: { handle: { arg: 0 } }, type: 'ZodDefault', pick: { arg: 0 } },
    },
    {
      call: ['ZodObject.{safeParse,safeParseAsync,spa}'],
      effect: 'same',
      of: { arg: 0 },
      as: 'data',
      defaults: { in: { handle: { arg: 0 } }, type: 'ZodDefault', pick: { arg: 0 } },
    },
    { call: ['ZodType.{parse,parseAsync}'], effect: 'same', of: { arg: 0 } },
    { call: ['ZodType.{safeParse,safeParseAsync,spa}'], effect: 'same', of: { arg: 0 }, as: 'data' },
    { call: ['ZodDefault.{parse,parseAsync}'], effect: 'same', of: { firstOf: [{ arg: 0 }, { handle: { arg: 0 } }] } },
    { call: ['ZodDefault.{safeParse,safeParseAsync,spa}'], effect: 'same', of: { firstOf: [{ arg: 0 }, { handle: { arg: 0 } }] }, as: 'data' },
  ],
  examples: [
    {
      code: "import { z } from 'zod';\nconst env = z.object({ ORDERS_URL: z.string().url().default('http://orders') }).parse(process.env);\nfetch(env.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}'],
    },
    {
      code: "import * as z from 'zod';\nconst parsed = z.object({ ORDERS_URL: z.string() }).safeParse(process.env);\nif (parsed.success) fetch(parsed.data.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    { code: "import { z } from 'zod';\nfetch(z.string().url().parse(process.env.ORDERS_URL));", expect: ['client http method=GET url=${ORDERS_URL}'] },
    { code: "import { z } from 'zod';\nz.object({ url: z.string().default('http://orders') }).parse({});", expect: [] },
  ],
});
