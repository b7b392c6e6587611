import { defineLibrary } from '../../core/library.js';

/** typedi: one global container; classes are made by their type. */
export const typedi = defineLibrary({
  id: 'typedi',
  language: 'typescript',
  url: 'https://docs.typestack.community/typedi',
  modules: ['typedi'],
  sightings: [
    { call: ['Container.of'], effect: 'handle', type: 'ContainerInstance' },
    {
      call: ['{Container,ContainerInstance}.set'],
      effect: 'provide',
      token: { firstOf: [{ arg: 0, property: 'id' }, { arg: 0 }] },
      class: { arg: 0, property: 'type' },
      factory: { arg: 0, property: 'factory' },
      value: { firstOf: [{ arg: 0, property: 'value' }, { arg: 1 }] },
    },
    {
      annotation: ['Service'],
      effect: 'provide',
      token: {
        firstOf: [
          { arg: 0, property: 'id' },
          { arg: 0, is: 'text' },
        ],
      },
      class: { on: 'owner' },
      factory: { arg: 0, property: 'factory' },
    },
    { call: ['{Container,ContainerInstance}.{get,getMany}'], effect: 'obtain', token: { arg: 0 } },
    { annotation: ['{Inject,InjectMany}'], effect: 'obtain', token: { firstOf: [{ arg: 0, property: '()' }, { arg: 0 }, { on: 'type' }] } },
    { new: ['Token'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: "import { Container, Inject, Service } from 'typedi';\n@Service()\nclass Stock {\n  constructor(@Inject('stock.url') private url: string) {}\n  items() {\n    return fetch(`${this.url}/items`);\n  }\n}\nContainer.set('stock.url', process.env.STOCK_URL);\nContainer.get(Stock).items();",
      expect: ['client http method=GET url=${STOCK_URL}/items'],
    },
    { code: "import { Container } from 'typedi';\nContainer.set('stock.url', 'http://stock');", expect: [] },
  ],
});
