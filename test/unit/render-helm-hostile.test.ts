import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../src/extract/manifests/kubernetes/index.js';
import { helm } from '../../src/render/helm/index.js';
import { extractRendered } from '../../src/render/index.js';
import { indexOf } from '../support/build-system.js';

/** What templates, values and helmfiles are made of. */
const pieces = [
  ...`{{~{{-~}}~-}}~ ~  ~if ~else~end~range ~with ~define "a"~template "a" .~include "a" .~block "a" .~tpl "{{ . }}" .~break~continue~.~$~$x`.split('~'),
  ...` := ~ = ~.Values.a~.Values.a.b~.Release.Name~.Chart.Name~.Files.Get "x"~.Capabilities.KubeVersion~ | ~(~)~"s"~'c'~1~-1~1.5~nil~true`.split('~'),
  ...`toYaml~nindent 2~default 1~dict "a" 1~set $x "a" $x~list 1 2~printf "%s-%d"~regexMatch "(a+)+" "aaa"~until 99~repeat 99 "x"~fromYaml`.split('~'),
  ...`merge $ $~a: ~- ~kind: Deployment~apiVersion: v1~&a ~*a~<<: ~[~]~{~}~: ~#~|~"~environments:~bases: [helmfile.yaml]~alias: ~condition: a.b`.split('~'),
  ...['\n', '\r\n', '---\n', 'metadata:\n  name: x', 'releases:\n  - name: r\n    chart: ./c', 'dependencies:\n  - name: c\n    repository: file://.'],
  ...['`r`', '\u{F0000}', '\u{10F000}', 'qzrlzq', '__proto__', 'constructor'],
];

const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

describe('whatever a chart says', () => {
  it('rendering ends, throws nothing and gives lines for its text', () => {
    fc.assert(
      fc.property(text, text, text, text, text, (chart, values, template, helper, helmfile) => {
        const files = indexOf({
          'c/Chart.yaml': `name: c\n${chart}`,
          'c/values.yaml': values,
          'c/values-prod.yaml': chart,
          'c/templates/x.yaml': template,
          'c/templates/_h.tpl': helper,
          'helmfile.yaml': helmfile,
        });
        const { renderings, diagnostics } = helm.render(files);
        for (const one of renderings) expect(one.lines.length).toBeGreaterThanOrEqual(one.text.trimEnd().split('\n').length);
        for (const one of diagnostics) expect(one.line).toBeGreaterThan(0);
        extractRendered(renderings, [kubernetes]);
      }),
      { numRuns: 300, seed: 4 },
    );
  }, 120_000);

  it('bytes of any kind are read or said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (bytes) => {
        const names = ['c/Chart.yaml', 'c/values.yaml', 'c/templates/x.yaml', 'c/requirements.yaml', 'helmfile.yaml', 'helmfile.d/a.yaml.gotmpl'];
        for (const name of names) helm.render(indexOf({ 'c/Chart.yaml': 'name: c', 'c/templates/y.yaml': '{{ .Values.a }}', [name]: bytes }));
      }),
      { numRuns: 200, seed: 4 },
    );
  }, 120_000);
});
