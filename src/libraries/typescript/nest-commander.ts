import { defineLibrary } from '../../core/library.js';

/** nest-commander: NestJS applications on the command line. */
export const nestCommander = defineLibrary({
  id: 'nest-commander',
  language: 'typescript',
  url: 'https://nest-commander.jaymcdoniel.dev',
  modules: ['nest-commander'],
  sightings: [
    {
      call: ['CommandFactory.{run,createWithoutRunning,runWithoutClosing}'],
      effect: 'provide',
      include: { arg: 0 },
    },
    { extends: ['CommandRunner'], effect: 'entry', methods: ['run'] },
  ],
  examples: [
    {
      code: "import { Module } from '@nestjs/common';\nimport { CommandFactory, CommandRunner } from 'nest-commander';\nexport class Import extends CommandRunner {\n  async run() {\n    await fetch('http://orders/import', { method: 'POST' });\n  }\n}\n@Module({ providers: [Import] })\nexport class AppModule {}\nCommandFactory.run(AppModule);",
      expect: ['client http method=POST url=http://orders/import'],
    },
    { code: "import { Command } from 'nest-commander';\nconsole.log(Command);", expect: [] },
  ],
});
