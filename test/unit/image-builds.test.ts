import { describe, expect, it } from 'vitest';
import { tiedFolders } from '../support/build-system.js';

const two = ['services/alpha', 'services/beta'];
/** Names that no folder has. */
const deployed = { orders: 'ghcr.io/acme/order-desk:1', billing: 'ghcr.io/acme/money:1' };
const tied = (file: string, first: number, second: number): string[] => [
  `billing <- services/beta @ ${file}:${second}`,
  `orders <- services/alpha @ ${file}:${first}`,
];

describe('a line that builds an image ties it to its folder', () => {
  it.each([
    [
      'a shell script with a function',
      'build.sh',
      '#!/bin/sh\nset -e\nREG=ghcr.io/acme\nb() {\n  docker build -t $REG/$1:$TAG $2\n}\nb order-desk services/alpha\nb money services/beta\n',
      5,
      5,
    ],
    [
      'a loop over pairs',
      'scripts/build.sh',
      'cd "$(dirname "$0")/.."\nfor pair in order-desk:alpha money:beta; do\n  docker buildx build --push -t "${REGISTRY}/acme/${pair%%:*}" "services/${pair##*:}"\ndone\n',
      3,
      3,
    ],
    [
      'a Makefile',
      'Makefile',
      'REG ?= ghcr.io/acme\nall: orders billing\norders:\n\tdocker build -t $(REG)/order-desk services/alpha\nbilling:\n\t@cd services/beta && docker build -t $(REG)/money .\n',
      4,
      6,
    ],
    [
      'the foreach of a Makefile',
      'Makefile',
      'PAIRS := order-desk/alpha money/beta\nimages:\n\t$(foreach p,$(PAIRS),docker build -t ghcr.io/acme/$(firstword x) . ;)\n\tdocker build -t ghcr.io/acme/order-desk -f services/alpha/Dockerfile services/alpha\n\tdocker build -t ghcr.io/acme/money services/beta\n',
      4,
      5,
    ],
    [
      'a tag given afterwards',
      'build.sh',
      'docker build -t one services/alpha\ndocker tag one ghcr.io/acme/order-desk:2\ndocker build -t two services/beta\ndocker tag two:latest ghcr.io/acme/money\n',
      1,
      3,
    ],
    [
      'Skaffold',
      'skaffold.yaml',
      'apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n    - image: order-desk\n      context: services/alpha\n    - image: ghcr.io/acme/money\n      context: services\n      jib: { project: beta }\n',
      5,
      7,
    ],
    [
      'bake, with what targets inherit',
      'docker-bake.hcl',
      'variable "REG" { default = "ghcr.io/acme" }\ntarget "base" { dockerfile = "Dockerfile" }\ntarget "orders" {\n  inherits = ["base"]\n  context = "services/alpha"\n  tags = ["${REG}/order-desk:latest"]\n}\ntarget "billing" {\n  context = "./services/beta"\n  tags = ["ghcr.io/acme/money"]\n}\n',
      3,
      8,
    ],
    [
      'bake as JSON',
      'docker-bake.json',
      '{\n"target": {\n"a": { "context": "services/alpha", "tags": ["ghcr.io/acme/order-desk"] },\n"b": { "context": "services/beta", "tags": ["ghcr.io/acme/money"] }\n}\n}\n',
      3,
      4,
    ],
    [
      'a Tiltfile',
      'Tiltfile',
      "docker_build('order-desk', 'services/alpha')\ndocker_build('ghcr.io/acme/money', './services/beta', dockerfile='services/beta/Dockerfile')\n",
      1,
      2,
    ],
    [
      'scripts of a package',
      'package.json',
      '{ "scripts": {\n"a": "docker build -t ghcr.io/acme/order-desk services/alpha",\n"b": "cd services/beta && docker build -t ghcr.io/acme/money ."\n} }\n',
      2,
      3,
    ],
    [
      'a GitHub matrix',
      '.github/workflows/ci.yml',
      'on: push\njobs:\n  image:\n    strategy:\n      matrix:\n        include:\n          - { image: order-desk, dir: alpha }\n          - { image: money, dir: beta }\n    steps:\n      - id: meta\n        uses: docker/metadata-action@v5\n        with: { images: "ghcr.io/acme/${{ matrix.image }}" }\n      - uses: docker/build-push-action@v6\n        with: { context: "services/${{ matrix.dir }}", tags: "${{ steps.meta.outputs.tags }}", push: true }\n',
      13,
      13,
    ],
    [
      'kaniko in a GitLab matrix',
      '.gitlab-ci.yml',
      '.kaniko:\n  image: { name: gcr.io/kaniko-project/executor }\n  script:\n    - /kaniko/executor --context "$CI_PROJECT_DIR/services/$DIR" --destination "$CI_REGISTRY/acme/$NAME:$CI_COMMIT_SHA"\nimages:\n  extends: .kaniko\n  parallel:\n    matrix:\n      - { NAME: order-desk, DIR: alpha }\n      - { NAME: [money], DIR: [beta] }\n',
      4,
      4,
    ],
    [
      'stages of a Jenkinsfile',
      'Jenkinsfile',
      "pipeline {\n  environment { REG = 'ghcr.io/acme' }\n  stages {\n    stage('Orders') { steps { dir('services/alpha') {\n      sh 'docker build -t $REG/order-desk:$BUILD_NUMBER .'\n    } } }\n    stage('Billing') { steps { script {\n      def image = docker.build(\"${REG}/money:${env.BUILD_ID}\", 'services/beta')\n    } } }\n  }\n}\n",
      5,
      8,
    ],
    [
      'a loop of a scripted Jenkinsfile',
      'Jenkinsfile',
      'node {\n  stage(\'Images\') {\n    sh \'docker build -t ghcr.io/acme/order-desk services/alpha\'\n    [\'beta\'].each { dir ->\n      sh """\n        docker build -t ghcr.io/acme/money services/${dir}\n      """\n    }\n  }\n}\n',
      3,
      6,
    ],
  ])('%s', (_, file, text, first, second) => {
    expect(tiedFolders(two, deployed, { [file]: text })).toEqual(tied(file, first, second));
  });

  it('files that others run with arguments', () => {
    const workflow =
      'on: push\njobs:\n  orders:\n    uses: ./.github/workflows/image.yml\n    with: { image: order-desk, folder: services/alpha }\n  billing:\n    uses: ./.github/workflows/image.yml\n    with: { image: money, folder: services/beta }\n';
    const image =
      'on:\n  workflow_call:\n    inputs: { image: { type: string }, folder: { type: string } }\njobs:\n  build:\n    steps:\n      - run: ./scripts/image.sh ${{ inputs.image }} "${{ inputs.folder }}"\n';
    const script = 'NAME=$1\ndocker build -t "ghcr.io/acme/$NAME:latest" "$2"\n';
    expect(tiedFolders(two, deployed, { '.github/workflows/ci.yml': workflow, '.github/workflows/image.yml': image, 'scripts/image.sh': script })).toEqual(
      tied('scripts/image.sh', 2, 2),
    );
  });

  it('jobs of an included GitLab file', () => {
    const template = '.image:\n  variables: { TAG: latest }\n  script:\n    - cd $FOLDER\n    - docker build -t "ghcr.io/acme/$IMAGE:$TAG" .\n';
    const pipeline =
      'include: [{ local: /ci/image.yml }]\norders: { extends: .image, variables: { IMAGE: order-desk, FOLDER: services/alpha } }\nbilling: { extends: .image, variables: { IMAGE: money, FOLDER: services/beta } }\n';
    expect(tiedFolders(two, deployed, { 'ci/image.yml': template, '.gitlab-ci.yml': pipeline })).toEqual(tied('ci/image.yml', 5, 5));
  });

  it('pattern rules of a Makefile for what something needs', () => {
    const makefile = 'FOLDERS := alpha beta\nall: $(addprefix image-,$(FOLDERS))\nimage-%:\n\tdocker build -t ghcr.io/acme/shop-$* services/$*\n';
    expect(tiedFolders(two, { orders: 'ghcr.io/acme/shop-alpha', billing: 'acme/shop-beta' }, { Makefile: makefile })).toEqual(tied('Makefile', 4, 4));
  });

  it('Jib, as a parent configures it for its modules', () => {
    const pom = (inner: string): string => `<project>\n<artifactId>shop</artifactId>\n${inner}\n</project>\n`;
    const jib =
      '<plugin><artifactId>jib-maven-plugin</artifactId><configuration><to>\n<image>ghcr.io/acme/${project.artifactId}:${project.version}</image>\n</to></configuration></plugin>';
    const parent = pom(`<packaging>pom</packaging>\n<build><pluginManagement><plugins>${jib}</plugins></pluginManagement></build>`);
    const module = (name: string): string =>
      `<project>\n<parent><artifactId>shop</artifactId><relativePath>../../pom.xml</relativePath></parent>\n<artifactId>${name}</artifactId>\n</project>\n`;
    const files = { 'pom.xml': parent, 'services/alpha/pom.xml': module('order-desk'), 'services/beta/pom.xml': module('money') };
    expect(tiedFolders(two, deployed, files)).toEqual(tied('pom.xml', 5, 5));
  });

  it('Jib and buildpacks of Gradle projects', () => {
    const files = {
      'settings.gradle': "rootProject.name = 'shop'\ninclude 'services:alpha', ':services:beta'\n",
      'build.gradle': 'subprojects {\n  jib {\n    to { image = "ghcr.io/acme/shop-${project.name}" }\n  }\n}\n',
      'services/beta/build.gradle.kts': 'tasks.named<BootBuildImage>("bootBuildImage") {\n  imageName.set("ghcr.io/acme/money:latest")\n}\n',
    };
    expect(tiedFolders(two, { orders: 'ghcr.io/acme/shop-alpha', billing: 'ghcr.io/acme/money' }, files)).toEqual([
      'billing <- services/beta @ services/beta/build.gradle.kts:2',
      'orders <- services/alpha @ build.gradle:3',
    ]);
  });

  it('one image of the owners whose tags tell programs apart', () => {
    const script =
      'docker build -t acme/shop:$VERSION-orders services/alpha\ndocker build -t "acme/shop:$VERSION-billing" services/beta\ndocker build -t acme/shop:$VERSION .\n';
    expect(tiedFolders(two, { orders: 'ghcr.io/acme/shop:1.4.2-orders', billing: 'acme/shop:latest-billing' }, { 'build.sh': script })).toEqual([
      'billing <- services/beta @ build.sh:2',
      'orders <- services/alpha @ build.sh:1',
    ]);
  });

  it('a Go program by its import path', () => {
    expect(
      tiedFolders(['cmd/alpha', 'cmd/beta'], { orders: 'ko://github.com/acme/shop/cmd/alpha', billing: 'ko://github.com/acme/shop/cmd/beta' }, {}),
    ).toEqual(['billing <- cmd/beta', 'orders <- cmd/alpha']);
  });
});

