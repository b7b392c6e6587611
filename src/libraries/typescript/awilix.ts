import { defineLibrary } from '../../core/library.js';

/** awilix: registrations by name; constructors and factories get them by the names of their parameters. */
export const awilix = defineLibrary({
  id: 'awilix',
  language: 'typescript',
  url: 'https://github.com/jeffijoe/awilix',
  modules: ['awilix'],
  sightings: [
    { call: ['createContainer', 'AwilixContainer.createScope'], effect: 'handle', type: 'AwilixContainer' },
    { call: ['asClass'], effect: 'handle', type: 'ClassResolver' },
    { call: ['asFunction'], effect: 'handle', type: 'FunctionResolver' },
    { call: ['asValue'], effect: 'handle', type: 'ValueResolver' },
    { call: ['aliasTo'], effect: 'handle', type: 'AliasResolver' },
    { call: ['{ClassResolver,FunctionResolver}.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['AwilixContainer.register'],
      effect: 'provide',
      token: {
        firstOf: [
          { arg: 0, is: 'text' },
          { eachOf: { arg: 0 }, part: 'key' },
        ],
      },
      class: { handle: { arg: 0 }, of: { firstOf: [{ arg: 1 }, { eachOf: { arg: 0 }, part: 'value' }] }, type: 'ClassResolver' },
      factory: { handle: { arg: 0 }, of: { firstOf: [{ arg: 1 }, { eachOf: { arg: 0 }, part: 'value' }] }, type: 'FunctionResolver' },
      value: { handle: { arg: 0 }, of: { firstOf: [{ arg: 1 }, { eachOf: { arg: 0 }, part: 'value' }] }, type: 'ValueResolver' },
      byName: true,
    },
    { call: ['AwilixContainer.register'], effect: 'same', of: { receiver: true } },
    { call: ['AwilixContainer.resolve'], effect: 'obtain', token: { arg: 0 } },
    { call: ['AwilixContainer.build'], effect: 'entry', makes: true, functions: { arg: 0 } },
  ],
  examples: [
    {
      code: "import { asClass, asValue, createContainer } from 'awilix';\nclass Stock {\n  private url: string;\n  constructor({ stockUrl }: { stockUrl: string }) {\n    this.url = stockUrl;\n  }\n  items() {\n    return fetch(`${this.url}/items`);\n  }\n}\nconst container = createContainer();\ncontainer.register({ stock: asClass(Stock).singleton(), stockUrl: asValue(process.env.STOCK_URL) });\ncontainer.resolve<Stock>('stock').items();",
      expect: ['client http method=GET url=${STOCK_URL}/items'],
    },
    { code: "import { asValue, createContainer } from 'awilix';\ncreateContainer().register('stockUrl', asValue('http://stock'));", expect: [] },
  ],
});
