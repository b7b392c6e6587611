import { describe, expect, it } from 'vitest';
import { azurePipelines } from '../../src/extract/manifests/azure-pipelines/index.js';
import { buildScripts } from '../../src/extract/manifests/build-scripts/index.js';
import { circleci } from '../../src/extract/manifests/circleci/index.js';
import { dockerBake } from '../../src/extract/manifests/docker-bake/index.js';
import { gitlabCi } from '../../src/extract/manifests/gitlab-ci/index.js';
import { jenkins } from '../../src/extract/manifests/jenkins/index.js';
import { skaffold } from '../../src/extract/manifests/skaffold/index.js';
import { travis } from '../../src/extract/manifests/travis/index.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

const samples = new Map([
  ['azure-pipelines', ['azure-pipelines.yml']],
  ['circleci', ['.circleci/config.yml']],
  ['travis', ['.travis.yml']],
  ['build-scripts', ['Makefile', 'a.sh', 'package.json', 'Tiltfile']],
  ['docker-bake', ['docker-bake.hcl', 'docker-bake.json']],
  ['gitlab-ci', ['.gitlab-ci.yml']],
  ['jenkins', ['Jenkinsfile']],
  ['skaffold', ['skaffold.yaml']],
]);

describe.each([azurePipelines, buildScripts, circleci, dockerBake, gitlabCi, jenkins, skaffold, travis])('$id', (extractor) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });

  it('never throws and ends soon, whatever the text', () => {
    const texts = [
      '',
      '\0',
      '[',
      '{',
      'docker ',
      `docker\n${'for a in 1 2 3 4 5 6 7 8 9; do '.repeat(40)}`,
      `# docker\nA = ${'$(foreach x,a b c,'.repeat(200)}\nall:\n\t$(A)`,
      `docker $${'$('.repeat(20_000)}`,
      `docker\n${'a-%: a-a%\n'.repeat(500)}`,
      `docker ${'"'.repeat(999)}`,
      `stage('docker') { ${'matrix { axes { axis { name "A" values "1", "2", "3" } } } '.repeat(50)} sh "docker build -t $A ."`,
      `target "docker" { inherits = ["docker", "docker"] }`,
      `docker: &a\n  extends: [docker, docker]\n  script: [docker, *a]\n`,
      `version: 2.1\ncommands: { docker: { steps: [docker, docker] } }\njobs: { build: { steps: [docker] } }`,
      `- task: docker\nparameters: [{ name: a, default: [1, 2, 3, 4, 5, 6, 7, 8, 9] }]\nsteps:\n${Array.from({ length: 40 }, (_, i) => `${'  '.repeat(i)}- \${{ each x in parameters.a }}:\n`).join('')}`,
      `apiVersion: skaffold/v1\nbuild: { artifacts: [docker] }`,
    ];
    const start = performance.now();
    for (const file of samples.get(extractor.id) ?? []) {
      expect(extractor.files(file)).toBe(true);
      for (const text of texts) expect(() => extractor.extract(file, text)).not.toThrow();
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
