import { defineLibrary } from '../../core/library.js';

/** tsyringe: a container with tokens; classes are made by their type. */
export const tsyringe = defineLibrary({
  id: 'tsyringe',
  language: 'typescript',
  url: 'https://github.com/microsoft/tsyringe',
  modules: ['tsyringe'],
  sightings: [
    { call: ['container.createChildContainer'], effect: 'handle', type: 'DependencyContainer' },
    {
      call: ['{container,DependencyContainer}.register'],
      effect: 'provide',
      token: { arg: 0 },
      class: {
        firstOf: [
          { arg: 1, property: 'useClass' },
          { arg: 1, is: 'class' },
        ],
      },
      value: { arg: 1, property: 'useValue' },
      factory: { arg: 1, property: 'useFactory' },
    },
    {
      call: ['{container,DependencyContainer}.registerSingleton'],
      effect: 'provide',
      token: { arg: 0 },
      class: { firstOf: [{ arg: 1 }, { arg: 0, is: 'class' }] },
    },
    { call: ['{container,DependencyContainer}.registerType'], effect: 'provide', token: { arg: 0 }, class: { arg: 1, is: 'class' } },
    { call: ['{container,DependencyContainer}.registerInstance'], effect: 'provide', token: { arg: 0 }, value: { arg: 1 } },
    {
      annotation: ['registry'],
      effect: 'provide',
      list: { arg: 0 },
      keys: { token: 'token', class: 'useClass', factory: 'useFactory', value: 'useValue', same: 'useToken' },
    },
    { call: ['DependencyContainer.{register,registerSingleton,registerType,registerInstance}'], effect: 'same', of: { receiver: true } },
    { call: ['{container,DependencyContainer}.{resolve,resolveAll}'], effect: 'obtain', token: { arg: 0 } },
    { annotation: ['{inject,injectAll,injectWithTransform}'], effect: 'obtain', token: { arg: 0 } },
    { call: ['delay'], effect: 'same', of: { arg: 0, property: '()' } },
  ],
  examples: [
    {
      code: "import { container, inject, injectable } from 'tsyringe';\n@injectable()\nclass Stock {\n  constructor(@inject('StockUrl') private url: string) {}\n  items() {\n    return fetch(`${this.url}/items`);\n  }\n}\ncontainer.register('StockUrl', { useValue: process.env.STOCK_URL });\ncontainer.resolve(Stock).items();",
      expect: ['client http method=GET url=${STOCK_URL}/items'],
    },
    { code: "import { container } from 'tsyringe';\ncontainer.registerInstance('StockUrl', 'http://stock');", expect: [] },
  ],
});
