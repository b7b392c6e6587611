import { defineLibrary } from '../../core/library.js';

/** `camelCase` of lodash, imported alone. */
export const lodashCamelCase = defineLibrary({
  id: 'lodash-camel-case',
  language: 'typescript',
  url: 'https://lodash.com/docs/#camelCase',
  modules: ['lodash/camelCase', 'lodash/camelCase.js', 'lodash-es/camelCase', 'lodash-es/camelCase.js', 'lodash.camelcase'],
  sightings: [{ call: ['default'], effect: 'text', function: 'camel', of: { arg: 0 } }],
  examples: [
    {
      code: "import camelCase from 'lodash/camelCase';\nfetch(`http://orders/${camelCase('orders_placed')}`);",
      expect: ['client http method=GET url=http://orders/ordersPlaced'],
    },
    { code: "import camelCase from 'lodash/camelCase';\ncamelCase('orders_placed');", expect: [] },
  ],
});