describe('no line ties', () => {
  const build = (image: string, folder = 'services/alpha'): Record<string, string> => ({ 'build.sh': `docker build -t ${image} ${folder}\n` });
  it.each([
    ['an image of another owner', build('ghcr.io/other/order-desk')],
    ['an image of another name', build('ghcr.io/acme/order-desk-tests')],
    [
      'two folders under one name',
      { 'build.sh': 'docker build -t ghcr.io/acme/order-desk services/alpha\ndocker build -t ghcr.io/acme/order-desk services/beta\n' },
    ],
    ['a folder that is not there', build('ghcr.io/acme/order-desk', 'services/gamma')],
    ['a folder that only a caller knows, and nobody calls', { 'build.sh': 'docker build -t ghcr.io/acme/order-desk $1\n' }],
    ['a context elsewhere', build('ghcr.io/acme/order-desk', 'https://github.com/acme/shop.git')],
    ['an example', { 'examples/build.sh': 'docker build -t ghcr.io/acme/order-desk services/alpha\n' }],
    ['a comment', { 'build.sh': '# docker build -t ghcr.io/acme/order-desk services/alpha\n' }],
    ['a here-document', { 'build.sh': 'cat <<EOF\ndocker build -t ghcr.io/acme/order-desk services/alpha\nEOF\n' }],
  ])('%s', (_, files) => {
    expect(tiedFolders(two, { orders: 'ghcr.io/acme/order-desk:1' }, files).filter((line) => line.includes('@'))).toEqual([]);
  });

  it('a stock image that somebody also builds for himself', () => {
    expect(tiedFolders(two, { cache: 'redis:7', orders: 'ghcr.io/acme/order-desk' }, build('redis'))).not.toContain('cache <- services/alpha @ build.sh:1');
  });
});
