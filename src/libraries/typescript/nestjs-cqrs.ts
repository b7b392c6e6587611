import { defineLibrary } from '../../core/library.js';

/** @nestjs/cqrs: in-process buses; a command runs the handler that names its class. */
export const nestjsCqrs = defineLibrary({
  id: 'nestjs-cqrs',
  language: 'typescript',
  url: 'https://docs.nestjs.com/recipes/cqrs',
  modules: ['@nestjs/cqrs'],
  sightings: [
    { annotation: ['{CommandHandler,QueryHandler}'], effect: 'entry', makes: true, methods: ['execute'], key: { arg: 0 } },
    { annotation: ['EventsHandler'], effect: 'entry', makes: true, methods: ['handle'], key: { arg: 0, rest: true } },
    { annotation: ['Saga'], effect: 'entry' },
    { effect: 'handle', type: 'CommandBus' },
    { effect: 'handle', type: 'QueryBus' },
    { effect: 'handle', type: 'EventBus' },
    { effect: 'handle', type: 'EventPublisher' },
    { effect: 'handle', type: 'AggregateRoot' },
    {
      call: ['{CommandBus,QueryBus}.execute', 'EventBus.{publish,publishAll}', 'AggregateRoot.{apply,publish,publishAll}'],
      effect: 'dispatch',
      key: { arg: 0 },
    },
    { call: ['EventPublisher.{mergeObjectContext,mergeClassContext}'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: "import { CommandBus, CommandHandler } from '@nestjs/cqrs';\nexport class ReserveStock {\n  constructor(readonly id: string) {}\n}\n@CommandHandler(ReserveStock)\nexport class ReserveStockHandler {\n  async execute(command: ReserveStock) {\n    await fetch(`http://stock/items/${command.id}`, { method: 'POST' });\n  }\n}\nexport function reserve(bus: CommandBus) {\n  return bus.execute(new ReserveStock('a1'));\n}",
      expect: ['client http method=POST url=http://stock/items/a1'],
    },
    {
      code: "import { CommandBus } from '@nestjs/cqrs';\nexport class ReserveStock {}\nexport function reserve(bus: CommandBus) {\n  return bus.execute(new ReserveStock());\n}",
      expect: [],
    },
  ],
});
