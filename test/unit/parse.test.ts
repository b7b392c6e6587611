import { describe, expect, it } from 'vitest';
import { describeTerm, literal } from '../../src/core/term.js';
import { environmentOfPath } from '../../src/parse/environment.js';
import { interpolate, plainText, splitOutsideVariables } from '../../src/parse/interpolate.js';
import { parseJson } from '../../src/parse/json.js';
import { isRelativePath, rootPath } from '../../src/parse/paths.js';
import { redact, redactTerm, redactText, redactWords } from '../../src/parse/redact.js';
import { shellCommands, shellWords } from '../../src/parse/shell.js';
import { suppressionsIn } from '../../src/parse/suppressions.js';
import { booleanOf, get, itemsOf, numberOf, textOf, textsOf, type TreeNode } from '../../src/parse/tree.js';
import { parseTsconfig } from '../../src/parse/tsconfig.js';
import { parseYaml } from '../../src/parse/yaml.js';

const yaml = (text: string): TreeNode | undefined => parseYaml('a.yml', text).documents[0]?.root;

describe('parseYaml', () => {
  it('gives the line of every key and value', () => {
    const root = yaml('a: 1\nb:\n  - x\n  -\n    c: y\n');
    expect(get(root, 'a')?.line).toBe(1);
    expect(itemsOf(get(root, 'b')).map((item) => item.line)).toEqual([3, 5]);
  });

  it('knows where the text of a literal block begins', () => {
    const root = yaml('a:\n  b: | # note\n\n    x\n  c: >\n    y\n  d: |-\n    z\n');
    const lines = ['b', 'c', 'd'].map((key) => get(root, 'a', key)).map((node) => (node?.kind === 'scalar' ? [node.text, node.textLine] : []));
    expect(lines).toEqual([
      ['\nx\n', 3],
      ['y\n', undefined],
      ['z', 8],
    ]);
  });

  it('keeps numbers, ports and words as written', () => {
    const root = yaml('%YAML 1.1\n---\na: 3.10\nb: 22:22\nc: yes\nd: 010\ne: 1e3\nf: ~\ng: 2001-01-01\n');
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => textOf(get(root, key)))).toEqual(['3.10', '22:22', 'yes', '010', '1e3', undefined, '2001-01-01']);
    expect(booleanOf(get(root, 'c'))).toBe(true);
    expect(numberOf(get(root, 'a'))).toBe(3.1);
  });

  it('splits documents, also at dots, and counts lines through all of them', () => {
    const { documents } = parseYaml('a.yml', 'a: 1\n---\n# only a comment\n---\nb: |\n  text\n...\n--- {c: 3}\n');
    expect(documents.map((document) => document.line)).toEqual([1, 4, 8]);
    expect(get(documents[2]?.root, 'c')?.line).toBe(8);
  });

  it('leaves out CustomResourceDefinitions and documents nobody wants', () => {
    const text = 'kind: CustomResourceDefinition\nspec: {\n---\nkind: Service\n---\nkind: Other\n';
    const { documents, diagnostics } = parseYaml('a.yml', text, { wanted: (part) => part.includes('Service') });
    expect(documents.map(({ root }) => textOf(get(root, 'kind')))).toEqual(['Service']);
    expect(diagnostics).toEqual([]);
  });

  it('merges keys: own ones win, then the earlier of several', () => {
    const root = yaml('x: &x { a: 1, b: 1 }\ny: &y { b: 2, c: 2 }\nz:\n  <<: [*x, *y]\n  a: 3\nq: { "<<": 5 }\n');
    expect(['a', 'b', 'c'].map((key) => textOf(get(root, 'z', key)))).toEqual(['3', '1', '2']);
    expect(get(root, 'z', 'b')?.line).toBe(1);
    expect(textOf(get(root, 'q', '<<'))).toBe('5');
  });

  it('takes the last of equal keys', () => {
    expect(textOf(get(yaml('a: 1\na: 2\n'), 'a'))).toBe('2');
  });

  it('reads an honest file with 300 aliases and merges', () => {
    const uses = Array.from({ length: 300 }, (_, index) => `s${index}:\n  <<: *common\n  env: *env\n`).join('');
    const { documents, diagnostics } = parseYaml('a.yml', `common: &common { image: x }\nenv: &env { A: 1 }\n${uses}`);
    expect(textOf(get(documents[0]?.root, 's299', 'image'))).toBe('x');
    expect(diagnostics).toEqual([]);
  });

  it('refuses alias and merge bombs', () => {
    const list = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`)].join('\n');
    expect(parseYaml('a.yml', list)).toEqual({
      documents: [],
      diagnostics: [
        {
          file: 'a.yml',
          line: 6,
          reason: 'too-large',
          message: 'YAML with aliases that expand to more than a million nodes is not read. Simplify the file or add it to `ignore`.',
        },
      ],
    });
  });

  it('cuts an alias to what it stands in, and one without anchor', () => {
    const cyclic = parseYaml('a.yml', 'a: &a { b: *a, c: 1 }\n');
    expect(textOf(get(cyclic.documents[0]?.root, 'a', 'c'))).toBe('1');
    expect(get(cyclic.documents[0]?.root, 'a', 'b')).toEqual({ kind: 'scalar', line: 1, text: '', value: null });
    expect(cyclic.diagnostics.map((d) => d.message)).toEqual(['The alias *a stands inside what it names; it is read as empty. Correct the file.']);
    expect(parseYaml('a.yml', 'a: *b\n').diagnostics.map((d) => [d.line, d.reason])).toEqual([[1, 'unparsable']]);
  });

  it.each([
    ['deep flow', '['.repeat(5_000)],
    ['deep dashes', '- '.repeat(3_000)],
    ['deep blocks', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['complex keys', `${'? '.repeat(400)}x`],
    ['a map as key', '{{{{a}}}}: {b: c}\n? [x, y]\n: 1'],
  ])('answers %s with one diagnostic', (_, text) => {
    const started = performance.now();
    const { diagnostics } = parseYaml('a.yml', text);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).not.toMatch(/call stack/i);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('reads 20,000 keys in one map quickly', () => {
    const started = performance.now();
    expect(parseYaml('a.yml', Array.from({ length: 20_000 }, (_, i) => `k${i}: v\n`).join('')).diagnostics).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    ['control flow', 'a: 1\n{{- if .Values.x }}\nb: 2\n{{- end }}\n', 2],
    ['a bare value', 'a: 1\nb: {{ .Values.x }}\n', 2],
    ['part of a bare value', 'a: 1\nimage: repo/{{ .Values.x }}:1\n', 2],
    ['a block tag', 'a: 1\n{% if x %}\nb: 2\n{% endif %}\n', 2],
  ])('reports a template by %s', (_, text, line) => {
    const { documents, diagnostics } = parseYaml('a.yml', text);
    expect(documents).toEqual([]);
    expect(diagnostics.map((d) => [d.line, d.reason])).toEqual([[line, 'template']]);
  });

  it('reads quoted template marks and says so', () => {
    const { documents, diagnostics } = parseYaml('a.yml', 'title: "{{ service }} is down"\n');
    expect(documents.map((document) => document.templated)).toEqual([true]);
    expect(diagnostics).toEqual([]);
  });

  it('uses the good part of a broken document, runs no tag and writes nothing to the console', () => {
    const { documents, diagnostics } = parseYaml('a.yml', 'ok: 1\nf: !!js/function "x"\nbad: [1, 2\nnext: 3\n');
    expect(textOf(get(documents[0]?.root, 'ok'))).toBe('1');
    expect(textOf(get(documents[0]?.root, 'f'))).toBe('x');
    expect(documents[0]?.broken).toBe(true);
    expect(diagnostics.map((d) => d.reason)).toEqual(['unparsable']);
  });
});

describe('parseJson', () => {
  it('gives lines, keeps the last of equal keys and accepts comments', () => {
    const { root, diagnostics } = parseJson('a.json', '{\n  // note\n  "a": [1,\n   true],\n  "b": 1, "b": null,\n}');
    expect(get(root, 'a')?.line).toBe(3);
    expect(textsOf(get(root, 'a'))).toEqual(['1', 'true']);
    expect(get(root, 'b')).toEqual({ kind: 'scalar', line: 5, text: '', value: null });
    expect(diagnostics).toEqual([]);
  });

  it('keeps what can be read of a broken text and refuses deep ones', () => {
    const broken = parseJson('a.json', '{ "a": 1,\n "b": }');
    expect(textOf(get(broken.root, 'a'))).toBe('1');
    expect(broken.diagnostics.map((d) => [d.line, d.reason])).toEqual([[2, 'unparsable']]);
    const deep = parseJson('a.json', `${'[\n'.repeat(100_000)}`);
    expect(deep.root).toBeUndefined();
    expect(deep.diagnostics.map((d) => [d.line, d.reason])).toEqual([[201, 'unparsable']]);
  });

  it('keeps keys that every object has', () => {
    const { root } = parseJson('a.json', '{"__proto__": {"polluted": 1}, "constructor": 2}');
    expect(textOf(get(root, '__proto__', 'polluted'))).toBe('1');
    expect(textOf(get(root, 'toString'))).toBeUndefined();
  });
});

describe('interpolate', () => {
  it.each([
    ['plain', 'plain'],
    ['$HOST:80', '${HOST}:80'],
    ['${HOST}', '${HOST}'],
    ['${HOST:-a}', '${HOST:-a}'],
    ['${HOST-a}', '${HOST:-a}'],
    ['${HOST:?must be set}', '${HOST}'],
    ['${HOST?}', '${HOST}'],
    ['${HOST:+a}', 'a|'],
    ['${A:-${B:-c}}/x', '${A:-${B:-c}}/x'],
    ['$$HOST and $${HOST}', '$HOST and ${HOST}'],
    ['cost: 5$ $1 ${} ${-x} ${A', 'cost: 5$ $1 ${} ${-x} ${A'],
    ['http://${H:-a}:${P:-80}/p', 'http://${H:-a}:${P:-80}/p'],
  ])('%s', (text, described) => {
    expect(describeTerm(interpolate(text))).toBe(described);
  });

  it('is quick for what never closes', () => {
    const started = performance.now();
    interpolate('${A:-'.repeat(4_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('gives one text with defaults, and splits outside variables', () => {
    expect(plainText(interpolate('${A:-x}/${B}'))).toBe('x/${B}');
    expect(splitOutsideVariables('127.0.0.1:${P:-80}:80', ':')).toEqual(['127.0.0.1', '${P:-80}', '80']);
  });
});

describe('redact', () => {
  it.each([
    ['mongodb://user:pw@host:27017/db', 'mongodb://user@host:27017/db'],
    ['redis://:pw@cache', 'redis://cache'],
    ['postgres://u:p@ss@host/db', 'postgres://u@host/db'],
    ['postgres://u:pa/ss@host/db', 'postgres://u@host/db'],
    ['mongodb://u:p@h1:1,h2:2/db', 'mongodb://u@h1:1,h2:2/db'],
    ['http://host:8080/path@x', 'http://host:8080/path@x'],
    ['http://host/a:b@c', 'http://host/a:b@c'],
    ['http://[::1]:80/x@y', 'http://[::1]:80/x@y'],
    ['jdbc:mysql://h:3306/db?user=u&password=pw&x=1', 'jdbc:mysql://h:3306/db?user=u&password=&x=1'],
    ['Server=db;Database=shop;User Id=sa;Password=pw;', 'Server=db;Database=shop;User Id=sa;Password=;'],
    ['run --db-password=pw --port=1', 'run --db-password= --port=1'],
    ['redis-server --requirepass pw --port 1', 'redis-server --requirepass  --port 1'],
    ['NPM_TOKEN=abc npm ci', 'NPM_TOKEN= npm ci'],
    ['docker build --secret id=npm .', 'docker build --secret id=npm .'],
    ['see http://a:b@c and http://d:e@f', 'see http://a@c and http://d@f'],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  it('drops secrets by name, keeps URLs, addresses, switches and references', () => {
    const show = (name: string, text: string): string | undefined => {
      const term = redact(name, interpolate(text));
      return term && describeTerm(term);
    };
    expect(show('DB_PASSWORD', 'pw')).toBeUndefined();
    expect(show('DB_PASS', 'pw')).toBeUndefined();
    expect(show('jwtSecret', 'pw')).toBeUndefined();
    expect(show('ANYTHING', '-----BEGIN RSA PRIVATE KEY-----')).toBeUndefined();
    expect(show('SECRET_STORE', 'https://u:p@vault:8200')).toBe('https://u@vault:8200');
    expect(show('TOKEN_SERVICE_HOST', 'tokens')).toBe('tokens');
    expect(show('ALLOW_EMPTY_PASSWORD', 'yes')).toBe('yes');
    expect(show('API_KEY', '${KEY:-abc}')).toBe('${KEY}');
    expect(show('API_KEY', 'a${KEY}')).toBeUndefined();
    expect(show('COMPASS', 'north')).toBe('north');
    expect(show('QUEUE', '${QUEUE_PASSWORD:-abc}')).toBe('${QUEUE_PASSWORD}');
  });

  it('takes passwords out of URLs that hold variables', () => {
    expect(describeTerm(redactTerm(interpolate('amqp://${USER}:${PASS:-pw}@${HOST:-broker}:5672/${VHOST}')))).toBe(
      'amqp://${USER}@${HOST:-broker}:5672/${VHOST}',
    );
    expect(describeTerm(redactTerm(interpolate('http://${HOST}:${PORT}/a@b')))).toBe('http://${HOST}:${PORT}/a@b');
    expect(redactTerm(literal('a'))).toEqual(literal('a'));
  });

  it('takes passwords out of separate words', () => {
    expect(redactWords(['redis-server', '--requirepass', 'pw', '--port', '1', '--token', '$T'])).toEqual([
      'redis-server',
      '--requirepass',
      '',
      '--port',
      '1',
      '--token',
      '$T',
    ]);
  });

  it('is quick on long texts', () => {
    const started = performance.now();
    for (const text of ['://'.repeat(50_000), 'A'.repeat(100_000), ';password'.repeat(20_000), '--'.repeat(50_000), `a://${':@'.repeat(40_000)}`])
      redactText(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('shell', () => {
  it('splits words as a shell does', () => {
    expect(shellWords(`node "a b" 'c d'e \\ f $(x y) \${A:-b c} # no`)).toEqual(['node', 'a b', 'c de', ' f', '$(x y)', '${A:-b c}']);
  });

  it('splits commands at operators', () => {
    expect(shellCommands('a 1 && b 2 || (c; d) | e\nf "&& g"').map((command) => command.words.join(' '))).toEqual(['a 1', 'b 2', 'c', 'd', 'e', 'f && g']);
    expect(shellCommands('a && bc').map((command) => command.offset)).toEqual([0, 5]);
  });
});

describe('paths and names', () => {
  it('makes written paths relative to the root', () => {
    expect(rootPath('deploy', './a/')).toBe('deploy/a');
    expect(rootPath('deploy', '..')).toBe('.');
    expect(rootPath('deploy', '../../x')).toBe('../x');
    expect(rootPath('.', 'a\\b')).toBe('a/b');
    expect(rootPath('deploy', '/etc/x')).toBe('/etc/x');
    expect(['~/x', 'https://github.com/a/b.git', 'git@github.com:a/b', 'C:\\x', 'a/b'].map(isRelativePath)).toEqual([false, false, false, false, true]);
  });

  it('reads environments from names and folders', () => {
    expect(
      ['docker-compose.prod.yml', 'deploy/overlays/staging/orders.yaml', 'development/values-production.yaml', 'product/compose.yml', 'local/x.yml'].map(
        environmentOfPath,
      ),
    ).toEqual(['prod', 'staging', 'prod', undefined, 'local']);
  });

  it('finds suppressions with and without a reason', () => {
    expect(suppressionsIn('a.yml', 'x: 1\r\ny: 2 # archlint-ignore sync-chain: ADR 3\n# archlint-ignore shared-table\n', 'compose')).toEqual([
      { kind: 'ignore', rule: 'sync-chain', reason: 'ADR 3', at: { file: 'a.yml', line: 2 }, foundBy: 'compose' },
      { kind: 'ignore', rule: 'shared-table', reason: null, at: { file: 'a.yml', line: 3 }, foundBy: 'compose' },
    ]);
  });

  it('reads a tsconfig with comments', () => {
    const text =
      '{ // base\n "extends": "../base.json", "compilerOptions": { "baseUrl": ".", "paths": { "@shop/*": ["libs/*/src"], }, "outDir": "dist", "allowJs": true }, "references": [{ "path": "../lib" }] }';
    expect(parseTsconfig('tsconfig.json', text)).toEqual({
      extends: ['../base.json'],
      baseUrl: '.',
      paths: { '@shop/*': ['libs/*/src'] },
      outDir: 'dist',
      rootDirs: [],
      references: ['../lib'],
      allowJs: true,
    });
    expect(parseTsconfig('tsconfig.json', '[]')).toBeUndefined();
  });
});
