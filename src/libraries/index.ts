import type { LibraryRecord } from '../core/library.js';
import { agenda } from './typescript/agenda.js';
import { amqpConnectionManager } from './typescript/amqp-connection-manager.js';
import { amqplib } from './typescript/amqplib.js';
import { angular } from './typescript/angular.js';
import { angularHttp } from './typescript/angular-http.js';
import { angularjs } from './typescript/angularjs.js';
import { angularjsModule } from './typescript/angularjs-module.js';
import { apolloClient } from './typescript/apollo-client.js';
import { apolloDatasourceRest } from './typescript/apollo-datasource-rest.js';
import { apolloGateway } from './typescript/apollo-gateway.js';
import { apolloServer } from './typescript/apollo-server.js';
import { awilix } from './typescript/awilix.js';
import { awsSdk } from './typescript/aws-sdk.js';
import { awsSdkClientDynamodb } from './typescript/aws-sdk-client-dynamodb.js';
import { awsSdkClientEventbridge } from './typescript/aws-sdk-client-eventbridge.js';
import { awsSdkClientKinesis } from './typescript/aws-sdk-client-kinesis.js';
import { awsSdkClientLambda } from './typescript/aws-sdk-client-lambda.js';
import { awsSdkClientS3 } from './typescript/aws-sdk-client-s3.js';
import { awsSdkClientSns } from './typescript/aws-sdk-client-sns.js';
import { awsSdkClientSqs } from './typescript/aws-sdk-client-sqs.js';
import { axios } from './typescript/axios.js';
import { axiosWrappers } from './typescript/axios-wrappers.js';
import { azureServiceBus } from './typescript/azure-service-bus.js';
import { beeQueue } from './typescript/bee-queue.js';
import { betterSqlite3 } from './typescript/better-sqlite3.js';
import { browser } from './typescript/browser.js';
import { bull } from './typescript/bull.js';
import { bullmq } from './typescript/bullmq.js';
import { cacheManagerRedis } from './typescript/cache-manager-redis.js';
import { cassandraDriver } from './typescript/cassandra-driver.js';
import { changeCase } from './typescript/change-case.js';
import { config } from './typescript/config.js';
import { connectMongo } from './typescript/connect-mongo.js';
import { connectrpc } from './typescript/connectrpc.js';
import { consul } from './typescript/consul.js';
import { convict } from './typescript/convict.js';
import { dapr } from './typescript/dapr.js';
import { dotenv } from './typescript/dotenv.js';
import { dotenvExpand } from './typescript/dotenv-expand.js';
import { drizzleOrm } from './typescript/drizzle-orm.js';
import { ecmascript } from './typescript/ecmascript.js';
import { elasticsearch } from './typescript/elasticsearch.js';
import { envVar } from './typescript/env-var.js';
import { envalid } from './typescript/envalid.js';
import { eurekaJsClient } from './typescript/eureka-js-client.js';
import { express } from './typescript/express.js';
import { expressHttpProxy } from './typescript/express-http-proxy.js';
import { fastify } from './typescript/fastify.js';
import { fetchGlobal } from './typescript/fetch.js';
import { firestore } from './typescript/firestore.js';
import { golevelupNestjsRabbitmq } from './typescript/golevelup-nestjs-rabbitmq.js';
import { googleCloudPubsub } from './typescript/google-cloud-pubsub.js';
import { got } from './typescript/got.js';
import { graphqlRequest } from './typescript/graphql-request.js';
import { graphqlTools } from './typescript/graphql-tools.js';
import { grpcJs } from './typescript/grpc-js.js';
import { hapi } from './typescript/hapi.js';
import { hono } from './typescript/hono.js';
import { honoNodeServer } from './typescript/hono-node-server.js';
import { httpProxy } from './typescript/http-proxy.js';
import { httpProxyMiddleware } from './typescript/http-proxy-middleware.js';
import { importMetaEnv } from './typescript/import-meta-env.js';
import { inversify } from './typescript/inversify.js';
import { inversifyExpressUtils } from './typescript/inversify-express-utils.js';
import { ioredis } from './typescript/ioredis.js';
import { joi } from './typescript/joi.js';
import { jquery } from './typescript/jquery.js';
import { jqueryGlobal } from './typescript/jquery-global.js';
import { kafkajs } from './typescript/kafkajs.js';
import { keyv } from './typescript/keyv.js';
import { knex } from './typescript/knex.js';
import { koa } from './typescript/koa.js';
import { koaRouter } from './typescript/koa-router.js';
import { ky } from './typescript/ky.js';
import { kysely } from './typescript/kysely.js';
import { lodash } from './typescript/lodash.js';
import { lodashCamelCase } from './typescript/lodash-camel-case.js';
import { lodashKebabCase } from './typescript/lodash-kebab-case.js';
import { lodashSnakeCase } from './typescript/lodash-snake-case.js';
import { memcached } from './typescript/memcached.js';
import { mikroOrm } from './typescript/mikro-orm.js';
import { mongodb } from './typescript/mongodb.js';
import { mongoose } from './typescript/mongoose.js';
import { mqtt } from './typescript/mqtt.js';
import { mssql } from './typescript/mssql.js';
import { mysql2 } from './typescript/mysql2.js';
import { nats } from './typescript/nats.js';
import { needle } from './typescript/needle.js';
import { neo4jDriver } from './typescript/neo4j-driver.js';
import { nestCommander } from './typescript/nest-commander.js';
import { nestjs } from './typescript/nestjs.js';
import { nestjsAxios } from './typescript/nestjs-axios.js';
import { nestjsCacheManager } from './typescript/nestjs-cache-manager.js';
import { nestjsConfig } from './typescript/nestjs-config.js';
import { nestjsCqrs } from './typescript/nestjs-cqrs.js';
import { nestjsEventEmitter } from './typescript/nestjs-event-emitter.js';
import { nestjsGraphql } from './typescript/nestjs-graphql.js';
import { nestjsGrpc } from './typescript/nestjs-grpc.js';
import { nestjsMicroservices } from './typescript/nestjs-microservices.js';
import { nestjsSchedule } from './typescript/nestjs-schedule.js';
import { nestjsTerminus } from './typescript/nestjs-terminus.js';
import { nestjsWebsockets } from './typescript/nestjs-websockets.js';
import { niceGrpc } from './typescript/nice-grpc.js';
import { nodeFetch } from './typescript/node-fetch.js';
import { nodeHttp } from './typescript/node-http.js';
import { nodeHttps } from './typescript/node-https.js';
import { nodeNatsStreaming } from './typescript/node-nats-streaming.js';
import { nodeProcess } from './typescript/node-process.js';
import { nodeProcessModule } from './typescript/node-process-module.js';
import { nodeRdkafka } from './typescript/node-rdkafka.js';
import { nodeUtil } from './typescript/node-util.js';
import { nuxtFetch } from './typescript/nuxt-fetch.js';
import { objection } from './typescript/objection.js';
import { ofetch } from './typescript/ofetch.js';
import { passport } from './typescript/passport.js';
import { pg } from './typescript/pg.js';
import { pgBoss } from './typescript/pg-boss.js';
import { postgres } from './typescript/postgres.js';
import { prisma } from './typescript/prisma.js';
import { react } from './typescript/react.js';
import { redis } from './typescript/redis.js';
import { request } from './typescript/request.js';
import { restify } from './typescript/restify.js';
import { retry } from './typescript/retry.js';
import { sequelize } from './typescript/sequelize.js';
import { slonik } from './typescript/slonik.js';
import { soap } from './typescript/soap.js';
import { socketIo } from './typescript/socket-io.js';
import { socketIoClient } from './typescript/socket-io-client.js';
import { socketIoRedis } from './typescript/socket-io-redis.js';
import { socketIoRedisAdapter } from './typescript/socket-io-redis-adapter.js';
import { sqlite3 } from './typescript/sqlite3.js';
import { sqsConsumer } from './typescript/sqs-consumer.js';
import { supabaseJs } from './typescript/supabase-js.js';
import { superagent } from './typescript/superagent.js';
import { t3Env } from './typescript/t3-env.js';
import { trpcClient } from './typescript/trpc-client.js';
import { tsyringe } from './typescript/tsyringe.js';
import { typedi } from './typescript/typedi.js';
import { typeorm } from './typescript/typeorm.js';
import { undici } from './typescript/undici.js';
import { urql } from './typescript/urql.js';
import { ws } from './typescript/ws.js';
import { zod } from './typescript/zod.js';

