import { defineLibrary, type Pick } from '../../core/library.js';

/** `Event` does not wait for an answer, `DryRun` asks nothing. */
const unanswered: Pick = {
  renamed: { arg: 0, property: 'InvocationType' },
  names: [
    ['Event', 'Event'],
    ['DryRun', 'DryRun'],
  ],
  only: true,
};
/** Only one that waits for nothing but goes on. */
const event: Pick = { renamed: { arg: 0, property: 'InvocationType' }, names: [['Event', 'Event']], only: true };
const name: Pick = { arg: 0, property: 'FunctionName' };

/** An invocation that waits for its answer is a call of the function; one that does not is a message to it. */
export const awsSdkClientLambda = defineLibrary({
  id: 'aws-sdk-client-lambda',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/lambda/',
  modules: ['@aws-sdk/client-lambda'],
  sightings: [
    { new: ['Lambda'], effect: 'handle', type: 'Lambda' },
    { new: ['InvokeCommand'], role: 'client', protocol: 'aws_lambda', unless: unanswered, parts: { serviceName: name, operation: name } },
    { new: ['InvokeCommand'], role: 'producer', protocol: 'aws_lambda', requires: event, parts: { topic: name } },
    { call: ['Lambda.invoke'], role: 'producer', protocol: 'aws_lambda', requires: event, parts: { topic: name } },
    { call: ['Lambda.invoke'], role: 'client', protocol: 'aws_lambda', unless: unanswered, parts: { serviceName: name, operation: name } },
  ],
  examples: [
    {
      code: `import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
const lambda = new LambdaClient({});
await lambda.send(new InvokeCommand({ FunctionName: process.env.PRICES_FUNCTION, InvocationType: 'RequestResponse', Payload: '{}' }));`,
      expect: ['client aws_lambda operation=${PRICES_FUNCTION} serviceName=${PRICES_FUNCTION}'],
    },
    {
      code: `import { Lambda } from '@aws-sdk/client-lambda';
await new Lambda({}).invoke({ FunctionName: 'prices' });`,
      expect: ['client aws_lambda operation=prices serviceName=prices'],
    },
    {
      code: `import { LambdaClient, InvokeCommand, InvocationType } from '@aws-sdk/client-lambda';
const lambda = new LambdaClient({});
await lambda.send(new InvokeCommand({ FunctionName: 'report', InvocationType: 'Event' }));
await lambda.send(new InvokeCommand({ FunctionName: 'report', InvocationType: InvocationType.DryRun }));`,
      expect: ['producer aws_lambda topic=report'],
    },
    {
      code: `import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
await new LambdaClient({}).send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));`,
      expect: [],
    },
  ],
});
