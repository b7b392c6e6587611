import { defineLibrary } from '../../core/library.js';

const GUARDS = ['canActivate', 'intercept', 'transform', 'catch', 'use'];

/** NestJS: modules, injection, controllers, lifecycle. */
export const nestjs = defineLibrary({
  id: 'nestjs',
  language: 'typescript',
  url: 'https://docs.nestjs.com',
  modules: ['@nestjs/common', '@nestjs/core', '@nestjs/platform-express', '@nestjs/platform-fastify'],
  sightings: [
    {
      annotation: ['Module'],
      effect: 'provide',
      list: { arg: 0, property: 'providers' },
      keys: { token: 'provide', class: 'useClass', factory: 'useFactory', value: 'useValue', inject: 'inject', same: 'useExisting' },
      include: { arg: 0, property: 'imports' },
      dynamic: { class: 'module', list: 'providers', eager: ['providers', 'controllers'], include: 'imports' },
    },
    {
      annotation: ['Module'],
      effect: 'provide',
      eager: { arg: 0, property: 'providers' },
      keys: { token: 'provide', class: 'useClass', factory: 'useFactory', value: 'useValue', inject: 'inject', same: 'useExisting' },
    },
    { annotation: ['Module'], effect: 'provide', eager: { arg: 0, property: 'controllers' } },
    { annotation: ['Module'], effect: 'entry', makes: true, methods: ['configure'] },
    {
      call: ['NestFactory.{create,createMicroservice,createApplicationContext}'],
      effect: 'provide',
      include: { arg: 0 },
      keys: { token: 'provide', class: 'useClass', factory: 'useFactory', value: 'useValue', inject: 'inject', same: 'useExisting' },
      dynamic: { class: 'module', list: 'providers', eager: ['providers', 'controllers'], include: 'imports' },
    },
    { call: ['NestFactory.create'], effect: 'handle', type: 'INestApplication' },
    { call: ['NestFactory.createApplicationContext'], effect: 'handle', type: 'INestApplicationContext' },
    { effect: 'handle', type: 'NestExpressApplication' },
    { effect: 'handle', type: 'NestFastifyApplication' },
    { effect: 'handle', type: 'ModuleRef' },
    { effect: 'handle', type: 'MiddlewareConsumer' },
    { call: ['{INestApplication,NestExpressApplication,NestFastifyApplication,INestApplicationContext}.select'], effect: 'same', of: { receiver: true } },
    {
      call: ['{INestApplication,NestExpressApplication,NestFastifyApplication,INestApplicationContext,ModuleRef}.{get,resolve}', 'ModuleRef.create'],
      effect: 'obtain',
      token: { arg: 0 },
    },
    { annotation: ['Inject'], effect: 'obtain', token: { firstOf: [{ arg: 0 }, { on: 'type' }] } },
    { call: ['forwardRef'], effect: 'same', of: { arg: 0, property: '()' } },
    {
      call: ['{INestApplication,NestExpressApplication,NestFastifyApplication}.listen'],
      role: 'server',
      protocol: 'http',
      parts: { port: { firstOf: [{ arg: 0, property: 'port' }, { arg: 0 }] } },
    },
    {
      call: ['{INestApplication,NestExpressApplication,NestFastifyApplication}.useGlobal{Guards,Interceptors,Filters,Pipes}'],
      effect: 'entry',
      functions: { arg: 0, rest: true },
      methods: GUARDS,
    },
    {
      annotation: ['{Get,Post,Put,Delete,Patch,Options,Head}'],
      role: 'server',
      protocol: 'http',
      parts: {
        method: { method: true, upper: true },
        path: { join: [{ annotation: 'Controller', of: 'owner', pick: { firstOf: [{ arg: 0, property: 'path' }, { arg: 0 }] } }, { arg: 0 }] },
      },
    },
    {
      annotation: ['All', 'Sse'],
      role: 'server',
      protocol: 'http',
      parts: {
        method: { literal: '*' },
        path: { join: [{ annotation: 'Controller', of: 'owner', pick: { firstOf: [{ arg: 0, property: 'path' }, { arg: 0 }] } }, { arg: 0 }] },
      },
    },
    { annotation: ['{Get,Post,Put,Delete,Patch,Options,Head,All,Sse}'], effect: 'entry' },
    { annotation: ['{UseGuards,UseInterceptors,UseFilters,UsePipes}'], effect: 'entry', makes: true, functions: { arg: 0, rest: true }, methods: GUARDS },
    { call: ['MiddlewareConsumer.apply'], effect: 'entry', makes: true, functions: { arg: 0, rest: true }, methods: ['use'] },
    { call: ['MiddlewareConsumer.*'], effect: 'same', of: { receiver: true } },
    { extends: ['CanActivate'], effect: 'entry', methods: ['canActivate'] },
    { extends: ['NestInterceptor'], effect: 'entry', methods: ['intercept'] },
    { extends: ['NestMiddleware'], effect: 'entry', methods: ['use'] },
    { extends: ['ExceptionFilter', 'BaseExceptionFilter'], effect: 'entry', methods: ['catch'] },
    { extends: ['PipeTransform'], effect: 'entry', methods: ['transform'] },
    { effect: 'entry', methods: ['onModuleInit', 'onApplicationBootstrap', 'onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'] },
  ],
  examples: [
    {
      code: "import { Controller, Get, Module, UseGuards } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nclass AuthGuard {\n  canActivate() {\n    return fetch('http://identity/check');\n  }\n}\n@Controller({ path: ['orders', 'sales'], version: '1' })\n@UseGuards(AuthGuard)\nexport class OrdersController {\n  @Get()\n  all() {\n    return [];\n  }\n}\n@Module({ controllers: [OrdersController] })\nexport class AppModule {}\nNestFactory.create(AppModule);",
      expect: ['client http method=GET url=http://identity/check', 'server http method=GET path=orders|sales'],
    },
    {
      code: "import { Controller, Get, Module, Param } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\n@Controller('orders')\nexport class OrdersController {\n  @Get(':id')\n  find(@Param('id') id: string) {\n    return fetch(`http://stock/items/${id}`);\n  }\n}\n@Module({ controllers: [OrdersController] })\nexport class AppModule {}\nasync function main() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nmain();",
      expect: ['client http method=GET url=http://stock/items/{…}', 'server http method=GET path=orders/:id', 'server http port=3000'],
    },
    {
      code: "import { Inject, Injectable, Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nconst STOCK = 'STOCK_URL';\n@Injectable()\nexport class Stock {\n  constructor(@Inject(STOCK) private readonly url: string) {}\n  onModuleInit() {\n    return fetch(`${this.url}/items`);\n  }\n}\n@Module({ providers: [Stock, { provide: STOCK, useFactory: () => process.env.STOCK_URL }] })\nexport class AppModule {}\nNestFactory.createApplicationContext(AppModule);",
      expect: ['client http method=GET url=${STOCK_URL}/items'],
    },
    {
      code: "import { Injectable, Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\n@Injectable()\nexport class Stock {\n  all() {\n    return 1;\n  }\n}\n@Module({ providers: [Stock] })\nexport class AppModule {}\nNestFactory.createApplicationContext(AppModule);",
      expect: [],
    },
  ],
});
