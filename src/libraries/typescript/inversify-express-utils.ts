import { defineLibrary } from '../../core/library.js';

/** Controllers as decorated classes on inversify. */
export const inversifyExpressUtils = defineLibrary({
  id: 'inversify-express-utils',
  language: 'typescript',
  url: 'https://github.com/inversify/inversify-express-utils',
  modules: ['inversify-express-utils'],
  sightings: [
    { annotation: ['controller'], effect: 'entry', makes: true, methods: [] },
    ...(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head'] as const).map((name) => ({
      annotation: [`http${name}`],
      role: 'server' as const,
      protocol: 'http',
      parts: { method: { literal: name.toUpperCase() }, path: { join: [{ annotation: 'controller', of: 'owner' as const, pick: { arg: 0 } }, { arg: 0 }] } },
    })),
    { annotation: ['{httpGet,httpPost,httpPut,httpPatch,httpDelete,httpHead,httpMethod,all}'], effect: 'entry' },
  ],
  examples: [
    {
      code: "import { controller, httpGet } from 'inversify-express-utils';\n@controller('/orders')\nexport class Orders {\n  @httpGet('/:id')\n  find() {\n    return fetch('http://stock/items');\n  }\n}",
      expect: ['client http method=GET url=http://stock/items', 'server http method=GET path=/orders/:id'],
    },
    { code: "import { interfaces } from 'inversify-express-utils';\nexport type Controller = interfaces.Controller;", expect: [] },
  ],
});
