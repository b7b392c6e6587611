import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverFiles } from '../../src/discover/index.js';
import { remotesOf } from '../../src/discover/remotes.js';
import { renderAll } from '../../src/render/index.js';
import { indexOf } from '../support/build-system.js';
import { describeRenderings } from '../support/describe-renderings.js';
import { namesIn } from '../support/source-files.js';

const fixtures = path.join(import.meta.dirname, '../../fixtures/render/plans');

describe('what is deployed as other tools say', () => {
  it.each(namesIn('fixtures/render/plans', 'folders'))('%s', (name) => {
    const { renderings, consumed, diagnostics } = renderAll(discoverFiles([path.join(fixtures, name, 'input')], { ignore: [] }));
    const read = `* ${[...consumed].sort().join(' ')}\n`;
    const said = diagnostics.map(({ file, line, reason, message }) => `! ${file}:${line} ${reason}: ${message}\n`);
    expect(describeRenderings(renderings) + read + said.join('')).toBe(readFileSync(path.join(fixtures, name, 'expected.txt'), 'utf8'));
  });
});

describe('repositories of plans', () => {
  const object = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: NAME }\nspec: { template: { spec: { containers: [{ name: a, image: a }] } } }\n';
  const app = (repoURL: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: { source: { repoURL: "${repoURL}", path: deploy } }\n`;
  const texts = (repoURL: string): Record<string, string> => ({
    'apps/a.yaml': app(repoURL),
    'deploy/own.yaml': object.replace('NAME', 'own'),
    'orders/deploy/orders.yaml': object.replace('NAME', 'orders'),
  });
  const deployed = (repoURL: string, remote?: string): string[] => {
    const remotes = remote === undefined ? {} : { remotes: new Map([['.', remote]]) };
    const { renderings, diagnostics } = renderAll({ ...indexOf(texts(repoURL)), ...remotes });
    return [...renderings.map(({ file }) => file), ...diagnostics.map(({ reason }) => reason)];
  };

  it.each([
    ['the folder that bears its name', 'https://git.example.com/shop/orders.git', undefined, ['orders/deploy/orders.yaml']],
    ['the same, as git writes it', 'git@git.example.com:shop/Orders', 'https://git.example.com/shop/platform', ['orders/deploy/orders.yaml']],
    ['the one that names it', 'https://git.example.com/shop/platform', 'git@git.example.com:shop/platform.git', ['deploy/own.yaml']],
    ['the one that names it, where git is silent', 'https://git.example.com/shop/platform', undefined, ['deploy/own.yaml']],
    ['another, where git says so', 'https://git.example.com/shop/stock', 'git@git.example.com:shop/platform.git', ['remote']],
  ])('%s', (_, repoURL, remote, expected) => {
    expect(deployed(repoURL, remote)).toEqual(expected);
  });

  it('are known by what git tells of a folder, read as text', () => {
    const text =
      '[core]\n\tbare = false\n[remote "upstream"]\n\turl = https://a/up\n[remote "origin"]\n\turl = https://a/shop.git\n[remote "origin"]\nurl = b\n';
    const read = (path: string): string | undefined =>
      path === '.git/config' ? text : path === 'x/.git/config' ? '[remote "origin"]\nfetch = x\n' : undefined;
    expect([...remotesOf([{ prefix: '' }, { prefix: 'x' }, { prefix: 'y' }, { prefix: '', only: 'a.ts' }], read)]).toEqual([['.', 'https://a/shop.git']]);
  });
});

describe('hostile plans', () => {
  const application = (spec: string): string => `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: ${spec}\n`;
  const set = (spec: string): string => `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: a }\nspec: ${spec}\n`;
  const list = `{ list: { elements: [${'{ a: b }, '.repeat(400)}] } }`;
  const pair = (inner: string): string => `{ matrix: { generators: [${inner}, ${inner}] } }`;
  const flux = (spec: string): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a }\nspec: ${spec}\n`;

  it.each([
    ['applications of applications without end', { 'a/a.yaml': application('{ source: { path: a } }'), 'a/b.yaml': application('{ source: { path: "." } }') }],
    [
      'pairs of pairs',
      { 'a.yaml': set(`{ generators: [${pair(pair(pair(list)))}], template: { metadata: { name: "{{a}}" }, spec: { source: { path: x } } } }`) },
    ],
    [
      'templates that never end',
      {
        'a.yaml': set(`{ goTemplate: true, generators: [${list}], template: { metadata: { name: '{{ range until 99999 }}{{ repeat 999 "x" }}{{ end }}' } } }`),
      },
    ],
    [
      'globs of stars',
      { 'a.yaml': set(`{ generators: [{ git: { directories: [{ path: "${'*a'.repeat(300)}" }] } }], template: {} }`), [`${'a'.repeat(200)}/x.yaml`]: 'a: b' },
    ],
    [
      'variables without end',
      {
        'f.yaml': flux('{ path: k, postBuild: { substitute: { a: "${a}${a}" } } }'),
        'k/k.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: "${'${'.repeat(20_000)}" }\n`,
      },
    ],
    [
      'names of JavaScript',
      {
        'a.yaml': set(
          '{ generators: [{ list: { elements: [{ __proto__: x, constructor: y }] } }], template: { metadata: { name: "{{constructor}}" }, spec: { source: { path: __proto__ } } } }',
        ),
      },
    ],
    [
      'a chart that deploys itself',
      { 'c/Chart.yaml': 'name: c', 'c/templates/a.yaml': application('{ source: { path: c, helm: { releaseName: "{{ .Release.Name }}x" } } }') },
    ],
  ])('stand %s', (_, texts) => {
    const begin = performance.now();
    expect(renderAll(indexOf(texts as Record<string, string>)).renderings.length).toBeLessThan(2_000);
    expect(performance.now() - begin).toBeLessThan(6_000);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});
