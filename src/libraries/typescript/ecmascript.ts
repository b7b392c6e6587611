import { defineLibrary } from '../../core/library.js';

/** What the language's own functions do to texts and values. Lists, objects and promises are built into link. */
export const ecmascript = defineLibrary({
  id: 'ecmascript',
  language: 'typescript',
  url: 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects',
  modules: [],
  sightings: [
    {
      call: [
        'String',
        'Number',
        'parseInt',
        'Symbol',
        'Symbol.for',
        'structuredClone',
        'JSON.{parse,stringify}',
        'Object.{freeze,seal,create,preventExtensions}',
        'encodeURI',
        'encodeURIComponent',
        'decodeURI',
        'decodeURIComponent',
        'Buffer.from',
        'Array.from',
        'Promise.{resolve,all,race,any}',
        'AbortSignal.timeout',
      ],
      effect: 'same',
      of: { arg: 0 },
    },
    { call: ['Object.assign'], effect: 'same', of: { arg: 0, rest: true } },
    { new: ['Set', 'Array', 'String', 'Request', 'Proxy'], effect: 'same', of: { arg: 0 } },
    { new: ['URL'], effect: 'same', of: { join: [{ arg: 1 }, { arg: 0 }] } },
    { new: ['URL'], effect: 'same', of: { join: [{ arg: 1 }, { arg: 0 }] }, as: 'href' },
    { new: ['URL'], effect: 'same', of: { firstOf: [{ arg: 1 }, { arg: 0 }] }, as: 'origin' },
    { new: ['URL'], effect: 'same', of: { firstOf: [{ arg: 1 }, { arg: 0 }] }, as: 'host' },
    { new: ['URL'], effect: 'same', of: { firstOf: [{ arg: 1 }, { arg: 0 }] }, as: 'hostname' },
    {
      call: ['*.{toString,valueOf,trim,trimStart,trimEnd,trimLeft,trimRight,normalize,replace,replaceAll,bind}'],
      effect: 'same',
      of: { receiver: true },
    },
    { call: ['*.{toLowerCase,toLocaleLowerCase}'], effect: 'text', function: 'lower', of: { receiver: true } },
    { call: ['*.{toUpperCase,toLocaleUpperCase}'], effect: 'text', function: 'upper', of: { receiver: true } },
  ],
  examples: [
    { code: "fetch(String(process.env.ORDERS_URL).trim() + '/orders');", expect: ['client http method=GET url=${ORDERS_URL}/orders'] },
    { code: "fetch(new URL('/orders', process.env.ORDERS_URL).toString());", expect: ['client http method=GET url=${ORDERS_URL}/orders'] },
    { code: "fetch(new URL('/orders', process.env.ORDERS_URL).href);", expect: ['client http method=GET url=${ORDERS_URL}/orders'] },
    {
      code: "fetch('http://stock', { method: 'put'.toUpperCase(), signal: AbortSignal.timeout(2000) });",
      expect: ['client http method=PUT timeout=2000 url=http://stock'],
    },
    { code: "const url = new URL('/orders', process.env.ORDERS_URL); console.log(url.toString());", expect: [] },
  ],
});
