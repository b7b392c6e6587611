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
