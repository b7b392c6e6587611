import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseYaml } from '../../src/parse/yaml.js';
import { shownText } from '../../src/parse/marks.js';
import { Evaluator } from '../../src/render/go-template/evaluator.js';
import { valueOfTree } from '../../src/render/go-template/from-tree.js';
import { Output } from '../../src/render/go-template/output.js';
import { Session } from '../../src/render/go-template/session.js';
import { TemplateCache, TemplateSet } from '../../src/render/go-template/templates.js';
import { GoMap, mapOf } from '../../src/render/go-template/value.js';
import { capabilities } from '../../src/render/helm/capabilities.js';
import { chartFunctions } from '../../src/render/helm/functions.js';

const folder = path.join(import.meta.dirname, '../../fixtures/render/go-template');
const cases = parse(readFileSync(path.join(folder, 'cases.yml'), 'utf8')) as Record<string, { template: string; text: string }[]>;
const [given] = parseYaml('values.yml', readFileSync(path.join(folder, 'values.yml'), 'utf8')).documents;
const values = (): GoMap => {
  const read = given === undefined ? null : valueOfTree(given.root, { spend: () => undefined });
  return read instanceof GoMap ? read : new GoMap();
};

interface Made {
  readonly text: string;
  readonly said: readonly string[];
  readonly enough: boolean;
}

function run(template: string, steps = 1_000_000): Made {
  const said: string[] = [];
  const session = new Session([{ steps }], { say: (message) => said.push(message) });
  const set = new TemplateSet(new TemplateCache());
  const problem = set.add('main', 'main.yaml', template);
  if (problem) return { text: '', said: [`${problem.line}: ${problem.message}`], enough: false };
  const out = new Output();
  const chart = mapOf({ Name: 'orders', Version: '1.2.3+4', AppVersion: '2.0' });
  const dot = mapOf({ Values: values(), Release: mapOf({ Name: 'shop', Namespace: 'prod' }), Chart: chart, Capabilities: capabilities() });
  const body = set.get('main');
  const enough = body !== undefined && new Evaluator(set.world(session, chartFunctions)).render(body, dot, out);
  return { text: shownText(session.expand(out.text())), said, enough };
}

describe.each(Object.entries(cases))('Go templates: %s', (_, group) => {
  it.each(group)('$template', ({ template, text }) => {
    expect(run(template)).toEqual({ text, said: [], enough: true });
  });
});

describe('what cannot be known', () => {
  it.each([
    ['{{ .Values.missing }}', '{.Values.missing}'],
    ['{{ .Values.image.tag | quote }}', '"{.Values.image.tag}"'],
    ['shop:{{ .Values.nothing }}', 'shop:{.Values.nothing}'],
    ['{{ with .Values.nested }}{{ .image.digest }}{{ end }}', '{.Values.nested.image.digest}'],
    ['{{ index .Values "nested" "none" }}', '{.Values.nested.none}'],
    ['{{ required "give a host" .Values.host }}', '{.Values.host}'],
    ['{{ randAlphaNum 10 | trunc 2 | upper }}', '{randAlphaNum}'],
    ['{{ (genCA "ca" 365).Cert }}', '{genCA.Cert}'],
    ['{{ printf "%s-%s" "a" .Values.missing | trunc 63 | trimSuffix "-" }}', 'a-{.Values.missing}'],
    ['{{ include "absent" . }}', '{include absent}'],
    ['{{ toYaml (dict "a" (uuidv4)) }}', 'a: {uuidv4}'],
  ])('%s is printed as a mark', (template, text) => {
    expect(run(template).text).toBe(text);
  });

  it.each([
    ['{{ if .Values.missing }}yes{{ else }}no{{ end }}', 'no'],
    ['{{ .Values.missing | default "fallback" }}', 'fallback'],
    ['{{ if eq .Values.missing "x" }}yes{{ else }}no{{ end }}', 'no'],
    ['{{ if eq (toString .Values.missing) "<nil>" }}nil{{ end }}', 'nil'],
    ['{{ toYaml .Values.missing }}', 'null'],
    ['{{ kindOf .Values.missing }} {{ empty .Values.missing }} {{ hasKey .Values "missing" }}', 'invalid true false'],
    ['{{ range .Values.missing }}x{{ else }}none{{ end }}', 'none'],
    ['{{ with .Values.a.b.c }}x{{ else }}none{{ end }}', 'none'],
  ])('%s decides as nil does', (template, text) => {
    expect(run(template)).toEqual({ text, said: [], enough: true });
  });

  it('is said where it decides, calls or is not there', () => {
    expect(run('{{ if now }}x{{ end }}')).toMatchObject({ text: 'x', said: [] });
    expect(run('{{ if semverCompare ">1" (randAlphaNum 3) }}x{{ end }}')).toMatchObject({
      text: 'x',
      said: ['a condition rests on something unknown (semverCompare); it is taken to hold'],
    });
    expect(run('{{ range (uuidv4) }}x{{ end }}').said).toEqual(['a loop over something unknown (range (uuidv4)) is left out']);
    expect(run('{{ frobnicate 1 }}{{ frobnicate 2 }}')).toMatchObject({
      text: '{frobnicate}{frobnicate}',
      said: ['the function "frobnicate" is not known; what it gives is unknown'],
    });
    expect(run('{{ fail "no password" }}x')).toMatchObject({ text: 'x', said: ['the chart refuses its values: no password'] });
    expect(run('{{ template "absent" }}').said).toEqual(['the template "absent" is not there; it is left out']);
  });

  it('fits among entries where a block of lines was meant', () => {
    expect(run('labels:\n  a: b\n  {{- include "absent" . | nindent 2 }}').text).toBe('labels:\n  a: b\n  # {include absent}');
  });
});

