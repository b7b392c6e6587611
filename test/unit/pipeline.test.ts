import { describe, expect, it } from 'vitest';
import { describeTerm } from '../../src/core/term.js';
import { imageBuildOf } from '../../src/parse/docker-build.js';
import { readGithubWorkflow } from '../../src/parse/pipeline/github.js';
import { scriptCommands } from '../../src/parse/pipeline/script.js';
import { fillText, textTerm } from '../../src/parse/pipeline/text.js';

const commands = (text: string, variables: Readonly<Record<string, string>> = {}): string[] =>
  scriptCommands({ text, line: 1, folder: '.' }, new Map(Object.entries(variables))).map(({ words, line, folder }) => `${line} ${folder} ${words.join(' ')}`);

describe('scriptCommands', () => {
  it('fills in what the script and its caller set, and follows cd', () => {
    const script = 'export REPO=ghcr.io/acme\nIMAGE="$REPO/orders"\ncd services/orders\nsudo docker build -t $IMAGE:${TAG:-dev} .\ncd ..\nls $NOTHING\n';
    expect(commands(script)).toEqual(['4 services/orders docker build -t ghcr.io/acme/orders:${TAG:-dev} .', '6 services ls ${NOTHING}']);
    expect(commands('docker push $IMAGE', { IMAGE: 'acme/a' })).toEqual(['1 . docker push acme/a']);
  });

  it('unrolls loops over known words, also nested and from arrays', () => {
    const script = 'NAMES=(orders\n  "billing" # later\n)\nfor n in "${NAMES[@]}"; do\n  for v in 1 2; do\n    echo $n-$v\n  done\ndone\necho end\n';
    expect(commands(script).filter((line) => line.includes('echo'))).toEqual([
      '6 . echo orders-1',
      '6 . echo orders-2',
      '6 . echo billing-1',
      '6 . echo billing-2',
      '9 . echo end',
    ]);
    expect(commands('for p in a:x b:y; do build ${p%%:*} ${p##*:}; done')).toEqual(['1 . build a x', '1 . build b y']);
    expect(commands('for d in services/*; do build $d; done; echo end')).toEqual(['1 . build services/*', '1 . echo end']);
  });

  it('follows functions with their arguments', () => {
    const script =
      'build() {\n  local name=$1\n  docker build -t acme/$name $2\n}\nfunction all {\n  build orders services/orders\n}\nall\nbuild billing services/billing\n';
    expect(commands(script)).toEqual(['3 . docker build -t acme/orders services/orders', '3 . docker build -t acme/billing services/billing']);
    expect(commands('f() { g; }\ng() { f; }\nf\n')).toEqual([]);
  });

  it('knows pipes from lists, and leaves here-documents out', () => {
    const piped = scriptCommands({ text: 'kustomize build x | kubectl apply -f -\na || b\n', line: 1, folder: '.' });
    expect(piped.map((c) => c.pipedFrom?.join(' '))).toEqual([undefined, 'kustomize build x', undefined, undefined]);
    expect(commands('cat <<EOF > f\ndocker build -t a .\nEOF\necho x\n')).toEqual(['1 . cat > f', '4 . echo x']);
  });

  it('ends soon, whatever the text', () => {
    const start = performance.now();
    for (const text of [
      'for a in 1 2 3 4 5 6 7 8 9; do '.repeat(60),
      'f() { f; f; f; }; f',
      '$'.repeat(50_000),
      '${a'.repeat(20_000),
      `A=$A$A$A$A\n${'A=$A$A$A$A\n'.repeat(50)}echo $A`,
    ])
      expect(() => commands(text)).not.toThrow();
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('fillText', () => {
  it('follows values into values, never in a circle', () => {
    expect(
      fillText(
        '$A/$B',
        new Map([
          ['A', '${B}x'],
          ['B', 'b'],
        ]),
      ),
    ).toBe('bx/b');
    expect(fillText('$A', new Map([['A', '$A/bin']]))).toBe('${A}/bin');
    expect(fillText('${matrix.name}', new Map([['matrix.name', 'orders']]))).toBe('orders');
  });
});

describe('textTerm', () => {
  it('keeps what a caller can fill apart from what only a program knows', () => {
    const term = textTerm('acme/${inputs.name}:$(git rev-parse HEAD)');
    expect(describeTerm(term)).toBe('acme/${inputs.name}:{…}');
    expect(textTerm('${TAG:-dev}')).toEqual({ k: 'setting', name: 'TAG', from: 'env', fallback: { k: 'literal', text: 'dev' } });
  });
});

describe('imageBuildOf', () => {
  const build = (line: string): unknown => imageBuildOf(line.split(' '));
  const base = { fileIn: 'folder', pushed: false };
  it.each([
    [
      'docker build -t a:1 --tag=b -f docker/Dockerfile --build-arg X=1 --no-cache services/a',
      { ...base, images: ['a:1', 'b'], context: 'services/a', dockerfile: 'docker/Dockerfile' },
    ],
    ['docker buildx build --platform linux/amd64 --push -t a --target run .', { ...base, images: ['a'], context: '.', target: 'run', pushed: true }],
    [
      '/kaniko/executor --context dir://x/a --dockerfile deploy/Dockerfile --destination r/a:1',
      { ...base, images: ['r/a:1'], context: 'x/a', dockerfile: 'deploy/Dockerfile', fileIn: 'context', pushed: true },
    ],
    ['az acr build --registry r --image a:1 src/a', { ...base, images: ['a:1'], context: 'src/a', pushed: true }],
    ['pack build acme/a --path services/a --builder x', { ...base, images: ['acme/a'], context: 'services/a' }],
    ['./mvnw -pl services/a compile jib:build -Dimage=r/a', { ...base, images: ['r/a'], context: 'services/a', pushed: true }],
    ['./gradlew :services:a:bootBuildImage --imageName=r/a', { ...base, images: ['r/a'], context: 'services/a' }],
    ['docker build -t a https://github.com/x/y.git', { ...base, images: ['a'] }],
  ])('%s', (line, expected) => {
    expect(build(line)).toEqual(expected);
  });

  it.each(['docker build .', 'docker compose build a', 'docker run -t a build', 'npm build -t a .', 'docker'])('none: %s', (line) => {
    expect(build(line)).toBeUndefined();
  });
});

describe('readGithubWorkflow', () => {
  const job = (matrix: string): string[] => {
    const { pipeline } = readGithubWorkflow('a.yml', `jobs:\n  j:\n    strategy:\n      matrix:\n${matrix.replace(/^/gm, '        ')}\n    steps: []\n`);
    return pipeline?.jobs[0]?.legs.map((leg) => [...leg].map(([k, v]) => `${k.slice('matrix.'.length)}=${v}`).join(' ')) ?? [];
  };

  it('multiplies, excludes and includes as GitHub does', () => {
    expect(job('service: [a, b]\nos: [x]\nexclude: [{ service: b }]')).toEqual(['service=a os=x']);
    expect(job('service: [a, b]\ninclude:\n  - { service: a, port: 1 }\n  - { service: c }\n  - { all: yes }')).toEqual([
      'service=a port=1 all=yes',
      'service=b all=yes',
      'service=c',
    ]);
    expect(job('include:\n  - { name: a, build: { dir: x } }\n  - { name: b }')).toEqual(['name=a build.dir=x', 'name=b']);
    expect(job('service: "${{ fromJSON(needs.x.outputs.y) }}"')).toEqual(['']);
  });

  it('reads triggers, filters and parameters', () => {
    const text = [
      'on:',
      '  push: { branches: [main], paths: ["services/orders/**", "!**/*.md"] }',
      '  workflow_call:',
      '    inputs: { name: { required: true }, tag: { default: latest } }',
      'jobs:',
      '  j:',
      "    if: ${{ github.ref == 'refs/heads/main' }}",
      '    steps: [{ run: "echo ${{ inputs.name }} ${{ env.A || \'b\' }} $C" }]',
    ].join('\n');
    const { pipeline } = readGithubWorkflow('.github/workflows/a.yml', text);
    expect(pipeline?.triggers).toEqual([
      { event: 'push', branches: ['main'], paths: { include: ['services/orders/**'], exclude: ['**/*.md'], line: 2 }, line: 2 },
      { event: 'workflow_call', branches: [], line: 3 },
    ]);
    expect([...(pipeline?.parameters ?? [])]).toEqual([
      ['inputs.name', undefined],
      ['inputs.tag', 'latest'],
    ]);
    expect(pipeline?.jobs[0]?.conditions).toEqual(["${expression github.ref == 'refs/heads/main'}"]);
    expect(pipeline?.jobs[0]?.steps[0]?.commands[0]?.words).toEqual(['echo', '${inputs.name}', '${A:-b}', '${C}']);
  });
});
