import { defineLibrary } from '../../core/library.js';

/** `kebabCase` of lodash, imported alone. */
export const lodashKebabCase = defineLibrary({
  id: 'lodash-kebab-case',
  language: 'typescript',
  url: 'https://lodash.com/docs/#kebabCase',
  modules: ['lodash/kebabCase', 'lodash/kebabCase.js', 'lodash-es/kebabCase', 'lodash-es/kebabCase.js', 'lodash.kebabcase'],
  sightings: [{ call: ['default'], effect: 'text', function: 'kebab', of: { arg: 0 } }],
  examples: [
    {
      code: "import kebabCase from 'lodash/kebabCase';\nfetch(`http://orders/${kebabCase('ordersPlaced')}`);",
      expect: ['client http method=GET url=http://orders/orders-placed'],
    },
    { code: "import kebabCase from 'lodash/kebabCase';\nkebabCase('ordersPlaced');", expect: [] },
  ],
});
