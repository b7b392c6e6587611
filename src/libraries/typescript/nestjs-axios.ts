import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const base = (config: number): Pick => ({
  firstOf: [{ arg: config, property: 'baseURL' }, { handle: { arg: 0, property: 'baseURL' } }, { assigned: 'axiosRef.defaults.baseURL' }],
});
const timeout = (config: number): Pick => ({ firstOf: [{ arg: config, property: 'timeout' }, { handle: { arg: 0, property: 'timeout' } }] });

/** NestJS's HttpService: axios behind injection. */
export const nestjsAxios = defineLibrary({
  id: 'nestjs-axios',
  language: 'typescript',
  url: 'https://docs.nestjs.com/techniques/http-module',
  modules: ['@nestjs/axios', '@nestjs/common'],
  sightings: [
    { new: ['HttpService'], effect: 'handle', type: 'HttpService' },
    { call: ['HttpModule.{register,registerAsync}'], effect: 'provide', handle: 'HttpService' },
    {
      call: ['HttpService.request', 'HttpService.axiosRef', 'HttpService.axiosRef.request'],
      role: 'client',
      protocol: 'http',
      target: { join: [{ firstOf: [{ arg: 0, property: 'baseURL' }, base(1)] }, { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] }] },
      parts: {
        method: { text: 'upper', of: { firstOf: [{ arg: 0, property: 'method' }, { arg: 1, property: 'method' }, { literal: 'GET' }] } },
        timeout: { firstOf: [{ arg: 0, property: 'timeout' }, timeout(1)] },
      },
    },
    {
      call: ['HttpService.{get,delete,head,options}', 'HttpService.axiosRef.{get,delete,head,options}'],
      role: 'client',
      protocol: 'http',
      target: { join: [base(1), { arg: 0 }] },
      parts: { method: { method: true, upper: true }, timeout: timeout(1) },
    },
    {
      call: ['HttpService.{post,put,patch}', 'HttpService.axiosRef.{post,put,patch}'],
      role: 'client',
      protocol: 'http',
      target: { join: [base(2), { arg: 0 }] },
      parts: { method: { method: true, upper: true }, timeout: timeout(2) },
    },
  ],
  examples: [
    {
      code: "import { Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { ConfigService } from '@nestjs/config';\nimport { HttpModule, HttpService } from '@nestjs/axios';\nexport class Stock {\n  constructor(private readonly http: HttpService) {}\n  onModuleInit() {\n    return this.http.get('/items');\n  }\n}\n@Module({\n  imports: [HttpModule.registerAsync({ inject: [ConfigService], useFactory: (config: ConfigService) => ({ baseURL: config.get('STOCK_URL'), timeout: 5000 }) })],\n  providers: [Stock],\n})\nexport class AppModule {}\nNestFactory.create(AppModule);",
      expect: ['client http method=GET timeout=5000 url=${STOCK_URL}/items'],
    },
    {
      code: "import { HttpService } from '@nestjs/axios';\nexport function load(http: HttpService) {\n  return http.get(`${process.env.ORDERS_URL}/orders`);\n}",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    {
      code: "import { HttpService } from '@nestjs/axios';\nexport function load(http: HttpService) {\n  return http.axiosRef.post('http://orders/orders', {}, { timeout: 700 });\n}",
      expect: ['client http method=POST timeout=700 url=http://orders/orders'],
    },
    { code: "import { HttpModule } from '@nestjs/axios';\nexport const module = HttpModule.register({ baseURL: 'http://orders' });", expect: [] },
  ],
});
