import { describe, expect, it } from 'vitest';
import type { DeliveryFact } from '../../src/core/delivery.js';
import { buildScripts } from '../../src/extract/manifests/build-scripts/index.js';
import { githubActions } from '../../src/extract/manifests/github-actions/index.js';
import { gitlabCi } from '../../src/extract/manifests/gitlab-ci/index.js';
import { jenkins } from '../../src/extract/manifests/jenkins/index.js';
import { scriptCommands } from '../../src/parse/pipeline/script.js';
import { deliveriesOf } from '../../src/resolve/deliveries.js';

/** Conditions of a script's commands, by what they echo. */
const conditions = (text: string): string[] =>
  scriptCommands({ text, line: 1, folder: '.' })
    .filter(({ words }) => words[0] === 'push')
    .map(({ words, condition }) => `${words[1]}${condition === undefined ? '' : ` if ${condition}`}`);

describe('conditions of a script', () => {
  it('branches, also of loops and functions, with the words of the turn', () => {
    expect(conditions('if [ "$BRANCH" = main ]; then push a; else push b; fi; push c')).toEqual([
      'a if [ ${BRANCH} = main ]',
      'b if not [ ${BRANCH} = main ]',
      'c',
    ]);
    expect(conditions('for s in x y; do if changed $s; then push $s; fi; done')).toEqual(['x if changed x', 'y if changed y']);
    expect(conditions('ship() { if changed $1; then push $1; fi; }\nship x\nship y')).toEqual(['x if changed x', 'y if changed y']);
    expect(conditions('case "$1" in\n orders) push orders;;\n billing|stock)\n push billing\n push stock;;\nesac\npush z')).toEqual([
      'orders if case ${1} is orders',
      'billing if case ${1} is billing',
      'stock if case ${1} is billing',
      'z',
    ]);
  });

  it('tests before && and ||, and what skips the rest of a turn', () => {
    expect(conditions('grep -q orders changed && push orders; push z')).toEqual(['orders if grep -q orders changed', 'z']);
    expect(conditions('git diff --quiet HEAD~1 -- orders || push orders')).toEqual(['orders if not git diff --quiet HEAD~1 -- orders']);
    expect(conditions('for s in x y; do git diff --quiet -- $s && continue\n push $s; done')).toEqual([
      'x if git diff --quiet -- x',
      'y if git diff --quiet -- y',
    ]);
  });

  it('that something was built before is no condition', () => {
    expect(conditions('docker build -t a . && push a; docker build -t b . || exit 1; push b')).toEqual(['a', 'b']);
    expect(conditions('cd orders && push a')).toEqual(['a']);
  });
});

const extractors = [buildScripts, githubActions, gitlabCi, jenkins];
const factsOf = (files: Readonly<Record<string, string>>): DeliveryFact[] =>
  Object.entries(files).flatMap(([file, text]) =>
    extractors.filter((e) => e.files(file)).flatMap((e) => e.extract(file, text).facts.filter((fact) => fact.kind === 'delivery')),
  );
const delivered = (files: Readonly<Record<string, string>>): string[] =>
  deliveriesOf(factsOf(files), (file) => file.startsWith('docs/')).map(
    ({ anchor, piped, members }) => `${anchor}${piped ? '' : ' (loose)'}: ${members.map(({ act, text }) => `${act} ${text}`).join(', ')}`,
  );

