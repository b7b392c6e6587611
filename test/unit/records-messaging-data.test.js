import { describe, expect, it } from 'vitest';
import { describeInteraction } from '../../src/link/index.js';
import { linkFiles } from '../support/link-source.js';
/** What a little program in one file does with the outside, sorted and without repetition. */
async function interactionsOf(code) {
    const linked = await linkFiles({ 'main.ts': code }, ['main.ts']);
    return [...new Set(linked.interactions.map(describeInteraction))].sort();
}
describe('records of several libraries together', () => {
    it('follows promise chains over broker and database clients', async () => {
        expect(await interactionsOf(`import amqp from 'amqplib';
import { MongoClient } from 'mongodb';
amqp.connect(process.env.AMQP_URL).then((connection) => connection.createChannel()).then((channel) => channel.sendToQueue('jobs', Buffer.from('')));
MongoClient.connect('mongodb://mongo').then((client) => client.db('shop').collection('orders').insertOne({}));`)).toEqual([
            'connection mongodb url=mongodb://mongo',
            'connection rabbitmq url=${AMQP_URL}',
            'producer rabbitmq queue=jobs',
            'query mongodb database=shop table=orders access=write',
        ]);
    });
    it('reads a NestJS client from its asynchronous registration, and the queue the service itself listens on', async () => {
        expect(await interactionsOf(`import { Controller, Inject, Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { type ClientProxy, ClientsModule, MessagePattern, Transport } from '@nestjs/microservices';
@Controller()
class Orders {
  constructor(@Inject('STOCK') private readonly stock: ClientProxy) {}
  @MessagePattern('order.get')
  get() { return this.stock.send('stock.get', {}); }
}
@Module({
  imports: [ClientsModule.registerAsync([{
    name: 'STOCK',
    inject: [ConfigService],
    useFactory: (config: ConfigService) => ({ transport: Transport.RMQ, options: { urls: [config.get('AMQP_URL')], queue: 'stock' } }),
  }])],
  controllers: [Orders],
})
class OrdersModule {}
const app = await NestFactory.create(OrdersModule);
app.connectMicroservice({ transport: Transport.RMQ, options: { urls: ['amqp://broker'], queue: 'orders' } });`)).toEqual([
            'client * operation=stock.get queue=stock technology=rabbitmq url=${AMQP_URL}',
            'connection * queue=orders technology=rabbitmq url=amqp://broker',
            'server * operation=order.get',
        ]);
    });
    it('takes the address of a BullMQ queue from the Redis client it is given', async () => {
        expect(await interactionsOf(`import IORedis from 'ioredis';
import { Queue, Worker } from 'bullmq';
const redis = new IORedis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
await new Queue('mails', { connection: redis }).add('welcome', {});
new Worker('mails', async () => { await redis.del('sent'); }, { connection: redis });`)).toEqual([
            'connection redis queue=mails url=${REDIS_URL}',
            'connection redis url=${REDIS_URL}',
            'consumer redis queue=mails',
            'producer redis queue=mails',
            'query redis access=write',
        ]);
    });
    it('finds the entity of TypeORM repositories however they are made', async () => {
        expect(await interactionsOf(`import { DataSource, Entity, EntityManager, EntityRepository, getCustomRepository, getRepository, Repository } from 'typeorm';
@Entity('shop_orders') class Order {}
@Entity() class StockItem {}
@Entity('invoices') class Invoice {}
@Entity('parcels') class Parcel {}
class Orders extends Repository<Order> {
  constructor(source: DataSource) { super(Order, source.createEntityManager()); }
  byId(id: number) { return this.findOneBy({ id }); }
}
@EntityRepository(StockItem) class Stock extends Repository<StockItem> { all() { return this.find(); } }
const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
await new Orders(source).byId(1);
await getCustomRepository(Stock).all();
await getRepository('Customer').count();
await source.createQueryBuilder().update(Invoice).set({}).execute();
export const ship = (manager: EntityManager) => manager.save(new Parcel());`)).toEqual([
            'connection * technology=postgresql url=${DATABASE_URL}',
            'query * table=customer access=read',
            'query * table=invoices access=write',
            'query * table=parcels access=write',
            'query * table=shop_orders access=read',
            'query * table=stock_item access=read',
        ]);
    });
    it('follows Sequelize instances back to their model', async () => {
        expect(await interactionsOf(`import { Model, Sequelize } from 'sequelize';
const sequelize = new Sequelize({ dialect: 'sqlite', storage: 'shop.db' });
class Customer extends Model {}
Customer.init({}, { sequelize });
const customer = await Customer.findByPk(1);
await customer.destroy();
sequelize.define('orders', {}).findAll({ include: [Customer] });`)).toEqual([
            'connection * database=shop.db technology=sqlite',
            'query * table=Customers access=read',
            'query * table=Customers access=write',
            'query * table=orders access=read',
        ]);
    });
});
