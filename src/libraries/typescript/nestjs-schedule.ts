import { defineLibrary } from '../../core/library.js';

/** @nestjs/schedule: methods that run by the clock. */
export const nestjsSchedule = defineLibrary({
  id: 'nestjs-schedule',
  language: 'typescript',
  url: 'https://docs.nestjs.com/techniques/task-scheduling',
  modules: ['@nestjs/schedule'],
  sightings: [{ annotation: ['{Cron,Interval,Timeout}'], effect: 'entry' }],
  examples: [
    {
      code: "import { Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { Cron } from '@nestjs/schedule';\nexport class Billing {\n  @Cron('0 0 * * *')\n  nightly() {\n    return fetch('http://billing/close', { method: 'POST' });\n  }\n}\n@Module({ providers: [Billing] })\nexport class AppModule {}\nNestFactory.createApplicationContext(AppModule);",
      expect: ['client http method=POST url=http://billing/close'],
    },
    { code: "import { CronExpression } from '@nestjs/schedule';\nconsole.log(CronExpression.EVERY_HOUR);", expect: [] },
  ],
});