/** Every library archlint knows, sorted by id. A house test compares the list with the folders. */
export const libraries: readonly LibraryRecord[] = [
  agenda,
  amqpConnectionManager,
  amqplib,
  angular,
  angularHttp,
  angularjs,
  angularjsModule,
  apolloClient,
  apolloDatasourceRest,
  apolloGateway,
  apolloServer,
  awilix,
  awsSdk,
  awsSdkClientDynamodb,
  awsSdkClientEventbridge,
  awsSdkClientKinesis,
  awsSdkClientLambda,
  awsSdkClientS3,
  awsSdkClientSns,
  awsSdkClientSqs,
  axios,
  axiosWrappers,
  azureServiceBus,
  beeQueue,
  betterSqlite3,
  browser,
  bull,
  bullmq,
  cacheManagerRedis,
  cassandraDriver,
  changeCase,
  config,
  connectMongo,
  connectrpc,
  consul,
  convict,
  dapr,
  dotenv,
  dotenvExpand,
  drizzleOrm,
  ecmascript,
  elasticsearch,
  envVar,
  envalid,
  eurekaJsClient,
  express,
  expressHttpProxy,
  fastify,
  fetchGlobal,
  firestore,
  golevelupNestjsRabbitmq,
  googleCloudPubsub,
  got,
  graphqlRequest,
  graphqlTools,
  grpcJs,
  hapi,
  hono,
  honoNodeServer,
  httpProxy,
  httpProxyMiddleware,
  importMetaEnv,
  inversify,
  inversifyExpressUtils,
  ioredis,
  joi,
  jquery,
  jqueryGlobal,
  kafkajs,
  keyv,
  knex,
  koa,
  koaRouter,
  ky,
  kysely,
  lodash,
  lodashCamelCase,
  lodashKebabCase,
  lodashSnakeCase,
  memcached,
  mikroOrm,
  mongodb,
  mongoose,
  mqtt,
  mssql,
  mysql2,
  nats,
  needle,
  neo4jDriver,
  nestCommander,
  nestjs,
  nestjsAxios,
  nestjsCacheManager,
  nestjsConfig,
  nestjsCqrs,
  nestjsEventEmitter,
  nestjsGraphql,
  nestjsGrpc,
  nestjsMicroservices,
  nestjsSchedule,
  nestjsTerminus,
  nestjsWebsockets,
  niceGrpc,
  nodeFetch,
  nodeHttp,
  nodeHttps,
  nodeNatsStreaming,
  nodeProcess,
  nodeProcessModule,
  nodeRdkafka,
  nodeUtil,
  nuxtFetch,
  objection,
  ofetch,
  passport,
  pg,
  pgBoss,
  postgres,
  prisma,
  react,
  redis,
  request,
  restify,
  retry,
  sequelize,
  slonik,
  soap,
  socketIo,
  socketIoClient,
  socketIoRedis,
  socketIoRedisAdapter,
  sqlite3,
  sqsConsumer,
  supabaseJs,
  superagent,
  t3Env,
  trpcClient,
  tsyringe,
  typedi,
  typeorm,
  undici,
  urql,
  ws,
  zod,
];