describe('what pipelines deliver', () => {
  it('commands that publish and deploy', () => {
    const commands: readonly (readonly [string, string])[] = [
      ['docker push acme/orders:1', 'publish acme/orders'],
      ['docker push localhost:5000/orders', ''],
      ['docker buildx build --push -t acme/orders services/orders', 'publish acme/orders, publish services/orders/Dockerfile'],
      ['docker compose push', 'publish compose.yaml#*, publish compose.yml#*, publish docker-compose.yaml#*, publish docker-compose.yml#*'],
      ['docker compose -f a.yml push orders', 'publish orders'],
      ['docker stack deploy -c stack.yml shop', 'deploy stack.yml#*'],
      ['skopeo copy docker://a/b docker://acme/orders:2', 'publish acme/orders'],
      ['kubectl apply -f k8s/orders -f k8s/billing.yaml', 'deploy k8s/orders/**, deploy k8s/billing.yaml'],
      ['kubectl apply --dry-run=client -f k8s', ''],
      ['kustomize build overlays/prod | kubectl apply -f -', 'deploy overlays/prod/**'],
      ['kustomize edit set image acme/orders=acme/orders:2', 'deploy acme/orders'],
      ['helm upgrade --install orders ./charts/orders', 'deploy charts/orders'],
      ['helmfile -f deploy/helmfile.yaml apply', 'deploy deploy#*'],
      ['helmfile -l name=orders apply', ''],
      ['ssh host "cd shop && docker compose up -d"', 'deploy compose.yaml#*, deploy compose.yml#*, deploy docker-compose.yaml#*, deploy docker-compose.yml#*'],
      ['docker compose up -d', ''],
      ['aws ecs update-service --cluster c --service orders', 'deploy orders'],
      ['gcloud run deploy orders --image x', 'deploy orders'],
      ['nomad job run jobs/orders.nomad', 'deploy jobs/orders.nomad'],
      ['argocd app sync orders', 'deploy orders'],
      ['$PREFIX docker push acme/orders', 'publish acme/orders'],
      ['sudo -E docker push acme/orders', 'publish acme/orders'],
      ['docker build --push -t $IMAGE --target orders .', 'publish Dockerfile'],
      ['npm test', ''],
    ];
    for (const [command, expected] of commands) {
      const found = delivered({ '.gitlab-ci.yml': `job:\n  script:\n    - ${JSON.stringify(command)}\n` });
      expect([command, ...found]).toEqual(expected === '' ? [command] : [command, `.gitlab-ci.yml#job: ${expected}`]);
    }
  });

  it('follows scripts, targets of make, scripts of packages and workflows, with what they are given', () => {
    const workflow =
      'on: push\njobs:\n  all:\n    steps:\n      - run: ./push.sh orders\n      - run: make ship S=billing\n      - run: npm run release\n        working-directory: web\n';
    expect(
      delivered({
        '.github/workflows/a.yml': workflow,
        'push.sh': 'docker push acme/$1',
        Makefile: 'ship: check\n\tdocker push acme/$(S)\ncheck:\n\tdocker push acme/base\n',
        'web/package.json': '{"scripts": {"release": "docker push acme/web", "other": "docker push acme/other"}}',
      }),
    ).toEqual([
      '.github/workflows/a.yml#all: publish acme/orders, publish acme/billing, publish acme/base, publish acme/web',
      'web/package.json#other (loose): publish acme/other',
    ]);
  });

  it('scripts of every package of a workspace, unless some are picked', () => {
    const packages = {
      'package.json': '{"scripts": {"ship": "lerna run ship"}}',
      'apps/orders/package.json': '{"scripts": {"ship": "docker push acme/orders"}}',
      'apps/billing/package.json': '{"scripts": {"ship": "docker push acme/billing", "test": "docker push acme/test"}}',
    };
    const all = (command: string): string | undefined =>
      delivered({ '.gitlab-ci.yml': `job:\n  script: [${command}]\n`, ...packages }).find((line) => line.startsWith('.gitlab-ci.yml'));
    const both = '.gitlab-ci.yml#job: publish acme/billing, publish acme/orders';
    for (const command of ['pnpm -r run ship', 'npx lerna run ship', 'turbo run ship', 'yarn workspaces foreach -A run ship', 'npm run ship -ws'])
      expect([command, all(command)?.replace('publish acme/orders, publish acme/billing', 'publish acme/billing, publish acme/orders')]).toEqual([
        command,
        both,
      ]);
    for (const command of ['pnpm -r --filter orders run ship', 'npx turbo run ship --affected', 'lerna run ship --since main'])
      expect([command, all(command)]).toEqual([command, undefined]);
  });

  it('an action gets the variables of the workflow; a job that is switched off delivers nothing', () => {
    const action = 'inputs: { name: {} }\nruns:\n  steps: [{ run: "docker push acme/${{ inputs.name }}" }]\n';
    const workflow =
      'on: push\nenv: { SERVICE: orders }\njobs:\n  a:\n    steps:\n      - uses: ./.github/push\n        with: { name: "${{ env.SERVICE }}" }\n  off:\n    if: false\n    steps: [{ run: docker push acme/old }]\n';
    expect(delivered({ '.github/push/action.yml': action, '.github/workflows/a.yml': workflow })).toEqual(['.github/workflows/a.yml#a: publish acme/orders']);
  });

  it('a reusable workflow is a delivery for each job that uses it', () => {
    const one = 'on: { workflow_call: { inputs: { name: {} } } }\njobs:\n  build:\n    steps: [{ run: "docker push acme/${{ inputs.name }}" }]\n';
    const all =
      'on: push\njobs:\n  a: { uses: ./.github/workflows/one.yml, with: { name: orders } }\n  b: { uses: ./.github/workflows/one.yml, with: { name: billing } }\n';
    expect(delivered({ '.github/workflows/one.yml': one, '.github/workflows/all.yml': all })).toEqual([
      '.github/workflows/all.yml#a: ',
      '.github/workflows/all.yml#a: publish acme/orders',
      '.github/workflows/all.yml#b: ',
      '.github/workflows/all.yml#b: publish acme/billing',
    ]);
  });

  it('not: reviews, clusters made for a test, documents; rings of scripts end', () => {
    const review = 'job:\n  rules: [{ if: $CI_PIPELINE_SOURCE == "merge_request_event" }]\n  script: [docker push acme/a]\n';
    const app = 'job:\n  environment: review/$CI_COMMIT_REF_SLUG\n  script: [kubectl apply -f a.yml]\n';
    expect(delivered({ '.gitlab-ci.yml': `${review}two:\n  script: [kind create cluster, kubectl apply -f a.yml]\n`, 'ci/app.yml': app })).toEqual([]);
    expect(delivered({ 'docs/push.sh': 'docker push acme/a', 'a.sh': './b.sh', 'b.sh': './a.sh' })).toEqual([]);
    expect(delivered({ '.gitlab-ci.yml': 'job:\n  script: [./a.sh]\n', 'a.sh': './b.sh; docker push acme/a', 'b.sh': './a.sh' })[0]).toMatch(
      /^\.gitlab-ci\.yml#job: publish acme\/a/,
    );
  });

  it('stages of a Jenkinsfile are one run, apart where they have conditions of their own', () => {
    const stage = (name: string, when = '') => `stage('${name}') { ${when} steps { sh 'docker push acme/${name}' } }`;
    const file = (...stages: string[]) => `pipeline { stages { ${stages.join('\n')} } }`;
    expect(delivered({ Jenkinsfile: file(stage('a'), stage('b', "when { branch 'main' }")) })).toEqual(['Jenkinsfile#: publish acme/a, publish acme/b']);
    expect(delivered({ Jenkinsfile: file(stage('a', "when { changeset 'a/**' }"), stage('b', "when { changeset 'b/**' }")) })).toEqual([
      'Jenkinsfile#a: publish acme/a',
      'Jenkinsfile#b: publish acme/b',
    ]);
  });
});
