import { defineLibrary } from '../../core/library.js';

/** Text functions of lodash, and those that return what they are given. */
export const lodash = defineLibrary({
  id: 'lodash',
  language: 'typescript',
  url: 'https://lodash.com/docs/',
  modules: ['lodash', 'lodash-es', 'lodash/fp'],
  sightings: [
    { call: ['snakeCase'], effect: 'text', function: 'snake', of: { arg: 0 } },
    { call: ['kebabCase'], effect: 'text', function: 'kebab', of: { arg: 0 } },
    { call: ['camelCase'], effect: 'text', function: 'camel', of: { arg: 0 } },
    { call: ['toLower'], effect: 'text', function: 'lower', of: { arg: 0 } },
    { call: ['toUpper'], effect: 'text', function: 'upper', of: { arg: 0 } },
    {
      call: ['{toString,trim,trimStart,trimEnd,clone,cloneDeep,once,memoize,debounce,throttle,identity,castArray,compact,uniq}'],
      effect: 'same',
      of: { arg: 0 },
    },
    { call: ['{merge,assign,defaults,defaultsDeep,extend}'], effect: 'same', of: { arg: 0, rest: true } },
    { call: ['get'], effect: 'same', of: { firstOf: [{ memberOf: { arg: 0 }, at: { arg: 1 } }, { arg: 2 }] } },
  ],
  examples: [
    {
      code: "import _ from 'lodash';\nfetch(`http://orders/${_.snakeCase('OrderPlaced')}`);",
      expect: ['client http method=GET url=http://orders/order_placed'],
    },
    {
      code: "import { kebabCase } from 'lodash';\nfetch(`http://orders/${kebabCase('OrderPlaced')}`);",
      expect: ['client http method=GET url=http://orders/order-placed'],
    },
    {
      code: "const _ = require('lodash');\nconst conf = { api: { url: 'http://orders' } };\nfetch(_.get(conf, 'api.url'));",
      expect: ['client http method=GET url=http://orders'],
    },
    { code: "import _ from 'lodash';\n_.sortBy([{ url: 'http://orders' }], 'url');", expect: [] },
  ],
});
