import { defineLibrary } from '../../core/library.js';

/** inversify: `bind(token).to(Class)`. */
export const inversify = defineLibrary({
  id: 'inversify',
  language: 'typescript',
  url: 'https://inversify.io',
  modules: ['inversify'],
  sightings: [
    { new: ['Container'], effect: 'handle', type: 'Container' },
    { call: ['Container.createChild'], effect: 'handle', type: 'Container' },
    { new: ['{ContainerModule,AsyncContainerModule}'], effect: 'handle', type: 'Bind', callbackParam: { arg: 0, param: 0 } },
    { call: ['Container.{bind,rebind}', 'Bind', 'Bind.{bind,rebind}'], effect: 'handle', type: 'BindingToSyntax' },
    { call: ['BindingToSyntax.to'], effect: 'provide', token: { handle: { arg: 0 } }, class: { arg: 0 } },
    { call: ['BindingToSyntax.toSelf'], effect: 'provide', token: { handle: { arg: 0 } }, class: { handle: { arg: 0 } } },
    { call: ['BindingToSyntax.toConstantValue'], effect: 'provide', token: { handle: { arg: 0 } }, value: { arg: 0 } },
    { call: ['BindingToSyntax.{toDynamicValue,toResolvedValue}'], effect: 'provide', token: { handle: { arg: 0 } }, factory: { arg: 0 }, inject: { arg: 1 } },
    { call: ['BindingToSyntax.{toFactory,toProvider}'], effect: 'provide', token: { handle: { arg: 0 } }, factory: { arg: 0 } },
    { call: ['BindingToSyntax.{toConstructor,toFunction}'], effect: 'provide', token: { handle: { arg: 0 } }, value: { arg: 0 } },
    { call: ['Container.{get,getAsync,getTagged,getNamed,resolve,getAll}'], effect: 'obtain', token: { arg: 0 } },
    { annotation: ['{inject,multiInject}'], effect: 'obtain', token: { firstOf: [{ arg: 0 }, { on: 'type' }] } },
  ],
  examples: [
    {
      code: "import { Container, inject, injectable } from 'inversify';\nconst TYPES = { Stock: Symbol.for('Stock'), Url: Symbol.for('Url') };\n@injectable()\nclass Stock {\n  constructor(@inject(TYPES.Url) private url: string) {}\n  items() {\n    return fetch(`${this.url}/items`);\n  }\n}\nconst container = new Container();\ncontainer.bind<Stock>(TYPES.Stock).to(Stock).inSingletonScope();\ncontainer.bind<string>(TYPES.Url).toConstantValue(process.env.STOCK_URL!);\ncontainer.get<Stock>(TYPES.Stock).items();",
      expect: ['client http method=GET url=${STOCK_URL}/items'],
    },
    { code: "import { Container } from 'inversify';\nnew Container().bind('Url').toConstantValue('http://stock');", expect: [] },
  ],
});
