import { defineLibrary } from '../../core/library.js';

/** @nestjs/terminus: health checks; an HTTP ping is a call. */
export const nestjsTerminus = defineLibrary({
  id: 'nestjs-terminus',
  language: 'typescript',
  url: 'https://docs.nestjs.com/recipes/terminus',
  modules: ['@nestjs/terminus'],
  sightings: [
    { effect: 'handle', type: 'HealthCheckService' },
    { effect: 'handle', type: 'HttpHealthIndicator' },
    { call: ['HealthCheckService.check'], effect: 'entry', functions: { arg: 0 } },
    {
      call: ['HttpHealthIndicator.{pingCheck,responseCheck}'],
      role: 'client',
      protocol: 'http',
      target: { arg: 1 },
      parts: { method: { literal: 'GET' }, timeout: { arg: 2, property: 'timeout' } },
    },
    { extends: ['HealthIndicator'], effect: 'entry', methods: ['isHealthy'] },
  ],
  examples: [
    {
      code: "import { HealthCheckService, HttpHealthIndicator } from '@nestjs/terminus';\nexport function check(health: HealthCheckService, http: HttpHealthIndicator) {\n  return health.check([() => http.pingCheck('stock', 'http://stock/health')]);\n}",
      expect: ['client http method=GET url=http://stock/health'],
    },
    {
      code: "import { HealthCheckService } from '@nestjs/terminus';\nexport function check(health: HealthCheckService) {\n  return health.check([]);\n}",
      expect: [],
    },
  ],
});
