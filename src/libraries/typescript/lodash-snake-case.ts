import { defineLibrary } from '../../core/library.js';

/** `snakeCase` of lodash, imported alone. */
export const lodashSnakeCase = defineLibrary({
  id: 'lodash-snake-case',
  language: 'typescript',
  url: 'https://lodash.com/docs/#snakeCase',
  modules: ['lodash/snakeCase', 'lodash/snakeCase.js', 'lodash-es/snakeCase', 'lodash-es/snakeCase.js', 'lodash.snakecase'],
  sightings: [{ call: ['default'], effect: 'text', function: 'snake', of: { arg: 0 } }],
  examples: [
    {
      code: "import snakeCase from 'lodash/snakeCase';\nfetch(`http://orders/${snakeCase('ordersPlaced')}`);",
      expect: ['client http method=GET url=http://orders/orders_placed'],
    },
    { code: "import snakeCase from 'lodash/snakeCase';\nsnakeCase('ordersPlaced');", expect: [] },
  ],
});
