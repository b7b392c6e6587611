import { defineLibrary } from '../../core/library.js';

/** @nestjs/event-emitter: in-process events; emitting one runs the methods that listen to its name. */
export const nestjsEventEmitter = defineLibrary({
  id: 'nestjs-event-emitter',
  language: 'typescript',
  url: 'https://docs.nestjs.com/techniques/events',
  modules: ['@nestjs/event-emitter', 'eventemitter2'],
  sightings: [
    { annotation: ['OnEvent'], effect: 'entry', key: { arg: 0 } },
    { new: ['EventEmitter2', 'default'], effect: 'handle', type: 'EventEmitter2' },
    { call: ['EventEmitter2.{emit,emitAsync}'], effect: 'dispatch', key: { arg: 0 } },
  ],
  examples: [
    {
      code: "import { Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { EventEmitter2, OnEvent } from '@nestjs/event-emitter';\nexport class Mailer {\n  constructor(private readonly events: EventEmitter2) {}\n  @OnEvent('order.placed')\n  placed() {\n    return fetch('http://mail/send', { method: 'POST' });\n  }\n  onModuleInit() {\n    this.events.emit('order.placed', {});\n  }\n}\n@Module({ providers: [Mailer] })\nexport class AppModule {}\nNestFactory.createApplicationContext(AppModule);",
      expect: ['client http method=POST url=http://mail/send'],
    },
    { code: "import { EventEmitter2 } from '@nestjs/event-emitter';\nnew EventEmitter2().emit('order.placed', {});", expect: [] },
  ],
});