describe('a hostile template', () => {
  const bombs = {
    recursion: '{{ define "a" }}{{ include "a" . }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    loops: '{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}',
    doubling: '{{ $x := "0123456789" }}{{ range until 60 }}{{ $x = printf "%s%s" $x $x }}{{ end }}{{ $x }}',
    lists: '{{ $x := list 1 2 3 4 }}{{ range until 60 }}{{ $x = concat $x $x }}{{ end }}{{ $x }}',
    ring: '{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ $_ := set $d "b" $d }}{{ toYaml $d }}{{ toJson $d }}{{ $d }}',
    copies: '{{ $d := dict "x" 1 }}{{ range until 60 }}{{ $d = dict "a" $d "b" $d }}{{ end }}{{ deepCopy $d | toYaml }}',
    repeated: '{{ repeat 1000000000 "xxxxxxxxxx" }}',
    tpl: '{{ define "t" }}{{ tpl "{{ include \\"t\\" . }}{{ include \\"t\\" . }}" . }}{{ end }}{{ include "t" . }}',
  };

  it.each(Object.entries(bombs))('%s ends by its budget', (_, template) => {
    expect(run(template).enough).toBe(false);
  });

  it('that only nests deeply is cut and said', () => {
    const made = run('{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}x');
    expect(made).toEqual({ text: 'x', said: ['templates include each other too deeply; what is deeper is left out'], enough: true });
  });

  it('does not hang on its regular expressions', () => {
    expect(run(`{{ regexMatch "^(a+)+$" "${'a'.repeat(5000)}b" }}`).text).toBe('false');
  });

  it.each([
    '{{',
    '{{ if }}x',
    '{{ end }}',
    '{{ .x | }}',
    '{{ "abc }}',
    '{{ (1 }}',
    '{{ define }}x{{ end }}',
    `${'{{ if 1 }}'.repeat(5000)}`,
    `{{ ${'('.repeat(5000)}`,
    '{{ /* }}',
  ])('%s is no template', (template) => {
    expect(run(template.slice(0, 40_000))).toMatchObject({ text: '', enough: false });
  });

  it('keeps names that are properties of every object', () => {
    expect(run('{{ (dict "__proto__" "a").__proto__ }} {{ (dict "constructor" 1).constructor }} {{ .Values.toString }}').text).toBe('a 1 {.Values.toString}');
  });
});

describe('long texts', () => {
  const long = (text: string): string => text.repeat(200_000);

  it.each([
    ['{{ toYaml (list .) }}', long('1')],
    ['{{ snakecase . }}', long('A')],
    ['{{ trimAll "a" . }}', long('a')],
    ['{{ regexReplaceAll "(a|aa)+$" . "x" }}', `${long('a')}b`],
    ['{{ urlParse . }}', long('@:/')],
    ['{{ camelcase . }}', long('_-')],
    ['{{ (split "a" .)._1 }}', long('ab')],
  ])('cost no more than their length: %s', (template, text) => {
    const began = performance.now();
    run(`{{ with $x := ${JSON.stringify(text)} }}${template}{{ end }}`);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('every function', () => {
  const args = [
    '""',
    '"abc"',
    '"a-b,c.d"',
    '"*"',
    '"1.2.3"',
    '"%s%d%q"',
    '0',
    '1',
    '-5',
    '1000000000',
    '9223372036854775807',
    '1.5',
    '-0.5',
    'nil',
    'true',
    '(list)',
    '(list 1 "a" nil)',
    '(list (list 1) (dict))',
    '(dict)',
    '(dict "a" 1 "b" (dict "c" nil))',
    '.Values.missing',
    '.Values',
    '(now)',
    '(printf "%s" .Values.missing)',
  ];

  it.each([...chartFunctions.keys()].filter((name) => !name.startsWith('must')).sort())('%s takes whatever it is given', (name) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...args), { maxLength: 4 }), (words) => {
        const { text } = run(`{{ ${name} ${words.join(' ')} }}`, 200_000);
        return typeof text === 'string';
      }),
      { numRuns: 30, seed: 4 },
    );
  });
});
