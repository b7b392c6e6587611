import { defineLibrary } from '../../core/library.js';

/** @nestjs/config: environment variables and configuration namespaces behind one service. */
export const nestjsConfig = defineLibrary({
  id: 'nestjs-config',
  language: 'typescript',
  url: 'https://docs.nestjs.com/techniques/configuration',
  modules: ['@nestjs/config'],
  sightings: [
    { new: ['ConfigService'], effect: 'handle', type: 'ConfigService' },
    { call: ['ConfigService.get'], effect: 'setting', from: 'config', name: { arg: 0 }, fallback: { arg: 1, is: 'text' } },
    { call: ['ConfigService.getOrThrow'], effect: 'setting', from: 'config', name: { arg: 0 } },
    { call: ['registerAs'], effect: 'configure', name: { arg: 0 }, value: { arg: 1, property: '()' }, token: 'KEY' },
    { call: ['registerAs'], effect: 'same', of: { arg: 1 } },
    { call: ['ConfigModule.{forRoot,forRootAsync}'], effect: 'configure', value: { arg: 0, property: 'load.()' } },
    { call: ['ConfigModule.forFeature'], effect: 'configure', value: { arg: 0, property: '()' } },
  ],
  examples: [
    {
      code: "import { Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { ConfigModule, ConfigService } from '@nestjs/config';\nconst configuration = () => ({ stock: { url: process.env.STOCK_URL } });\nexport class Stock {\n  constructor(private readonly config: ConfigService) {}\n  onModuleInit() {\n    fetch(`${this.config.get('stock').url}/items`);\n  }\n}\n@Module({ imports: [ConfigModule.forRoot({ load: [configuration] })], providers: [Stock] })\nexport class AppModule {}\nNestFactory.create(AppModule);",
      expect: ['client http method=GET url=${STOCK_URL}/items'],
    },
    {
      code: "import { Inject, Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { ConfigModule, ConfigService, registerAs, type ConfigType } from '@nestjs/config';\nconst stock = registerAs('stock', () => ({ url: process.env.STOCK_URL || 'http://stock' }));\nexport class Stock {\n  constructor(\n    private readonly config: ConfigService,\n    @Inject(stock.KEY) private readonly own: ConfigType<typeof stock>,\n  ) {}\n  onModuleInit() {\n    fetch(`${this.config.get('stock.url')}/items`);\n    fetch(`${this.own.url}/shelves`);\n  }\n}\n@Module({ imports: [ConfigModule.forRoot({ load: [stock] })], providers: [Stock] })\nexport class AppModule {}\nNestFactory.create(AppModule);",
      expect: ['client http method=GET url=${STOCK_URL:-http://stock}/items', 'client http method=GET url=${STOCK_URL:-http://stock}/shelves'],
    },
    {
      code: "import { ConfigService } from '@nestjs/config';\nconst config = new ConfigService();\nfetch(config.get<string>('ORDERS_URL', 'http://orders'));",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}'],
    },
    {
      code: "import { ConfigService } from '@nestjs/config';\nexport function start(config: ConfigService) {\n  return fetch(config.getOrThrow('orders.url'));\n}",
      expect: ['client http method=GET url=${orders.url}'],
    },
    { code: "import { ConfigModule } from '@nestjs/config';\nexport const configuration = ConfigModule.forRoot({ isGlobal: true });", expect: [] },
  ],
});
