import { defineLibrary } from '../../core/library.js';

/** Classes that read REST services for a GraphQL server. */
export const apolloDatasourceRest = defineLibrary({
  id: 'apollo-datasource-rest',
  language: 'typescript',
  url: 'https://www.apollographql.com/docs/apollo-server/data/fetching-rest',
  modules: ['@apollo/datasource-rest', 'apollo-datasource-rest'],
  sightings: [
    { extends: ['RESTDataSource'], effect: 'handle', type: 'RESTDataSource' },
    {
      call: ['RESTDataSource.{get,post,put,patch,delete,head}'],
      role: 'client',
      protocol: 'http',
      target: { join: [{ receiver: true, property: 'baseURL' }, { arg: 0 }] },
      parts: { method: { method: true, upper: true } },
    },
  ],
  examples: [
    {
      code: "import { RESTDataSource } from '@apollo/datasource-rest';\nclass Orders extends RESTDataSource {\n  override baseURL = process.env.ORDERS_URL;\n  find(id: string) {\n    return this.get(`orders/${id}`);\n  }\n}\nnew Orders().find('1');",
      expect: ['client http method=GET url=${ORDERS_URL}/orders/1'],
    },
    {
      code: "import { RESTDataSource } from '@apollo/datasource-rest';\nclass Orders extends RESTDataSource {\n  override baseURL = 'http://orders';\n}\nnew Orders();",
      expect: [],
    },
  ],
});
