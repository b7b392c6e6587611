import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverFiles } from '../../src/discover/index.js';
import { cloudformation as extractor } from '../../src/extract/manifests/cloudformation/index.js';
import { cloud } from '../../src/render/cloud/index.js';
import { indexOf } from '../support/build-system.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { describeRenderings } from '../support/describe-renderings.js';
import { extractCases } from '../support/extract-cases.js';
import { namesIn } from '../support/source-files.js';

describe('the extractor', () => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });
});

describe.each([cloud])('$id renders', (renderer) => {
  it.each(namesIn(`fixtures/render/${renderer.id}`, 'folders'))('%s', (name) => {
    const folder = path.join(import.meta.dirname, '../../fixtures/render', renderer.id, name);
    const { renderings, diagnostics } = renderer.render(discoverFiles([path.join(folder, 'input')], { ignore: [] }));
    const said = diagnostics.map(({ file, line, reason, message }) => `! ${file}:${line} ${reason}: ${message}\n`);
    expect(describeRenderings(renderings) + said.join('')).toBe(readFileSync(path.join(folder, 'expected.txt'), 'utf8'));
  });
});

describe('hostile descriptions', () => {
  const texts = [
    '',
    'Resources: AWS::',
    'Resources: { A: { Type: AWS::SQS::Queue, Properties: [1] } }',
    'Resources: &r { A: { Type: AWS::SNS::Topic, Properties: { X: { Ref: 3 }, Y: { Fn::Sub: [] }, Z: { Fn::GetAtt: { a: b } } } } }',
    `Resources: { A: { Type: AWS::SNS::Topic, Properties: { X: ${'{ Fn::Join: ["", ['.repeat(90)}x${']] }'.repeat(90)} } } }`,
    `Resources: { A: { Type: AWS::SNS::Topic, Properties: { X: !Sub "${'${A'.repeat(5_000)}" } } }`,
    `Resources: { A: { Type: AWS::SNS::Topic } }\nConditions: { C: !And [!Condition D, !Condition D], D: !Or [!Condition C, !Condition C] }`,
    `service: a\nprovider: ${'${self:provider.'.repeat(2_000)}\nfunctions: {}`,
    `service: a\nprovider: { x: "${'${self:provider.x}'.repeat(300)}" }\nfunctions: { f: { environment: { A: "\${self:provider.x}" } } }`,
    'service: a\nfunctions: { __proto__: { handler: a.b }, constructor: { events: [{ __proto__: x }, { constructor: y }, { toString: z }] } }',
    `module.exports = { service: ${'{'.repeat(5_000)}`,
    `import${' '.repeat(200_000)}x\nmodule.exports = { service: 'a', provider: {}, functions: { x } }`,
    `${'\n'.repeat(300_000)}service: a`,
    'module.exports = { service: "a", provider: {}, functions: { "f(": null, "[": null } }',
    'resource "aws_cloudwatch_event_rule" "a(" { event_pattern = "{}" }\nresource "aws_cloudwatch_event_target" "b[" { rule = "aws_cloudwatch_event_rule.a(.name" }',
    `resource "aws_sqs_queue" "q" { name = "${'${'.repeat(5_000)}" }`,
    `resource "aws_sqs_queue" "q" { name = ${'['.repeat(3_000)}${']'.repeat(3_000)} }`,
    `module.exports = a; ${'const '.repeat(60_000)}`,
    `Resources: { A: { Type: AWS::SNS::Topic, Properties: { X: !Sub "${'.\u{10F000}'.repeat(60_000)}" } } }`,
    `service: a\nprovider: {}\nfunctions: { f: { handler: "${'${a('.repeat(40_000)}" } }`,
    `module.exports = { service: 'a', x: ${'`'.repeat(4_999)} }`,
  ];
  it.each(texts)('%#', (text) => {
    for (const file of ['template.yaml', 'serverless.yml', 'serverless.ts', 'stack.json', 'main.tf']) {
      const begin = performance.now();
      const { renderings } = cloud.render(indexOf({ [file]: text }));
      for (const rendering of renderings) expect(() => extractor.extract(rendering.file, rendering.text)).not.toThrow();
      expect(() => extractor.extract(file, text)).not.toThrow();
      expect(performance.now() - begin).toBeLessThan(2_000);
    }
  });
});
