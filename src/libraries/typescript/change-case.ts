import { defineLibrary } from '../../core/library.js';

/** Text functions of change-case and of its single-function packages. */
export const changeCase = defineLibrary({
  id: 'change-case',
  language: 'typescript',
  url: 'https://www.npmjs.com/package/change-case',
  modules: ['change-case', 'snake-case', 'param-case', 'camel-case', 'constant-case'],
  sightings: [
    { call: ['snakeCase'], effect: 'text', function: 'snake', of: { arg: 0 } },
    { call: ['{kebabCase,paramCase}'], effect: 'text', function: 'kebab', of: { arg: 0 } },
    { call: ['camelCase'], effect: 'text', function: 'camel', of: { arg: 0 } },
    { call: ['constantCase'], effect: 'text', function: 'upper', of: { text: 'snake', of: { arg: 0 } } },
  ],
  examples: [
    {
      code: "import { kebabCase } from 'change-case';\nfetch(`http://orders/${kebabCase('OrderPlaced')}`);",
      expect: ['client http method=GET url=http://orders/order-placed'],
    },
    {
      code: "import { constantCase } from 'change-case';\nfetch(`http://orders/${constantCase('orderPlaced')}`);",
      expect: ['client http method=GET url=http://orders/ORDER_PLACED'],
    },
    { code: "import { kebabCase } from 'change-case';\nkebabCase('OrderPlaced');", expect: [] },
  ],
});
