import { defineLibrary } from '../../core/library.js';

/** @nestjs/graphql: resolvers. */
export const nestjsGraphql = defineLibrary({
  id: 'nestjs-graphql',
  language: 'typescript',
  url: 'https://docs.nestjs.com/graphql/resolvers',
  modules: ['@nestjs/graphql', 'type-graphql'],
  sightings: [
    { annotation: ['Resolver'], effect: 'entry', makes: true, methods: [] },
    {
      annotation: ['{Query,Mutation,Subscription}'],
      role: 'server',
      protocol: 'graphql',
      parts: {
        operation: { firstOf: [{ arg: 1, property: 'name' }, { arg: 0, property: 'name' }, { arg: 0, is: 'text' }, { on: 'name' }] },
        method: { method: true },
      },
    },
    { annotation: ['{Query,Mutation,Subscription,ResolveField,ResolveReference,ResolveProperty,FieldResolver}'], effect: 'entry' },
  ],
  examples: [
    {
      code: "import { Query, Resolver } from '@nestjs/graphql';\nexport class Order {}\n@Resolver(() => Order)\nexport class OrdersResolver {\n  @Query(() => [Order], { name: 'orders' })\n  find() {\n    return fetch('http://orders/orders');\n  }\n}",
      expect: ['client http method=GET url=http://orders/orders', 'server graphql method=Query operation=orders'],
    },
    { code: "import { Field, ObjectType } from '@nestjs/graphql';\n@ObjectType()\nexport class Order {\n  @Field()\n  id!: string;\n}", expect: [] },
  ],
});
